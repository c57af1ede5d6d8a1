import { lstat, readlink, realpath } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { AppError } from '../../base/error.ts'

/**
 * Nobody but root and the user of this program may write the file or folder, put another in its place, or turn a link on the way to it.
 * Fails with `invalid`, which names what to change. `path` must be there.
 */
export const assertTrusted = async (path: string, linksLeft = 40): Promise<void> => {
  for (let at = path; ; at = dirname(at)) {
    const found = await lstat(at)
    if (found.uid !== 0 && found.uid !== process.getuid?.())
      throw new AppError('invalid', `${at} belongs to another user, so that ${path} cannot be trusted. Give it to root or to the user of this program (chown).`)
    if (found.isSymbolicLink()) {
      if (linksLeft === 0) throw new AppError('invalid', `${path} lies behind too many links.`)
      await assertTrusted(resolve(await realpath(dirname(at)), await readlink(at)), linksLeft - 1)
    } else if ((found.mode & 0o022) !== 0 && !(found.isDirectory() && (found.mode & 0o1000) !== 0))
      throw new AppError('invalid', `${at} may be written by others than its owner, so that ${path} cannot be trusted. Take that right away (chmod go-w).`)
    if (at === '/') return
  }
}
