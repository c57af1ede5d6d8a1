import { sumUsd } from '../base/money.ts'
import type { GeneratorPart, JsonSchema, Message, Usage } from '../domain/model.ts'
import type { TaskModel } from '../domain/task.ts'
import { tookTooLong, within } from './deadline.ts'
import type { AnswerParts } from './parts.ts'

/** What all the work for one question shares: its time-outs, when it began, and what stops it. */
export interface Run {
  readonly parts: Pick<AnswerParts, 'limits' | 'clock'>
  readonly started: number
  readonly signal: AbortSignal
}

/** One call of a model. */
export interface Call {
  readonly messages: readonly Message[]
  readonly maxTokens: number
  readonly schema?: JsonSchema | undefined
}

/** The stream, with a time-out for its first word, for each pause and for the whole; ends the server's work when one has passed. */
export async function* streamInTime(
  { parts, started, signal: outer }: Run,
  { generator, temperature }: TaskModel,
  call: Call,
): AsyncGenerator<GeneratorPart, void> {
  const { firstTokenTimeoutMs, idleTimeoutMs, totalTimeoutMs } = parts.limits
  const limits = { firstToken: firstTokenTimeoutMs, idle: idleTimeoutMs, total: totalTimeoutMs }
  const { messages, maxTokens, schema } = call
  const stop = new AbortController()
  const signal = AbortSignal.any([outer, stop.signal])
  const stream = generator.stream(messages, { maxTokens, temperature, ...(schema && { schema }) }, signal)
  let timeoutMs = firstTokenTimeoutMs
  let hasBegun = false
  let isDone = false
  try {
    for (;;) {
      const left = totalTimeoutMs - (parts.clock() - started)
      const [waitMs, phase] = left < timeoutMs ? [left, 'total' as const] : [timeoutMs, hasBegun ? ('idle' as const) : ('firstToken' as const)]
      const step = await within(
        stream.next(),
        waitMs,
        () => tookTooLong(phases[phase](generator.id), limits[phase]),
        outer,
        (reason) => stop.abort(reason),
      )
      if (step.done) break
      timeoutMs = idleTimeoutMs
      hasBegun = true
      yield step.value
    }
    isDone = true
  } finally {
    if (!isDone) stop.abort()
    // Not awaited: a server that hangs must not hang us.
    void stream.return().catch(() => {})
  }
}

/** What took too long, for the sentence of the failure. */
const phases = {
  firstToken: (model: string): string => `Waiting for the first word of ${model}`,
  idle: (model: string): string => `A pause of ${model} in the middle of its answer`,
  total: (model: string): string => `The whole question, with ${model} still at work,`,
}

export type Finish = Extract<GeneratorPart, { type: 'finish' }>

/** The whole text of one call, for work that shows nothing before it is checked. */
export const completeInTime = async (run: Run, model: TaskModel, call: Call): Promise<{ text: string; finish: Finish }> => {
  let text = ''
  let finish: Finish | null = null
  for await (const part of streamInTime(run, model, call)) {
    if (part.type === 'finish') finish = part
    else text += part.text
  }
  return { text, finish: finish! }
}

export const noUsage: Usage = { inputTokens: 0, outputTokens: 0, reported: true, costUsd: 0 }

/** What several calls cost together: unknown as soon as one of them is. */
export const addUsage = (one: Usage, other: Usage): Usage => ({
  inputTokens: one.inputTokens + other.inputTokens,
  outputTokens: one.outputTokens + other.outputTokens,
  reported: one.reported && other.reported,
  ...addTold(one, other),
  costUsd: sumUsd([one.costUsd, other.costUsd]),
})

const maybeTold = ['cacheReadTokens', 'cacheWriteTokens', 'reasoningTokens'] as const

/** What only one of them tells stands for both; what neither does stays untold. */
const addTold = (one: Usage, other: Usage): Partial<Usage> =>
  Object.fromEntries(maybeTold.filter((kind) => (one[kind] ?? other[kind] ?? null) !== null).map((kind) => [kind, (one[kind] ?? 0) + (other[kind] ?? 0)]))
