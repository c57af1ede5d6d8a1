import { randomBytes } from 'node:crypto'
import { open, rename, rm, stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * A file of no use but its size: PGlite cannot open on a full disk, so on a full disk the ballast goes first.
 * 64 MiB: four segments of the write-ahead log, more than any recovery was seen to need.
 */
const ballastBytes = 64 * 1024 * 1024

/** Makes it where there is plenty of room and none yet. Best effort: false when it is not there afterwards. */
export const makeBallast = async (dataDir: string): Promise<boolean> => {
  const path = ballastPath(dataDir)
  if (await exists(path)) return true
  if ((await freeBytes(dataDir)) < 3 * ballastBytes) return false
  const making = `${path}.new`
  try {
    await writeFull(making)
    await rename(making, path)
    return true
  } catch {
    await rm(making, { force: true })
    return false
  }
}

/** Gives its room back when the disk is nearly full. True when it did. */
export const dropBallastIfFull = async (dataDir: string): Promise<boolean> => {
  const path = ballastPath(dataDir)
  if (!(await exists(path)) || (await freeBytes(dataDir)) >= ballastBytes) return false
  await rm(path, { force: true })
  return true
}

const ballastPath = (dataDir: string): string => join(dataDir, 'ballast')

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )

const freeBytes = async (dataDir: string): Promise<number> => {
  const { bavail, bsize } = await statfs(dataDir)
  return bavail * bsize
}

/** Random, because a compressing file system would keep zeros in no room at all. */
const writeFull = async (path: string): Promise<void> => {
  const block = randomBytes(1024 * 1024)
  const handle = await open(path, 'w', 0o600)
  try {
    for (let written = 0; written < ballastBytes; written += block.length) await handle.write(block)
    await handle.sync()
  } finally {
    await handle.close()
  }
}
