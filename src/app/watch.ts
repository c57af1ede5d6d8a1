/** Keeps documents in step with folders and sites: one sync after each burst of changes, sites at an interval. */
import { resolve } from 'node:path'
import { watchFolders, type FolderWatch } from '../adapters/sources/watch-folders.ts'
import { sleep } from '../base/async.ts'
import { isAppError } from '../base/error.ts'
import { isWebAddress } from '../base/web-address.ts'
import { readConfig } from '../config.ts'
import type { Watch } from '../doors/cli/cli.ts'

export interface WatchTask {
  readonly paths: readonly string[]
  /** What is brought in at once; all of them when not given. */
  readonly first?: readonly string[]
  /** Of sites; folders are looked at when they change. */
  readonly recheckMs: number
  /** Brings these of the paths in; one call at a time. */
  readonly sync: (paths: readonly string[]) => Promise<unknown>
  readonly onLine: (line: string) => void
  /** The first sync too is told and tried again when it fails, as the later ones are. */
  readonly isForgiving?: boolean
}

/** Syncs all once, then whenever something changes, until the signal. Fails when the first sync does, unless forgiving; later ones are told and tried again. */
export const keepInStep = async ({ paths, first = paths, recheckMs, sync, onLine, isForgiving = false }: WatchTask, signal: AbortSignal): Promise<void> => {
  const sites = paths.filter(isWebAddress)
  const folders = paths.filter((path) => !isWebAddress(path)).map((path) => resolve(path))
  let queue: Promise<unknown> = Promise.resolve()
  /** A folder and a site may be due at the same time. */
  const inTurn = (some: readonly string[]): Promise<unknown> => {
    const mine = queue.then(() => (signal.aborted ? undefined : sync(some)))
    queue = mine.catch(() => {})
    return mine
  }
  // It watches before the first look, so that no change falls between the two.
  const watch = folders.length > 0 ? await watchFolders(folders, { onLine }) : null
  try {
    const again = async (some: readonly string[]): Promise<void> => {
      await inTurn(some).catch((error: unknown) => {
        if (signal.aborted) return
        if (!isAppError(error)) throw error
        onLine(error.message)
        if (error.code === 'not_found' && !some.every(isWebAddress)) watch?.wasGone()
      })
    }
    if (first.length > 0) await (isForgiving ? again(first) : inTurn(first))
    await Promise.all([watch && onEachChange(watch, () => again(folders), signal), sites.length > 0 && atIntervals(recheckMs, () => again(sites), signal)])
  } catch (error) {
    if (!signal.aborted) throw error
  } finally {
    await watch?.close()
  }
}

const onEachChange = async (watch: FolderWatch, work: () => Promise<void>, signal: AbortSignal): Promise<void> => {
  while (!signal.aborted) {
    await watch.changed(signal)
    await work()
  }
}

const atIntervals = async (everyMs: number, work: () => Promise<void>, signal: AbortSignal): Promise<void> => {
  while (!signal.aborted) {
    await sleep(everyMs, signal)
    await work()
  }
}

/** Of a command: the data folder is taken for each sync only, so that others can ask meanwhile. */
export const watchPaths: Watch = ({ input, options }, work, signal) => {
  const { recheckSeconds } = readConfig({ dataDir: options.data, databaseUrl: options.databaseUrl, recheckSeconds: options.recheckSeconds })
  const onLine = (line: string): void => void process.stderr.write(`${line}\n`)
  onLine('Watching; Ctrl-C ends it.')
  return keepInStep({ paths: input['paths'] as string[], recheckMs: recheckSeconds * 1000, sync: work, onLine }, signal)
}
