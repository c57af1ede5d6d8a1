import { watch, type FSWatcher } from 'chokidar'
import { existsSync } from 'node:fs'
import { basename } from 'node:path'
import { ignoreFiles } from './ignore-rules.ts'

export interface FolderWatch {
  /** Resolves when something below one of the paths has changed since it was asked last, and nothing more has for a moment. */
  changed(signal: AbortSignal): Promise<void>
  /** Told that a path was not there: once all are, they are watched anew, and that counts as a change. What came and went fast may have ended its watch. */
  wasGone(): void
  close(): Promise<void>
}

export interface WatchOptions {
  /** Told once when the system watches no more folders and they are looked at instead. */
  readonly onLine: (line: string) => void
  /** A burst of changes is over when this long nothing has changed: an editor's save, a checkout of a thousand files. */
  readonly quietMs?: number
  /** A file that is written to all the time must not keep the others waiting. */
  readonly longestMs?: number
}

const pollEveryMs = 2000
/** How soon a folder that was gone is seen to be back. */
const awaitedEveryMs = 1000

/** Watches folders and files for changes of what a walk would list. Ready when it resolves: no change from now on is missed. */
export const watchFolders = async (paths: readonly string[], { onLine, quietMs = 300, longestMs = 5000 }: WatchOptions): Promise<FolderWatch> => {
  const burst = burstOf(quietMs, longestMs)
  let watcher = await startWatcher(paths, 'auto', burst.note).catch(async (error: unknown) => {
    if (!isOutOfWatches(error)) throw error
    onLine(outOfWatches)
    return startWatcher(paths, 'polling', burst.note)
  })
  let isPolling = watcher.options.backend === 'polling'
  let switching: Promise<void> = Promise.resolve()

  const renew = (): void => {
    switching = switching.then(async () => {
      const before = watcher
      watcher = await startWatcher(paths, isPolling ? 'polling' : 'auto', burst.note)
      watcher.on('error', fallBack)
      burst.note()
      await before.close()
    })
    // Where even that fails, the watch that was goes on.
    switching = switching.catch(fallBack)
  }
  /** Folders that are made later may be the ones too many. */
  const fallBack = (error: unknown): void => {
    if (isPolling || !isOutOfWatches(error)) return
    isPolling = true
    onLine(outOfWatches)
    renew()
  }
  watcher.on('error', fallBack)
  let awaiting: NodeJS.Timeout | undefined
  return {
    changed: burst.over,
    wasGone: () => {
      clearInterval(awaiting)
      awaiting = setInterval(() => {
        if (!paths.every((path) => existsSync(path))) return
        clearInterval(awaiting)
        renew()
      }, awaitedEveryMs)
    },
    close: async () => {
      clearInterval(awaiting)
      await switching
      await watcher.close()
    },
  }
}

const startWatcher = async (paths: readonly string[], backend: 'auto' | 'polling', onChange: () => void): Promise<FSWatcher> => {
  const watcher = watch([...paths], {
    backend,
    ignoreInitial: true,
    // A link's target inside the folder is watched by its own name; what lies outside is not read.
    followSymlinks: false,
    ignorePermissionErrors: true,
    pollingInterval: pollEveryMs,
    ignored: (path) => !paths.includes(path) && isLeftOut(basename(path)),
  })
  try {
    // One folder that cannot be read does not keep the others from being watched: the sync tells of it.
    await new Promise<void>((resolve, reject) => watcher.once('ready', resolve).on('error', (error) => isOutOfWatches(error) && reject(error as Error)))
  } catch (error) {
    await watcher.close()
    throw error
  }
  return watcher.on('all', onChange)
}

/** As the walk leaves them out; of hidden files only the ignore rules have a say. */
const isLeftOut = (name: string): boolean => (name.startsWith('.') && !ignoreFiles.includes(name)) || name === 'node_modules'

const isOutOfWatches = (error: unknown): boolean => ['ENOSPC', 'EMFILE'].includes((error as { code?: string } | null)?.code ?? '')

const outOfWatches = `The system watches no more folders (on Linux, fs.inotify.max_user_watches is used up): they are looked at every ${pollEveryMs / 1000} s instead.`

/** Many changes, one answer. */
const burstOf = (quietMs: number, longestMs: number) => {
  let firstAt: number | null = null
  let timer: NodeJS.Timeout | undefined
  let isOver = false
  let waiting: (() => void) | null = null

  const end = (): void => {
    firstAt = null
    isOver = true
    waiting?.()
  }
  return {
    note: (): void => {
      const now = performance.now()
      firstAt ??= now
      clearTimeout(timer)
      timer = setTimeout(end, Math.max(0, Math.min(quietMs, firstAt + longestMs - now)))
    },
    over: (signal: AbortSignal): Promise<void> =>
      new Promise((resolve, reject) => {
        const settle = (): void => {
          isOver = false
          waiting = null
          signal.removeEventListener('abort', stop)
          resolve()
        }
        const stop = (): void => {
          waiting = null
          reject(signal.reason)
        }
        if (signal.aborted) return stop()
        if (isOver) return settle()
        waiting = settle
        signal.addEventListener('abort', stop, { once: true })
      }),
  }
}
