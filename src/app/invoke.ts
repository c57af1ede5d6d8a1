/** Runs an operation where the data is: in the process that owns the folder, else here, with the folder taken for as long as it lasts. */
import { openDataFolder } from '../adapters/postgres/data-folder.ts'
import { readOwner } from '../adapters/postgres/owner.ts'
import { isAppError } from '../base/error.ts'
import { sleep } from '../base/async.ts'
import { readConfig, type Config } from '../config.ts'
import type { Invocation } from '../doors/cli/arguments.ts'
import type { Invoke } from '../doors/cli/cli.ts'
import { callOwner } from '../doors/cli/remote.ts'
import { findOperation } from '../operations/index.ts'
import { perform, type Context } from '../operations/operation.ts'
import { cutTokens } from './cut-tokens.ts'
import { openDatabaseDesk } from './database-desk.ts'
import { openImportDesk } from './evaluation/import-desk.ts'
import { logsWith } from './logs/open-logs.ts'
import { summarisingElsewhere } from './logs/summarise-elsewhere.ts'
import { openModelShelf } from './model-shelf.ts'
import { openModels } from './open-models.ts'
import { waitForTurn } from './wait-for-turn.ts'
import { openCommandJudge } from '../guard/command/open-command-judge.ts'
import type { App } from '../operations/app.ts'

export const invokeWhereTheDataIs: Invoke = async (invocation, context) => {
  const { data, databaseUrl } = invocation.options
  const config = readConfig({ dataDir: data, databaseUrl })
  if (opensDatabases(invocation)) return perform(withDatabasesOnly(config), invocation.operation, invocation.input, context)
  if (invocation.operation.name === 'logs') return perform(withLogsOnly(config, invocation.options), invocation.operation, invocation.input, context)
  if (needsNoData(invocation)) return perform(withModelsOnly(config), invocation.operation, invocation.input, context)
  if (config.databaseUrl) return here(config, invocation, context)
  return waitForTurn({
    take: () => withFolder(config, () => here(config, invocation, context)),
    ask: () => askOwner(config, invocation, context),
    now: Date.now,
    sleep: (ms) => sleep(ms, context.signal),
    tell: (text) => context.onEvent?.({ type: 'line', data: { line: text } }),
  })
}

const needsNoData = ({ operation }: Invocation): boolean => ['listModels', 'pullModel', 'tokens', 'importSuite', 'judgeCommand'].includes(operation.name)

/** Whole databases, each opened for the copy alone. */
const opensDatabases = ({ operation }: Invocation): boolean => ['moveDatabase', 'restoreDatabase'].includes(operation.name)

const withDatabasesOnly = (config: Config): App => ({ databases: openDatabaseDesk(config, null) }) as App

const withModelsOnly = (config: Config): App => {
  const models = openModels(config)
  return {
    models: openModelShelf(models),
    cutTokens: cutTokens(config, models),
    commandJudge: openCommandJudge,
    evaluation: { imports: openImportDesk() },
  } as App
}

/** Reads without data; a model that is to summarise is asked where ledger and traces are. */
const withLogsOnly = (config: Config, options: Invocation['options']): App => {
  const summarise = summarisingElsewhere((input, context) => invokeWhereTheDataIs({ operation: findOperation('summariseReport')!, input, options }, context))
  return { logs: logsWith(config, summarise) } as App
}

const here = async (config: Config, { operation, input }: Invocation, context: Context): Promise<unknown> => {
  const line = (text: string): void => context.onEvent?.({ type: 'line', data: { line: text } })
  const [{ openApp }, { noteIn, openLog }] = await Promise.all([import('../app.ts'), import('./logging.ts')])
  const app = await openApp({ config, onLine: (text) => line(`Embedder: ${text}`), log: (message) => line(message), note: noteIn(openLog(config)) })
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
