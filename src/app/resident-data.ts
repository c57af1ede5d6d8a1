/** The data for a program that stays without being the server: asked of whoever holds it, and held where nobody does, so that others may ask here. */
import { openDataFolder } from '../adapters/postgres/data-folder.ts'
import { readOwner } from '../adapters/postgres/owner.ts'
import type { OpenedApp } from '../app.ts'
import { sleep } from '../base/async.ts'
import { isAppError } from '../base/error.ts'
import type { Config } from '../config.ts'
import { callOwner } from '../doors/cli/remote.ts'
import { perform, type Context, type Operation } from '../operations/operation.ts'
import { openLog } from './logging.ts'
import { version } from './version.ts'

export interface ResidentData {
  /** Opens the data with the first call that finds nobody who holds it. */
  invoke(it: Operation, input: unknown, context: Context): Promise<unknown>
  close(): Promise<void>
}

interface Held {
  readonly app: OpenedApp
  close(): Promise<void>
}

/** Another command may hold the folder for a moment; a server answers at once. */
const waitForCommandMs = 15_000
/** With the embedding model the first question is searched by meaning too; a client that waits for a download would give up. */
const waitForEmbedderMs = 20_000

export const openResidentData = (config: Config, say: (line: string) => void): ResidentData => {
  let held: Promise<Held> | null = null
  const hold = (): Promise<Held> => {
    held ??= (config.databaseUrl ? openData(config, say).then((app) => ({ app, close: () => app.close() })) : openFolder(config, say)).catch(
      (error: unknown) => {
        held = null
        throw error
      },
    )
    return held
  }

  const invoke: ResidentData['invoke'] = async (it, input, context) => {
    const until = Date.now() + waitForCommandMs
    for (;;) {
      const answer = held ? null : await askOwner(config, it, input, context)
      if (answer) return answer.output
      try {
        return await perform((await hold()).app, it, input, context)
      } catch (error) {
        if (!isHeldByAnother(error) || Date.now() > until) throw error
        await sleep(200, context.signal)
      }
    }
  }
  return { invoke, close: async () => (await held?.catch(() => null))?.close() }
}

const openFolder = async (config: Config, say: (line: string) => void): Promise<Held> => {
  const folder = await openDataFolder(config.dataDir, { url: '"answerable mcp"' })
  let app: OpenedApp | null = null
  try {
    app = await openData(config, say)
    const door = await listen(app, config, folder.socketPath)
    return { app, close: () => closeInOrder(door, app!, folder) }
  } catch (error) {
    await closeInOrder(...(app ? [app] : []), folder)
    throw error
  }
}

const listen = async (app: OpenedApp, config: Config, socketPath: string): Promise<{ close(): Promise<void> }> => {
  const [{ uploadDirOf }, { openLocalDoor }] = await Promise.all([import('../app.ts'), import('../doors/http/server.ts')])
  return openLocalDoor(app, { version, ...config, log: openLog(config), pageDir: '', uploadDir: uploadDirOf(config) }, socketPath)
}

const closeInOrder = async (...opened: readonly { close(): Promise<void> }[]): Promise<void> => {
  for (const it of opened) await it.close()
}

const openData = async (config: Config, say: (line: string) => void): Promise<OpenedApp> => {
  // Loaded here: where a server holds the data, database and models are nothing that a client waits for.
  const { openApp } = await import('../app.ts')
  const log = (message: string, error: unknown): void => say(`${message} ${error instanceof Error ? error.message : String(error)}`)
  const app = await openApp({ config, onLine: (line) => say(`Embedder: ${line}`), log })
  const waited = new AbortController()
  await Promise.race([app.embedderSettled, sleep(waitForEmbedderMs, waited.signal).catch(() => {})])
  waited.abort()
  return app
}

/** Null when nobody listens: nobody holds the data, or whoever does is just starting or stopping. */
const askOwner = async ({ databaseUrl, dataDir }: Config, it: Operation, input: unknown, context: Context): Promise<{ output: unknown } | null> => {
  const owner = databaseUrl ? null : await readOwner(dataDir)
  if (!owner) return null
  try {
    return { output: await callOwner(owner.socketPath, it.name, input, context) }
  } catch (error) {
    if (isAppError(error) && error.details['notListening'] === true) return null
    throw error
  }
}

const isHeldByAnother = (error: unknown): boolean => isAppError(error) && error.code === 'conflict' && 'pid' in error.details
