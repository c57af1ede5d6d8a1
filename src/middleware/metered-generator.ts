import { currentCall } from '../domain/call.ts'
import { noTokens, type CallLedger, type CallOutcome, type Tariff, type TokensByKind, type WorstCase } from '../domain/ledger.ts'
import type { GenerateOptions, Generator, Message, Usage } from '../domain/model.ts'
import { brokenOff, isLeft, mayBill, type BrokenCall } from './broken-off.ts'
import { tokenizerMargin } from './tokenizer-margin.ts'
import { withStream } from './with-stream.ts'

export interface Meter {
  readonly ledger: CallLedger
  /** Who bills for it: a vendor's name, a server's host, or `local`. */
  readonly provider: string
  /** Null while nobody says what the model costs. */
  tariffOf(model: string): Tariff | null
  /** True where the generator counts with the model's own tokenizer. */
  readonly countsExactly: boolean
}

/** Each call that goes out is a row of the ledger, with room put aside for its worst case before. Belongs inside of retries. */
export const meteredGenerator = (inner: Generator, meter: Meter): Generator =>
  withStream(inner, async function* (messages, asked, signal) {
    const model = inner.id
    const tariff = meter.tariffOf(model)
    const { task } = currentCall()
    // Null for what is free: it is owed to nobody, so what came is all that counts.
    let reserved: WorstCase | null = null
    const worst = async (): Promise<WorstCase> => {
      const most = await worstCase(inner, messages, asked, meter.countsExactly)
      if (!tariff?.isFree) reserved = most
      return most
    }
    const call = await meter.ledger.open({ provider: meter.provider, model, task: task ?? 'answer', tariff, worst }, signal)
    const started = performance.now()
    let firstChunkMs: number | null = null
    let text = ''
    let parts = 0
    let waitedMs = 0
    let lookedAt = started
    let isSettled = false
    const settle = (outcome: Pick<CallOutcome, 'state' | 'tokens' | 'isReported' | 'model'>): ReturnType<typeof call.settle> => {
      isSettled = true
      return call.settle({ ...outcome, firstChunkMs, durationMs: performance.now() - started })
    }
    const settleBroken = async (broken: Pick<BrokenCall, 'bills' | 'isLeft'>): Promise<void> => {
      isSettled = true
      const elapsedMs = performance.now() - started
      const came = await countReceived(inner, messages, text)
      await settle({ ...brokenOff({ ...broken, came, pace: { parts, waitedMs, elapsedMs } }, reserved), isReported: false })
    }
    try {
      for await (const part of inner.stream(messages, asked, signal)) {
        if (part.type === 'text-delta') {
          if (parts > 0) waitedMs += performance.now() - lookedAt
          firstChunkMs ??= performance.now() - started
          parts += 1
          text += part.text
          yield part
          lookedAt = performance.now()
        } else {
          const cost = await settle({
            state: 'settled',
            tokens: tokensOf(part.usage),
            isReported: part.usage.reported,
            ...(inner.id !== model && { model: inner.id }),
          })
          yield { ...part, usage: { ...part.usage, costUsd: cost === null ? null : Number(cost) } }
        }
      }
    } catch (error) {
      if (!isSettled && !isLeft(signal)) await settleBroken({ bills: mayBill(error), isLeft: false })
      throw error
    } finally {
      if (!isSettled) await settleBroken({ bills: 'all', isLeft: true })
    }
  })

const tokensOf = ({ inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens, reasoningTokens }: Usage): TokensByKind => ({
  input: inputTokens,
  output: outputTokens,
  cacheRead: cacheReadTokens ?? null,
  cacheWrite: cacheWriteTokens ?? null,
  reasoning: reasoningTokens ?? null,
})

const worstCase = async (inner: Generator, messages: readonly Message[], asked: GenerateOptions, countsExactly: boolean): Promise<WorstCase> => {
  const schemaTokens = asked.schema ? (await inner.countTokens(JSON.stringify(asked.schema))) * 2 + 100 : 0
  const counted = (await countPrompt(inner, messages)) + schemaTokens
  return { inputTokens: countsExactly ? counted : Math.ceil(counted * tokenizerMargin), outputTokens: asked.maxTokens }
}

/** Four tokens around each message and three that open the answer, as OpenAI counts; others have as many or fewer. */
const countPrompt = async (inner: Generator, messages: readonly Message[]): Promise<number> => {
  const counts = await Promise.all(messages.map(({ content }) => inner.countTokens(content)))
  return counts.reduce((sum, count) => sum + count + 4, 3)
}

const countReceived = async (inner: Generator, messages: readonly Message[], text: string): Promise<TokensByKind> => {
  try {
    return { ...noTokens, input: await countPrompt(inner, messages), output: text === '' ? 0 : await inner.countTokens(text) }
  } catch {
    // A local model whose process has gone: four characters are a token.
    const characters = messages.reduce((sum, { content }) => sum + content.length, 0)
    return { ...noTokens, input: Math.ceil(characters / 4), output: Math.ceil(text.length / 4) }
  }
}
