import { createHash } from 'node:crypto'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'
import { AppError } from '../../base/error.ts'
import { isAddress } from '../../base/web-address.ts'
import { readUserFile, unreadable } from './read-user-file.ts'

/** A suite is read as a whole, each case with the place where it stands. */
export const mostSuiteBytes = 20 * 1024 * 1024

/** Paths in a suite are meant from its folder. */
export const suiteDisk = (folder: string) => {
  const inFolder = (path: string): string => (isAddress(path) ? path : resolve(folder, path))
  return {
    resolve: inFolder,
    readText: (path: string) => readUserFile(inFolder(path), path, mostSuiteBytes),
    hashOf: async (paths: readonly string[]): Promise<string> => {
      const hash = createHash('sha256')
      for (const path of paths) {
        // A site may say something else tomorrow; its address is all that is known before it is read.
        if (isAddress(path)) hash.update(`${path}\n`)
        else for (const file of await filesBelow(inFolder(path), path)) hash.update(`${file.name}\n`).update(await readFile(file.path))
      }
      return hash.digest('hex')
    },
  }
}

/** In one order everywhere, without hidden files. */
const filesBelow = async (path: string, named: string): Promise<{ path: string; name: string }[]> => {
  const found = await stat(path).catch((error: unknown) => {
    throw unreadable(named, error)
  })
  if (found.isFile()) return [{ path, name: '' }]
  if (!found.isDirectory()) throw new AppError('invalid', `"${named}" is a pipe or a device, and a file or folder is wanted.`)
  const entries = await readdir(path, { recursive: true, withFileTypes: true })
  return entries
    .filter((it) => it.isFile())
    .map((it) => join(it.parentPath, it.name))
    .map((file) => ({ path: file, name: relative(path, file) }))
    .filter(({ name }) => !name.split('/').some((part) => part.startsWith('.') || part === 'node_modules'))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}
