import { createHash } from 'node:crypto'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'
import { AppError } from '../../base/error.ts'
import { isAddress } from '../../base/web-address.ts'

const mostBytes = 100 * 1024 * 1024

/** UTF-8 text of a file that the user named. Fails with `not_found` or `too_large` and a sentence with the name. */
export const readUserFile = async (path: string, named: string = path): Promise<string> => {
  const { size } = await stat(path).catch((error: unknown) => {
    throw missing(named, error)
  })
  if (size > mostBytes) throw new AppError('too_large', `"${named}" has ${size} bytes; ${mostBytes} are the most that is read. Split it.`)
  return (
    await readFile(path, 'utf8').catch((error: unknown) => {
      throw missing(named, error)
    })
  ).replace(/^\ufeff/, '')
}

/** Paths in a suite are meant from its folder. */
export const suiteDisk = (folder: string) => {
  const inFolder = (path: string): string => (isAddress(path) ? path : resolve(folder, path))
  return {
    resolve: inFolder,
    readText: (path: string) => readUserFile(inFolder(path), path),
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
    throw missing(named, error)
  })
  if (found.isFile()) return [{ path, name: '' }]
  const entries = await readdir(path, { recursive: true, withFileTypes: true })
  return entries
    .filter((it) => it.isFile())
    .map((it) => join(it.parentPath, it.name))
    .map((file) => ({ path: file, name: relative(path, file) }))
    .filter(({ name }) => !name.split('/').some((part) => part.startsWith('.') || part === 'node_modules'))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

const missing = (named: string, cause: unknown): AppError => {
  const why = (cause as NodeJS.ErrnoException).code === 'ENOENT' ? `There is no "${named}"` : `"${named}" cannot be read (${(cause as Error).message})`
  return new AppError('not_found', `${why}. Check the path.`, { cause })
}
