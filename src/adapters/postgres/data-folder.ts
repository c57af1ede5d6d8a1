import { existsSync } from 'node:fs'
import { access, chmod, constants, mkdir, readdir, rm, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { AppError, isAppError } from '../../base/error.ts'
import { dropBallastIfFull, makeBallast } from './ballast.ts'
import { checkOutside, installDir } from './check-outside.ts'
import { takeLock } from './folder-lock.ts'
import { ownerSocketPath } from './owner-socket.ts'
import { isAlive, readOwner, writeOwner, type Owner } from './owner.ts'

export interface DataFolder {
  readonly dir: string
  /** Where the owner listens for other commands of the same user; already free of a dead owner's socket. */
  readonly socketPath: string
  /** Once the port is known. */
  setUrl(url: string): Promise<void>
  /** Frees the lock. */
  close(): Promise<void>
}

/** Seldom: it only has to be there before the next start on a full disk. */
const ballastEveryMs = 60_000

/** Takes the folder for this process alone, making it where needed. Fails with `conflict` naming the owner's pid and address, or `invalid` for a folder that cannot be one. */
export const openDataFolder = async (dir: string, { url }: { url: string }): Promise<DataFolder> => {
  const path = resolve(dir)
  try {
    return await take(path, url)
  } catch (error) {
    throw isAppError(error) ? error : unusable(path, error)
  }
}

/** A file where the folder should be, a folder of somebody else, a file system that cannot be written. */
const unusable = (path: string, cause: unknown): AppError => {
  const { code } = cause as NodeJS.ErrnoException
  const why = {
    EACCES: 'this user may not write there',
    EPERM: 'this user may not write there',
    EROFS: 'the file system is read-only',
    EEXIST: 'it is a file',
    ENOTDIR: 'a part of its path is a file',
    ENOENT: 'no folder can be made there',
  }[code ?? '']
  if (code === 'ENOSPC' || code === 'EDQUOT') return new AppError('no_space', `The disk of "${path}" is full. Free some space and start again.`, { cause })
  return new AppError('invalid', `"${path}" cannot hold the data: ${why ?? (cause as Error).message}. Name another folder with --data.`, { cause })
}

const take = async (path: string, url: string): Promise<DataFolder> => {
  await checkOutside(path, installDir)
  await makeFolder(path)
  await checkOurs(path)
  await chmod(path, 0o700).catch(() => {}) // another user's folder on a shared volume: the lock still holds
  await access(path, constants.W_OK)
  const lock = await takeLock(join(path, lockName))
  if (!lock) throw await ownedBy(path)
  await dropBallastIfFull(path)

  const socketPath = await ownerSocketPath(path)
  const owner: Owner = { pid: process.pid, url, startedAt: new Date().toISOString(), socketPath }
  await writeOwner(path, owner)
  await rm(socketPath, { force: true })
  void makeBallast(path).catch(() => {})
  const timer = setInterval(() => void makeBallast(path).catch(() => {}), ballastEveryMs).unref()

  return {
    dir: path,
    socketPath,
    setUrl: (known) => writeOwner(path, { ...owner, url: known }),
    close: async () => {
      clearInterval(timer)
      await rm(socketPath, { force: true })
      await rm(join(path, 'owner.json'), { force: true })
      lock.release()
    },
  }
}

/** Folder by folder: Node's own recursive mkdir never ends below a file system that refuses with ENOENT, as /proc does. */
const makeFolder = async (path: string): Promise<void> => {
  try {
    await mkdir(path, { mode: 0o700 })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST' && (await stat(path)).isDirectory()) return
    if (code !== 'ENOENT' || existsSync(dirname(path))) throw error
    await makeFolder(dirname(path))
    await makeFolder(path) // another process may have been faster
  }
}

const lockName = 'lock.db'

/** A home or project folder given by mistake keeps its mode and its files. */
const checkOurs = async (dir: string): Promise<void> => {
  const names = (await readdir(dir)).filter((name) => name !== 'lost+found')
  if (names.length === 0 || names.includes(lockName)) return
  throw new AppError('invalid', `"${dir}" holds other files and is no data folder of Answerable. Name an empty or new folder with --data.`)
}

/** The winner writes owner.json just after taking the lock, so a loser may have to wait for it a moment. */
const ownedBy = async (dir: string): Promise<AppError> => {
  for (let waitedMs = 0; waitedMs < 1000; waitedMs += 20) {
    const owner = await readOwner(dir)
    if (owner && isAlive(owner.pid)) return inUse(dir, owner)
    await delay(20)
  }
  return inUse(dir, await readOwner(dir))
}

const inUse = (dir: string, owner: Owner | null): AppError => {
  const who = owner ? `process ${owner.pid} at ${owner.url}` : 'another process'
  return new AppError('conflict', `The data folder "${dir}" is in use by ${who}. Use that one, stop it, or name another folder with --data.`, {
    details: { pid: owner?.pid ?? null, url: owner?.url ?? null },
  })
}
