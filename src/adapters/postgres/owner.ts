import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Who holds a data folder. For people and for commands that look for the socket; the lock alone decides who owns it. */
export interface Owner {
  readonly pid: number
  readonly url: string
  readonly startedAt: string
  readonly socketPath: string
}

/** Null when nobody wrote it. A dead owner's file may still lie there. */
export const readOwner = async (dataDir: string): Promise<Owner | null> => {
  try {
    return JSON.parse(await readFile(ownerPath(dataDir), 'utf8')) as Owner
  } catch {
    return null
  }
}

export const writeOwner = async (dataDir: string, owner: Owner): Promise<void> => {
  const making = `${ownerPath(dataDir)}.new`
  await writeFile(making, JSON.stringify(owner), { mode: 0o600 })
  await rename(making, ownerPath(dataDir))
}

/** Of this machine's process table; a process of another user is alive too. */
export const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

const ownerPath = (dataDir: string): string => join(dataDir, 'owner.json')
