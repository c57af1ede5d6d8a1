import type { GeneratorSetting } from '../adapters/models/open-generator.ts'
import { AppError } from '../base/error.ts'
import type { Config } from '../config.ts'
import { tasks, type Task, type TaskProfile } from '../domain/task.ts'
import { readModelName } from './model-name.ts'

export interface TaskSetting extends TaskProfile {
  /** In the order in which they are tried; never empty. */
  readonly models: readonly GeneratorSetting[]
  /** The documents' own sentences answer where no model does. */
  readonly orExtractive: boolean
}

/** What the settings say of each task. Fails with `invalid` and a sentence that names the setting. */
export const readTaskSettings = (config: Config): Readonly<Record<Task, TaskSetting>> =>
  Object.fromEntries(tasks.map((task) => [task, readTaskSetting(task, config)])) as Record<Task, TaskSetting>

const readTaskSetting = (task: Task, config: Config): TaskSetting => {
  const [names, setting] = namesOf(task, config)
  const last = names.length - 1
  if (last > 0 && names.includes('auto'))
    throw new AppError('invalid', `${setting} names "auto" among other models. It stands alone; name the models themselves.`)
  if (names.slice(0, last).includes('extractive'))
    throw new AppError('invalid', `${setting} names "extractive" before other models, which would never be asked. Put it last.`)
  return {
    models: names.map((name) => readModelName(name, setting, config)),
    orExtractive: task === 'answer' && (names[0] === 'auto' || (last > 0 && names[last] === 'extractive')),
    temperature: config[`${task}Temperature`],
    maxTokens: config[`${task}MaxTokens`],
  }
}

/** With the name of the setting they come from. */
const namesOf = (task: Task, config: Config): [names: readonly string[], setting: string] => {
  const own = config[`${task}Models`]
  if (own?.length) return [own, `ANSWERABLE_${task.toUpperCase()}_MODELS`]
  if (task !== 'answer') return namesOf('answer', config)
  return [splitList(config.generator), 'ANSWERABLE_GENERATOR']
}

const splitList = (text: string): string[] =>
  text
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean)
