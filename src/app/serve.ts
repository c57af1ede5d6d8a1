/** Serves until it is told to stop: data folder, app, doors, then the documents that were named. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { openDataFolder, type DataFolder } from '../adapters/postgres/data-folder.ts'
import { installDir } from '../adapters/postgres/check-outside.ts'
import { logFailures, noteIn, openLog } from './logging.ts'
import { sleep, untilAborted } from '../base/async.ts'
import { AppError } from '../base/error.ts'
import { isWebAddress, refuseForeignAddress } from '../base/web-address.ts'
import { openApp, uploadDirOf, version, type OpenedApp } from '../app.ts'
import type { Config } from '../config.ts'
import { statusLines } from '../doors/cli/render.ts'
import { assertPortIsFree, openHttpDoor, type HttpDoor } from '../doors/http/server.ts'
import { isLoopbackHost } from '../doors/http/this-machine.ts'
import { perform } from '../operations/operation.ts'
import { status } from '../operations/status.ts'
import { bringPaths, followPaths, knownSites } from './serve-paths.ts'

export interface ServeOptions {
  readonly paths: readonly string[]
  readonly collection: string
  readonly config: Config
}

export const handbookCollection = 'handbook'

const say = (text: string): void => void process.stderr.write(`${text}\n`)

export const serve = async ({ paths, collection, config }: ServeOptions, signal: AbortSignal): Promise<void> => {
  paths.forEach(refuseForeignAddress)
  for (const path of paths)
    if (!isWebAddress(path) && !existsSync(path)) throw new AppError('not_found', `There is no folder or file "${path}". Check the path.`)
  const folder = config.databaseUrl ? null : await openDataFolder(config.dataDir, { url: addressOf(config) })
  let app: OpenedApp | null = null
  let door: HttpDoor | null = null
  try {
    // Before a database is made for nothing.
    await assertPortIsFree(config)
    const log = openLog(config)
    app = await openApp({ config, onLine: (line) => say(`Embedder   ${line}`), log: logFailures(log), note: noteIn(log) })
    await assertMayOpen(app, config)
    app.setReadiness({ ready: false, message: 'starting', progress: null })
    door = await openHttpDoor(app, { version, ...config, log, pageDir: join(installDir, 'web/dist'), uploadDir: uploadDirOf(config) })
    stopTakingWork(app, signal)
    await announce(folder, door)
    say(`Answerable ${version} at ${door.url}`)
    app.judgeLiveAnswers()
    await bringIn(app, { paths, collection, config }, door.url, signal)
    await untilAborted(signal)
  } catch (error) {
    if (!signal.aborted) throw error
  } finally {
    if (app && door) await finishWork(app, door, config.stopSeconds)
    await door?.close()
    await app?.close()
    await folder?.close()
  }
}

const stopping = new AppError('unavailable', 'The server is stopping. Ask again in a few seconds: another one, or this one again, will answer.', {
  details: { retryAfterMs: 5_000 },
})

/** At the signal, whatever is under way: nothing new is begun, and whoever balances load is told. */
const stopTakingWork = (app: OpenedApp, signal: AbortSignal): void => {
  const stop = (): void => {
    app.admission.close(stopping)
    void app.handOver()
  }
  if (signal.aborted) stop()
  else signal.addEventListener('abort', stop, { once: true })
}

/** Who was let in is answered, or told. */
const finishWork = async (app: OpenedApp, door: HttpDoor, stopSeconds: number): Promise<void> => {
  app.admission.close(stopping)
  await Promise.all([door.drain(stopSeconds * 1000, stopping), app.handOver()])
}

/** Whoever can reach the port could ask: not without a key. */
const assertMayOpen = async (app: OpenedApp, { host, dataDir, databaseUrl }: Config): Promise<void> => {
  if (isLoopbackHost(host) || (await app.gate.hasKey())) return
  const where = databaseUrl ? '' : ` --data ${dataDir}`
  throw new AppError(
    'unauthorised',
    `Other machines reach ${host}, and there is no key yet that they could be asked for. Make one first: answerable keys create --name NAME --scope admin${where}`,
  )
}

const addressOf = ({ host, port }: Config): string => `http://${host}:${port}`

const announce = async (folder: DataFolder | null, door: HttpDoor): Promise<void> => {
  if (!folder) return
  await folder.setUrl(door.url)
  await door.listenLocally(folder.socketPath)
}

const bringIn = async (app: OpenedApp, { paths, collection, config }: ServeOptions, url: string, signal: AbortSignal): Promise<void> => {
  // Chunks are cut by the model's own tokens where it is there: a moment's wait gives better chunks than an estimate.
  app.setReadiness({ ready: false, message: 'loading the embedding model', progress: null })
  await Promise.race([app.tokenizerSettled, untilAborted(signal), sleep(waitForModelMs, signal).catch(() => {})])
  if (signal.aborted) return
  app.setReadiness({ ready: false, message: 'reading documents', progress: null })
  const warming = Promise.all([collection, handbookCollection].map((name) => app.warm(name)))
  const known = await knownSites(app, paths, collection)
  await bringPaths(
    app,
    paths.filter((path) => !known.includes(path)),
    collection,
    signal,
  )
  if (config.handbook) await bringPaths(app, [join(installDir, 'docs')], handbookCollection, signal, true)
  await warming
  app.setReadiness({ ready: true, message: 'ready', progress: null })
  await Promise.race([app.embedderSettled, untilAborted(signal)])
  if (signal.aborted) return
  for (const line of await app.followEmbedderSetting()) say(`Embedder   ${line}`)
  say(statusLines((await perform(app, status, {})) as Parameters<typeof statusLines>[0]).trimEnd())
  say(`Ready: open ${url}`)
  const behind = { collection, watch: config.watch, recheckMs: config.recheckSeconds * 1000 }
  await followPaths(app, paths, known, behind, signal)
}

const waitForModelMs = 45_000
