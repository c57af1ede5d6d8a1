import { setTimeout as delay } from 'node:timers/promises'
import { DatabaseSync } from 'node:sqlite'

/**
 * A lock that the kernel frees at death, never by age: SQLite's exclusive transaction on a file nobody ever writes. It holds between containers
 * that share the folder and is free right after kill -9. Trap: opening and closing the file by other means in this process would drop it.
 * Null when somebody else holds it.
 */
export const takeLock = async (path: string): Promise<{ release(): void } | null> => {
  // A process that is just trying holds it for an instant, so that two could refuse each other: ask three times.
  for (let attempt = 0; attempt < 3; attempt++) {
    const lock = tryLock(path)
    if (lock) return lock
    await delay(10 + 20 * Math.random())
  }
  return null
}

const tryLock = (path: string): { release(): void } | null => {
  const database = new DatabaseSync(path, { timeout: 0 })
  try {
    // Not `off`, which node:sqlite refuses silently: the journal file it would then make cannot be written on a full disk.
    database.exec('pragma journal_mode = memory; begin exclusive')
    return { release: () => database.close() }
  } catch (error) {
    database.close()
    if ((error as { errcode?: number }).errcode === sqliteBusy) return null
    throw error
  }
}

const sqliteBusy = 5
