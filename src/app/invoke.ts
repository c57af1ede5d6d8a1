/** Runs an operation where the data is: in the process that owns the folder, else here, with the folder taken for as long as it lasts. */
import { openDataFolder } from '../adapters/postgres/data-folder.ts'
import { readOwner } from '../adapters/postgres/owner.ts'
import { isAppError } from '../base/error.ts'
import { sleep } from '../base/async.ts'
import { readConfig, type Config } from '../config.ts'
import type { Invocation } from '../doors/cli/arguments.ts'
import type { Invoke } from '../doors/cli/cli.ts'
import { callOwner } from '../doors/cli/remote.ts'
import { perform, type Context } from '../operations/operation.ts'
import { cutTokens } from './cut-tokens.ts'
import { openImportDesk } from './evaluation/import-desk.ts'
import { openModelShelf } from './model-shelf.ts'
import { openModels } from './open-models.ts'
import type { App } from '../operations/app.ts'

/** Another command may hold the folder for a moment; a server answers at once. */
const waitForCommandMs = 15_000

export const invokeWhereTheDataIs: Invoke = async (invocation, context) => {
  const { data, databaseUrl } = invocation.options
  const config = readConfig({ dataDir: data, databaseUrl })
  if (needsNoData(invocation)) return perform(withModelsOnly(config), invocation.operation, invocation.input, context)
  if (config.databaseUrl) return here(config, invocation, context)
  const until = Date.now() + waitForCommandMs
  for (;;) {
    try {
      return await withFolder(config, () => here(config, invocation, context))
    } catch (error) {
      if (!isHeldByAnother(error)) throw error
      const answer = await askOwner(config, invocation, context)
      if (answer) return answer.output
      if (Date.now() > until) throw error
      await sleep(200, context.signal)
    }
  }
}

const needsNoData = ({ operation }: Invocation): boolean => ['listModels', 'pullModel', 'tokens', 'importSuite'].includes(operation.name)

const withModelsOnly = (config: Config): App => {
  const models = openModels(config)
  return { models: openModelShelf(models), cutTokens: cutTokens(config, models), evaluation: { imports: openImportDesk() } } as App
}

const here = async (config: Config, { operation, input }: Invocation, context: Context): Promise<unknown> => {
  const line = (text: string): void => context.onEvent?.({ type: 'line', data: { line: text } })
  const { openApp } = await import('../app.ts')
  const app = await openApp({ config, onLine: (text) => line(`Embedder: ${text}`), log: (message) => line(message) })
  try {
    // One command, one chance: with the model it searches by meaning too.
    await app.embedderSettled
    return await perform(app, operation, input, context)
  } finally {
    await app.close()
  }
}

const withFolder = async <Result>(config: Config, work: () => Promise<Result>): Promise<Result> => {
  const folder = await openDataFolder(config.dataDir, { url: 'a command that will end soon' })
  try {
    return await work()
  } finally {
    await folder.close()
  }
}

/** Null when the owner does not listen: it is another command, or it is just starting or stopping. */
const askOwner = async (config: Config, { operation, input }: Invocation, context: Context): Promise<{ output: unknown } | null> => {
  const owner = await readOwner(config.dataDir)
  if (!owner) return null
  try {
    return { output: await callOwner(owner.socketPath, operation.name, input, context) }
  } catch (error) {
    if (isAppError(error) && error.details['notListening'] === true) return null
    throw error
  }
}

const isHeldByAnother = (error: unknown): boolean => isAppError(error) && error.code === 'conflict' && 'pid' in error.details
