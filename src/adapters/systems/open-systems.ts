import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { AppError } from '../../base/error.ts'
import { noSystems, type Systems } from '../../domain/systems.ts'
import { readSystems } from './read-systems.ts'

const mostBytes = 4 * 1024 * 1024

/** The file that was named (relative to `folder`), else `systems.yaml` in `folder`, else null. */
export const systemsPath = (named: string | undefined, folder: string): string | null => {
  if (named !== undefined) return resolve(folder, named)
  const usual = join(folder, 'systems.yaml')
  return existsSync(usual) ? usual : null
}

/** Read once. Fails with `not_found` or `invalid`: a sentence with file and line for each fault. */
export const openSystems = async (path: string | null): Promise<Systems> => {
  if (path === null) return noSystems
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new AppError('not_found', `${path} cannot be read. ANSWERABLE_SYSTEMS must name a file that says which systems are watched.`, { cause })
  })
  if (bytes.length > mostBytes) throw new AppError('invalid', `${path} has more than 4 MiB. Write down fewer systems.`)
  return readSystems(bytes.toString('utf8'), basename(path))
}
