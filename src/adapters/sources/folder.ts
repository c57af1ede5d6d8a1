import { realpath, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { AppError } from '../../base/error.ts'
import { maxFileBytes, type SourceFolder } from '../../domain/source.ts'
import { isInside, readInside } from './read-inside.ts'
import { stampOf, walk } from './walk.ts'

export interface FolderOptions {
  /** Which files of a folder are documents, by their path. A file named by itself is always one. */
  readonly accepts: (path: string) => boolean
  readonly maxBytes?: number
}

/** A folder or a single file of this machine. Fails with `not_found` when there is none. */
export const openFolder = async (path: string, { accepts, maxBytes = maxFileBytes }: FolderOptions): Promise<SourceFolder> => {
  const root = await realpath(path).catch((cause: unknown) => {
    throw new AppError('not_found', `There is no folder or file "${path}". Nothing was removed; check the path.`, { cause })
  })
  const isFile = (await stat(root)).isFile()
  return {
    root,
    list: isFile ? () => onlyFile(root) : (signal) => walk(root, accepts, signal),
    read: (file, signal) => readInside(root, isFile ? '' : file, maxBytes, signal),
    // Who names one file wants no other.
    stampOf: async (file) => (isFile ? null : stampInside(root, file)),
  }
}

async function* onlyFile(root: string): ReturnType<typeof walk> {
  const { size, stamp } = await stampOf(root)
  yield { type: 'file', path: basename(root), size, stamp }
}

const stampInside = async (root: string, path: string): Promise<string | null> => {
  try {
    const real = await realpath(join(root, path))
    return isInside(root, real) && (await stat(real)).isFile() ? (await stampOf(real)).stamp : null
  } catch {
    return null
  }
}
