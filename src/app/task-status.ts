import type { PriceOf } from '../adapters/models/model-prices.ts'
import type { Task } from '../domain/task.ts'
import { liveLink, type Chain } from '../middleware/fallback-generator.ts'
import type { ModelStatus, TaskStatus } from '../operations/app.ts'
import type { PooledModel } from './model-pool.ts'
import type { TaskSetting } from './task-settings.ts'

/** Who does a task now, who stands behind, and what is asked of them that they cannot do. */
export const taskStatus = (task: Task, { temperature, maxTokens }: TaskSetting, models: readonly PooledModel[], priceOf: PriceOf): TaskStatus => ({
  task,
  live: models.length > 0 ? liveLink(models as unknown as Chain).generator.id : null,
  temperature,
  maxTokens,
  models: models.map((model) => modelStatus(model, priceOf)),
  notes: models.flatMap((model) => notesOn(task, model, maxTokens)),
})

const modelStatus = ({ generator, opened, breaker }: PooledModel, priceOf: PriceOf): ModelStatus => ({
  id: generator.id,
  contextTokens: generator.contextTokens,
  maxOutputTokens: generator.capabilities.maxOutputTokens,
  structured: generator.capabilities.structured,
  tools: generator.capabilities.tools,
  price: opened.billedBy ? priceOf({ model: generator.id, ...opened.billedBy }) : { input: 0, output: 0 },
  state: breaker.state,
  lastFailure: breaker.lastFailure,
})

// A question, the instructions and a few hundred tokens of sources: with less room than this nothing worth reading fits beside the answer.
const leastPromptTokens = 900

const notesOn = (task: Task, { generator }: PooledModel, maxTokens: number): string[] => {
  const { id, contextTokens, capabilities } = generator
  const limit = `ANSWERABLE_${task.toUpperCase()}_MAX_TOKENS`
  const asked = task === 'answer' ? Math.min(maxTokens, usualAnswerTokens) : maxTokens
  const { maxOutputTokens, structured } = capabilities
  return [
    maxOutputTokens !== null && maxTokens > maxOutputTokens && `${task}: ${id} writes ${maxOutputTokens} tokens at most, ${limit} is ${maxTokens}.`,
    contextTokens < asked + leastPromptTokens &&
      `${task}: the window of ${id} (${contextTokens} tokens) leaves no room beside ${asked} tokens of answer. Lower ${limit}.`,
    task === 'extract' && structured === 'prompt' && `${task}: ${id} is merely told the schema, nothing holds it to it.`,
  ].filter((note) => note !== false)
}

/** One line for each model that failed again and again, however many tasks it has. */
export const passedOver = (tasks: readonly TaskStatus[]): string[] => {
  const open = tasks.flatMap(({ models }) => models).filter(({ state }) => state !== 'closed')
  return [...new Map(open.map((model) => [model.id, model])).values()].map(
    ({ id, lastFailure }) => `${id} failed again and again and is passed over for now. ${lastFailure ?? ''}`,
  )
}

/** What `max_tokens` of a question is when nothing is said. */
const usualAnswerTokens = 512
