import { lstat, mkdir } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { AppError } from '../../base/error.ts'
import { sha256 } from '../../base/id.ts'

/** The kernel cuts socket paths at 107 bytes (Linux) or 103 (macOS). */
const longestPathBytes = 100

/** In the data folder, which only its user may enter; where that path is too long, in a folder of the same kind under the system's temporary one. */
export const ownerSocketPath = async (dataDir: string): Promise<string> => {
  const path = join(dataDir, 'owner.sock')
  if (Buffer.byteLength(path) <= longestPathBytes) return path
  const dir = join(tmpdir(), `answerable-${userInfo().uid}-${sha256(dataDir).slice(0, 16)}`)
  await mkdir(dir, { mode: 0o700 }).catch(() => {})
  await checkPrivate(dir)
  return join(dir, 'owner.sock')
}

/** Others may write to the temporary folder too, and might have been there first. */
const checkPrivate = async (dir: string): Promise<void> => {
  const found = await lstat(dir)
  if (found.isDirectory() && found.uid === userInfo().uid && (found.mode & 0o077) === 0) return
  throw new AppError('unavailable', `"${dir}" is not a private folder of this user. Remove it, or name a data folder with a shorter path.`)
}
