import { fill } from '../base/fill.ts'
import { isAppError } from '../base/error.ts'
import { readJson } from '../base/read-json.ts'
import type { GeneratorPart, JsonSchema, Message } from '../domain/model.ts'
import type { TaskModel } from '../domain/task.ts'
import type { PromptName } from './prompts.ts'
import { addNote, type Run } from './run.ts'

/**
 * What the model wrote as JSON, within the limits of the investigation; null where it cannot be asked or wrote none, with a note that says why.
 * Never fails for what is wrong with the model: the rules have a result without it. Throws only why the whole was stopped.
 */
export const askModel = async (
  run: Run,
  model: TaskModel,
  prompt: PromptName,
  values: Readonly<Record<string, string>>,
  schema: JsonSchema,
  mostTokens: number,
): Promise<unknown> => {
  const { system, user } = run.parts.prompts[prompt]
  const messages: Message[] = [
    { role: 'system', content: system },
    { role: 'user', content: fill(user, values) },
  ]
  const maxTokens = Math.min(mostTokens, model.maxTokens)
  const refused = await overLimit(run, model, messages, maxTokens)
  if (refused !== null) {
    addNote(run, refused)
    return null
  }
  const { text, fault } = await complete(run, model, messages, maxTokens, schema)
  if (fault !== null) {
    addNote(run, fault)
    return null
  }
  const { value, fault: why } = readJson(text)
  if (why !== null) addNote(run, `What the model wrote (${prompt}) is not used: ${why}.`)
  return value
}

/** Before it is asked: the worst case has room in tokens and money, and there is time. */
const overLimit = async (
  { spent, request: { limits }, signal }: Run,
  { generator }: TaskModel,
  messages: readonly Message[],
  maxTokens: number,
): Promise<string | null> => {
  if (signal.aborted) return 'The model was not asked: the time was over.'
  const text = messages.map(({ content }) => content).join('\n')
  // A byte is a token at the very most; nobody is waited for who cannot count.
  const inputTokens = await generator.countTokens(text).catch(() => Buffer.byteLength(text))
  if (spent.inputTokens + spent.outputTokens + inputTokens + maxTokens > limits.tokens)
    return `The model was not asked: the limit of ${limits.tokens} tokens was met.`
  const costUsd = generator.costOf ? generator.costOf({ inputTokens, outputTokens: maxTokens }) : 0
  if (costUsd === null) return null
  return (spent.costUsd ?? 0) + costUsd > limits.costUsd ? `The model was not asked: the limit of ${limits.costUsd} US dollars was met.` : null
}

interface Completed {
  readonly text: string
  readonly fault: string | null
}

// A token is hardly ever longer; a model that does not keep to its limit is not read for ever.
const longestToken = 12

const complete = async (
  run: Run,
  { generator, temperature }: TaskModel,
  messages: readonly Message[],
  maxTokens: number,
  schema: JsonSchema,
): Promise<Completed> => {
  const stop = new AbortController()
  const signal = AbortSignal.any([run.signal, stop.signal])
  const stream = generator.stream(messages, { maxTokens, temperature, schema }, signal)
  let text = ''
  try {
    for (;;) {
      const step = await orAborted(stream.next(), signal)
      if (step.done) return { text, fault: 'The model stopped without an end; the rules decide.' }
      const part: GeneratorPart = step.value
      if (part.type === 'finish') {
        spend(run, part)
        return { text, fault: endings[part.reason] ?? null }
      }
      text += part.text
      if (text.length > maxTokens * longestToken) {
        spend(run, { usage: { inputTokens: 0, outputTokens: maxTokens, costUsd: null } })
        return { text, fault: endings['length']! }
      }
    }
  } catch (error) {
    if (run.signal.aborted && !run.isLate()) throw error
    if (run.isLate()) return { text, fault: 'The model took longer than there was time; the rules decide.' }
    if (!isAppError(error)) throw error
    return { text, fault: `The model could not be asked, and the rules decide: ${error.message}` }
  } finally {
    stop.abort()
    // Not awaited: a model that hangs must not hang us.
    void stream.return().catch(() => {})
  }
}

const endings: Partial<Record<string, string>> = {
  refused: 'The model refused; the rules decide.',
  length: 'What the model wrote had no end and was cut; the rules decide.',
}

const spend = (
  { spent }: Run,
  { usage }: { readonly usage: { readonly inputTokens: number; readonly outputTokens: number; readonly costUsd: number | null } },
): void => {
  spent.inputTokens += usage.inputTokens
  spent.outputTokens += usage.outputTokens
  spent.costUsd = spent.costUsd === null || usage.costUsd === null ? null : spent.costUsd + usage.costUsd
}

/** Also where the model does not listen to its signal. */
const orAborted = <Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> =>
  new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason as Error)
    if (signal.aborted) onAbort()
    signal.addEventListener('abort', onAbort, { once: true })
    void work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
  })
