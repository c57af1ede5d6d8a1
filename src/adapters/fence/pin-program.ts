import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { realpath, stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { AppError } from '../../base/error.ts'
import { assertTrusted } from './assert-trusted.ts'

/** A program as it was when it was looked at. It runs only while it is still that. */
export interface PinnedProgram {
  /** Where it was named; absolute. */
  readonly path: string
  /** Where it lies, links followed. */
  readonly realPath: string
  readonly device: number
  readonly inode: number
  readonly sha256: string
}

/** Fails with `not_found` (no such file), or `invalid` (not absolute, no program, or others than root and this user may write it). */
export const pinProgram = async (path: string): Promise<PinnedProgram> => {
  if (!path.startsWith('/')) throw new AppError('invalid', `"${path}" must be an absolute path.`)
  const realPath = await realpath(path).catch((cause: unknown) => {
    throw new AppError('not_found', `There is no program ${path}.`, { cause })
  })
  const found = await stat(realPath)
  if (!found.isFile() || (found.mode & 0o111) === 0) throw new AppError('invalid', `${path} is no program: make it executable, or name another.`)
  await assertTrusted(path)
  return { path, realPath, device: found.dev, inode: found.ino, sha256: await sha256Of(realPath) }
}

/** Fails with `conflict`. The hash is compared as well: an inode may be written to, or used again. */
export const assertPinned = async (pinned: PinnedProgram): Promise<void> => {
  const now = await pinProgram(pinned.path).catch(() => null)
  if (now && now.realPath === pinned.realPath && now.device === pinned.device && now.inode === pinned.inode && now.sha256 === pinned.sha256) return
  throw new AppError('conflict', `${pinned.path} is no longer the program that it was when this program started. Look at what changed it, then start again.`)
}

const sha256Of = async (path: string): Promise<string> => {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}
