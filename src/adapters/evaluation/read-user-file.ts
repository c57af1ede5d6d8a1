import { readFile, stat } from 'node:fs/promises'
import { AppError } from '../../base/error.ts'

const mostBytes = 100 * 1024 * 1024

/** UTF-8 text of a file that the user named, without byte-order mark. Fails with `not_found`, `too_large` or `invalid` and a sentence with the name. */
export const readUserFile = async (path: string, named: string = path, most = mostBytes): Promise<string> => {
  const size = await sizeOfFile(path, named)
  if (size > most) throw new AppError('too_large', `"${named}" has ${size} bytes; ${most} are the most that is read. Split it.`)
  const bytes = await readFile(path).catch((error: unknown) => {
    throw unreadable(named, error)
  })
  return decoded(bytes, named)
}

/** In bytes. A folder, a pipe or a device is refused before it is read: it may never end. */
export const sizeOfFile = async (path: string, named: string = path): Promise<number> => {
  const found = await stat(path).catch((error: unknown) => {
    throw unreadable(named, error)
  })
  if (found.isDirectory()) throw new AppError('invalid', `"${named}" is a folder, and a file is wanted.`)
  if (!found.isFile()) throw new AppError('invalid', `"${named}" is a pipe or a device, and a file is wanted.`)
  return found.size
}

const decoded = (bytes: Uint8Array, named: string): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new AppError('invalid', `"${named}" is not in UTF-8. Save it as UTF-8.`, { cause })
  }
}

/** Why a file that the user named cannot be read. */
export const unreadable = (named: string, cause: unknown): AppError => {
  const { code, message } = cause as NodeJS.ErrnoException
  if (code === 'ENOENT') return new AppError('not_found', `There is no "${named}". Check the path.`, { cause })
  if (code === 'EISDIR') return new AppError('invalid', `"${named}" is a folder, and a file is wanted.`, { cause })
  return new AppError('not_found', `"${named}" cannot be read: ${message}.`, { cause })
}
