/** The live models of all tasks. Asked for anew now and then, so that a model which was pulled meanwhile answers without a restart. */
import { loadPrices, readPrices } from '../adapters/models/model-prices.ts'
import { extractive, type GeneratorParts } from '../adapters/models/open-generator.ts'
import type { Config } from '../config.ts'
import { tasks, type ModelFor, type Task, type TaskModel } from '../domain/task.ts'
import type { Tracer } from '../domain/trace.ts'
import { fallbackGenerator } from '../middleware/fallback-generator.ts'
import { limitedGenerator } from '../middleware/limited-generator.ts'
import { taskGenerator } from '../middleware/task-generator.ts'
import type { TaskStatus } from '../operations/app.ts'
import type { Metering } from './metering.ts'
import { readModelName } from './model-name.ts'
import { openModelPool, type PooledModel } from './model-pool.ts'
import { taskStatus } from './task-status.ts'
import { readTaskSettings, type TaskSetting } from './task-settings.ts'

export interface Answerer {
  readonly modelFor: ModelFor
  /** A task done by the model of this name instead (as in the settings); null for `extractive`. Fails with `invalid` or `unavailable`. `where` names what asked for it. */
  modelNamed(task: Task, name: string, where: string): Promise<TaskModel | null>
  current(): CurrentAnswerer
  status(): readonly TaskStatus[]
  /** Looks again, where nothing better than the documents' own sentences was there, or where a server was down. */
  refresh(): Promise<void>
  close(): Promise<void>
}

export interface CurrentAnswerer {
  /** Null: the documents' own sentences. */
  readonly id: string | null
  /** What answers questions, and of a chain who else would. */
  readonly summary: string
  /** How to get a better one, or what is wrong. */
  readonly advice: readonly string[]
  /** Whose processors write: this machine's, a server's; null where the documents' own sentences answer. */
  readonly runsOn: 'machine' | 'server' | null
}

interface LiveTask {
  readonly setting: TaskSetting
  readonly models: readonly PooledModel[]
  readonly live: TaskModel | null
}

/** Fails with `invalid` or `unavailable` when a model that the settings name cannot be had. */
export const openAnswerer = async (
  config: Config,
  parts: GeneratorParts,
  tracer: Tracer,
  metering: Pick<Metering, 'ledger' | 'tariffs'>,
): Promise<Answerer> => {
  const priceOf = await loadPrices(readPrices(config.prices))
  const settings = readTaskSettings(config)
  const pool = openModelPool({ ...parts, tracer, ledger: metering.ledger, tariffOf: await metering.tariffs() })
  const open = async (task: Task, setting: TaskSetting): Promise<LiveTask> => {
    const models = (await Promise.all(setting.models.map((it) => pool.open(it)))).filter((it) => it !== null)
    return { setting, models, live: liveModel(task, setting, models, config.budgetExhausted) }
  }
  const openAll = async (): Promise<Record<Task, LiveTask>> =>
    Object.fromEntries(await Promise.all(tasks.map(async (task) => [task, await open(task, settings[task])] as const))) as Record<Task, LiveTask>
  let live = await openAll()
  return {
    modelFor: (task) => live[task].live,
    modelNamed: async (task, name, where) => (await open(task, { ...settings[task], models: [readModelName(name, where, config)], orExtractive: false })).live,
    current: () => describe(live.answer),
    status: () => tasks.map((task) => taskStatus(task, live[task].setting, live[task].models, priceOf)),
    refresh: async () => {
      await pool.look()
      if (tasks.some((task) => live[task].live === null)) live = await openAll()
    },
    close: pool.close,
  }
}

const liveModel = (
  task: Task,
  { temperature, maxTokens, orExtractive }: TaskSetting,
  [first, ...others]: readonly PooledModel[],
  budgetExhausted: Config['budgetExhausted'],
): TaskModel | null => {
  if (!first) return null
  const chain = fallbackGenerator([first, ...others], { mayRefuse: orExtractive })
  const maxOutputTokens = Math.min(maxTokens, chain.capabilities.maxOutputTokens ?? maxTokens)
  return {
    generator: taskGenerator(limitedGenerator(chain, { maxOutputTokens }), task),
    temperature,
    maxTokens,
    orExtractive: [...(orExtractive ? (['model'] as const) : []), ...(budgetExhausted === 'extractive' ? (['budget'] as const) : [])],
  }
}

const describe = ({ live, models, setting }: LiveTask): CurrentAnswerer => {
  const opened = models.length > 0 ? models.map((it) => it.opened) : [extractive]
  return {
    id: live?.generator.id ?? null,
    runsOn: models[0] ? (models[0].opened.billedBy ? 'server' : 'machine') : null,
    summary: [...opened.map(({ summary }) => summary), ...(live && setting.orExtractive ? ["the documents' own sentences"] : [])].join('; if that fails, '),
    advice: opened.length > 1 ? opened.flatMap(({ advice, look }) => (look && advice ? [advice] : [])) : opened[0]!.advice ? [opened[0]!.advice] : [],
  }
}
