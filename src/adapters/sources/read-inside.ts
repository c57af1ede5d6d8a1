import { constants } from 'node:fs'
import { open, realpath } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../../base/error.ts'

/** Reads a file that lies inside the root when it is opened, whatever its path said when it was listed. */
export const readInside = async (root: string, path: string, maxBytes: number, signal?: AbortSignal): Promise<Uint8Array> => {
  const real = await realpath(join(root, path)).catch(rethrow)
  if (!isInside(root, real)) throw new AppError('invalid', 'This link leads out of the folder and was not followed.')
  // NONBLOCK: opening a pipe would wait for a writer for ever.
  const file = await open(real, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(rethrow)
  try {
    const stats = await file.stat()
    if (!stats.isFile()) throw new AppError('invalid', 'This is a device or a pipe, not a file.')
    if (stats.size > maxBytes)
      throw new AppError(
        'too_large',
        `This is ${Math.round(stats.size / 1e6)} MB; at most ${Math.round(maxBytes / 1e6)} MB are read. Split it, or leave it out.`,
      )
    return await file.readFile({ signal })
  } catch (error) {
    return rethrow(error)
  } finally {
    await file.close()
  }
}

export const isInside = (root: string, path: string): boolean => path === root || path.startsWith(root.endsWith('/') ? root : `${root}/`)

const rethrow = (cause: unknown): never => {
  throw explain(cause) ?? cause
}

const sentences: Readonly<Record<string, string>> = {
  ENOENT: 'This file has gone while the folder was read.',
  ENOTDIR: 'This file has gone while the folder was read.',
  EACCES: 'Permission to read this was denied.',
  EPERM: 'Permission to read this was denied.',
  ELOOP: 'This link leads in a circle.',
  EISDIR: 'This is a folder, not a file.',
  EIO: 'The disk failed while this was read.',
}

/** A sentence for the errors of a file system that a person can do something about. */
export const explain = (cause: unknown): AppError | null => {
  const code = (cause as { code?: string } | null)?.code ?? ''
  const sentence = sentences[code]
  return sentence ? new AppError(code === 'ENOENT' ? 'not_found' : 'invalid', sentence, { cause }) : null
}
