import { isAppError } from '../../base/error.ts'
import { throwIfAborted } from '../../base/async.ts'
import { readJson } from '../../base/read-json.ts'
import type { Judgement } from '../../domain/judgement.ts'
import type { GeneratorPart, Message } from '../../domain/model.ts'
import type { TaskModel } from '../../domain/task.ts'
import { mostReasoning, verdictSchema } from './judge-prompt.ts'

export interface JudgeModel {
  readonly model: TaskModel
  /** For one judgement, the second try included. */
  readonly timeoutMs: number
  /** Milliseconds that only grow. */
  readonly clock: () => number
}

/** What one question to the model came to; `verdict` null exactly when `failure` tells why. */
export type Said<Verdict extends string> = Pick<Judgement, 'explanation' | 'failure' | 'inputTokens' | 'outputTokens' | 'costUsd' | 'ms'> & {
  readonly verdict: Verdict | null
}

/** One try, and one more in which the model is told what was wrong. Throws only `signal.reason`, and what is no failure of the model. */
export const askJudge = async <Verdict extends string>(
  { model, timeoutMs, clock }: JudgeModel,
  messages: readonly Message[],
  verdicts: readonly Verdict[],
  signal: AbortSignal | undefined,
): Promise<Said<Verdict>> => {
  const started = clock()
  const bill = { inputTokens: 0, outputTokens: 0, costUsd: 0 as number | null }
  const said = (verdict: Verdict | null, explanation: string, failure: string | null): Said<Verdict> => ({
    verdict,
    explanation,
    failure,
    ...bill,
    ms: clock() - started,
  })
  let asked = messages
  for (let tries = 1; ; tries++) {
    const call = await complete(model, asked, verdicts, timeoutMs - (clock() - started), signal)
    bill.inputTokens += call.usage.inputTokens
    bill.outputTokens += call.usage.outputTokens
    bill.costUsd = bill.costUsd === null || call.usage.costUsd === null ? null : bill.costUsd + call.usage.costUsd
    if (call.failure !== null) return said(null, '', call.failure)
    const { verdict, reasoning, fault } = readVerdict(call.text, verdicts)
    if (verdict !== null) return said(verdict, reasoning, null)
    if (tries === 2) return said(null, '', `The judge gave no verdict, nor when it was told what was wrong: ${fault}.`)
    asked = [
      ...messages,
      { role: 'assistant', content: call.text },
      { role: 'user', content: `That is not what was asked for: ${fault}. Reply with the JSON object alone, with "reasoning" and "verdict".` },
    ]
  }
}

const readVerdict = <Verdict extends string>(text: string, verdicts: readonly Verdict[]): { verdict: Verdict | null; reasoning: string; fault: string } => {
  const { value, fault } = readJson(text)
  if (fault !== null) return { verdict: null, reasoning: '', fault }
  const { verdict, reasoning } = (value ?? {}) as { verdict?: unknown; reasoning?: unknown }
  const known = verdicts.find((it) => it === verdict) ?? null
  return { verdict: known, reasoning: String(reasoning ?? '').slice(0, mostReasoning), fault: known ? '' : `"verdict" is none of ${verdicts.join(', ')}` }
}

interface Call {
  readonly text: string
  readonly failure: string | null
  readonly usage: { readonly inputTokens: number; readonly outputTokens: number; readonly costUsd: number | null }
}

const complete = async (
  model: TaskModel,
  messages: readonly Message[],
  verdicts: readonly string[],
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<Call> => {
  const { generator, temperature, maxTokens } = model
  const late = AbortSignal.timeout(Math.max(1, Math.ceil(timeoutMs)))
  const either = signal ? AbortSignal.any([signal, late]) : late
  const stream = generator.stream(messages, { maxTokens, temperature, schema: verdictSchema(verdicts) }, either)
  let text = ''
  try {
    for (;;) {
      const step = await orAborted(stream.next(), either)
      if (step.done) return { text, failure: 'The judge stopped without an end.', usage: await mostUsage(model, messages) }
      const part: GeneratorPart = step.value
      if (part.type === 'text-delta') text += part.text
      else return { text, failure: endings[part.reason]?.(maxTokens) ?? null, usage: part.usage }
    }
  } catch (error) {
    throwIfAborted(signal)
    if (late.aborted) return { text: '', failure: `The judge took longer than ${Math.round(timeoutMs / 1000)} s.`, usage: await mostUsage(model, messages) }
    if (!isAppError(error)) throw error
    return { text: '', failure: error.message, usage: unasked.has(error.code) ? noUsage : await mostUsage(model, messages) }
  } finally {
    // Not awaited: a model that hangs must not hang us.
    void stream.return().catch(() => {})
  }
}

const endings: Partial<Record<string, (maxTokens: number) => string>> = {
  refused: () => 'The judge refused to judge.',
  length: (maxTokens) => `The judge ran out of tokens (${maxTokens}) before its verdict. Raise ANSWERABLE_JUDGE_MAX_TOKENS, or use a model that thinks less.`,
}

/** Also where the model does not listen to its signal. */
const orAborted = <Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> =>
  new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason)
    if (signal.aborted) onAbort()
    signal.addEventListener('abort', onAbort, { once: true })
    void work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
  })

const noUsage = { inputTokens: 0, outputTokens: 0, costUsd: 0 }
const unasked = new Set<string>(['unavailable', 'too_large', 'invalid'])

/** Whoever broke off may bill all the same: for what was sent, and for as much as it could have written. */
const mostUsage = async ({ generator, maxTokens }: TaskModel, messages: readonly Message[]): Promise<Call['usage']> => {
  const text = messages.map(({ content }) => content).join('\n')
  // A byte is a token at the very most; nobody is waited for who cannot count.
  const inputTokens = await generator.countTokens(text).catch(() => Buffer.byteLength(text))
  const usage = { inputTokens, outputTokens: maxTokens }
  return { ...usage, costUsd: generator.costOf ? generator.costOf(usage) : 0 }
}
