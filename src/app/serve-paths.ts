/** The folders, files and sites that a server was started with: brought in before it is ready, and kept in step afterwards. */
import type { OpenedApp } from '../app.ts'
import { AppError, isAppError } from '../base/error.ts'
import { isWebAddress, parseWebAddress } from '../base/web-address.ts'
import type { SyncProgress } from '../domain/source.ts'
import { progressLine } from '../doors/cli/progress.ts'
import { progressLines } from '../doors/cli/render.ts'
import { presentProgress } from '../operations/present.ts'
import { keepInStep } from './watch.ts'

const say = (text: string): void => void process.stderr.write(`${text}\n`)

/** Sites that were read before: asking all their pages whether they changed takes minutes, and what is stored can answer meanwhile. */
export const knownSites = async (app: OpenedApp, paths: readonly string[], collection: string): Promise<string[]> => {
  const known: string[] = []
  for (const path of paths.filter(isWebAddress)) {
    if ((await app.documents.inventory(collection, parseWebAddress(path).href)).length > 0) known.push(path)
  }
  return known
}

/** Folders together, because their names depend on each other, and each site by itself. What fails is told, and the next is brought in. */
export const bringPaths = async (app: OpenedApp, paths: readonly string[], collection: string, signal: AbortSignal, isQuiet = false): Promise<void> => {
  const folders = paths.filter((path) => !isWebAddress(path))
  for (const group of [folders, ...paths.filter(isWebAddress).map((site) => [site])]) {
    if (group.length > 0) await bringGroup(app, group, collection, signal, isQuiet)
  }
}

const bringGroup = async (app: OpenedApp, paths: readonly string[], collection: string, signal: AbortSignal, isQuiet: boolean): Promise<void> => {
  const progress = progressLine(process.stderr, collection)
  const show = (it: SyncProgress): void => {
    progress.update(present(it))
    app.setReadiness({ ready: false, message: `reading documents of ${collection}`, progress: it })
  }
  try {
    const last = await app.sync(paths, { collection }, show, signal)
    progress.end()
    if (!isQuiet || hasNews(last)) tell(collection, last)
  } catch (error) {
    progress.end()
    if (signal.aborted) throw error
    // What is stored already is served; the folder is tried again at the next start.
    if (!isAppError(error)) throw error
    say(`${collection}: ${error.message}`)
  }
}

export interface FollowOptions {
  readonly collection: string
  readonly watch: boolean
  readonly recheckMs: number
}

/** Looks at the known sites again, and with `watch` at everything that changes, until the signal. What fails is told and tried again. */
export const followPaths = async (
  app: OpenedApp,
  paths: readonly string[],
  known: readonly string[],
  options: FollowOptions,
  signal: AbortSignal,
): Promise<void> => {
  const { collection, watch, recheckMs } = options
  const sync = async (some: readonly string[]): Promise<void> => {
    try {
      const last = await app.sync(some, { collection }, undefined, signal)
      if (hasNews(last)) tell(collection, last)
    } catch (error) {
      if (signal.aborted || isAppError(error)) throw error
      // A server goes on, whatever it was.
      throw new AppError('internal', String(error), { cause: error })
    }
  }
  const onLine = (line: string): void => say(`${collection}: ${line}`)
  if (watch && paths.length > 0) {
    // Once more for folders: something may have changed between the first look and the watching.
    const first = [...paths.filter((path) => !isWebAddress(path)), ...known]
    await keepInStep({ paths, first, recheckMs, sync, onLine, isForgiving: true }, signal)
  } else for (const site of known) await sync([site]).catch((error: unknown) => !signal.aborted && onLine((error as AppError).message))
}

const present = (progress: SyncProgress) => presentProgress({ ...progress, pendingEmbeddings: 0 })

const hasNews = ({ added, changed, removed, failed }: SyncProgress): boolean => added + changed + removed + failed.length > 0

const tell = (collection: string, last: SyncProgress): void => say(`${collection}: ${progressLines(present(last)).trimEnd()}`)
