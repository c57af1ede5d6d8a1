import { readFile, stat } from 'node:fs/promises'
import { AppError } from '../../base/error.ts'

const mostBytes = 100 * 1024 * 1024

/** UTF-8 text of a file that the user named, without byte-order mark. Fails with `not_found`, `too_large` or `invalid` and a sentence with the name. */
export const readUserFile = async (path: string, named: string = path): Promise<string> => {
  const { size } = await stat(path).catch((error: unknown) => {
    throw unreadable(named, error)
  })
  if (size > mostBytes) throw new AppError('too_large', `"${named}" has ${size} bytes; ${mostBytes} are the most that is read. Split it.`)
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw unreadable(named, error)
  })
  return text.replace(/^\ufeff/, '')
}

/** Why a file that the user named cannot be read. */
export const unreadable = (named: string, cause: unknown): AppError => {
  const { code, message } = cause as NodeJS.ErrnoException
  if (code === 'ENOENT') return new AppError('not_found', `There is no "${named}". Check the path.`, { cause })
  if (code === 'EISDIR') return new AppError('invalid', `"${named}" is a folder, and a file is wanted.`, { cause })
  return new AppError('not_found', `"${named}" cannot be read: ${message}.`, { cause })
}
