import { realpath } from 'node:fs/promises'
import { dirname, join, sep, basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { AppError } from '../../base/error.ts'

export const installDir = fileURLToPath(new URL('../../..', import.meta.url))

/** Data inside the program's own folder would go with the next update. */
export const checkOutside = async (dir: string, install: string): Promise<void> => {
  const inner = await realpathOfNearest(dir)
  const outer = await realpathOfNearest(install)
  if (inner !== outer && !inner.startsWith(outer + sep)) return
  throw new AppError(
    'invalid',
    `The data folder "${dir}" lies inside the program's own folder, which updates replace. Name another with --data or ANSWERABLE_HOME.`,
  )
}

/** Links resolved as far as the path exists already. */
const realpathOfNearest = async (path: string): Promise<string> => {
  try {
    return await realpath(path)
  } catch {
    return dirname(path) === path ? path : join(await realpathOfNearest(dirname(path)), basename(path))
  }
}
