import type { CallLedger, Tariff } from '../domain/ledger.ts'
import { noTokens } from '../domain/ledger.ts'
import type { Embedder } from '../domain/model.ts'
import { isLeft, mayBill } from './broken-off.ts'
import { tokenizerMargin } from './tokenizer-margin.ts'

export interface EmbeddingMeter {
  readonly ledger: CallLedger
  /** Who bills for it: a server's host, or `local`. */
  readonly provider: string
  readonly model: string
  readonly tariff: Tariff | null
  countTokens(texts: readonly string[]): Promise<readonly number[]>
}

/** For an embedder's single requests, inside of its retries: each one that goes out is a row, with room put aside for it before. */
export const meterEmbeddings =
  ({ ledger, provider, model, tariff, countTokens }: EmbeddingMeter) =>
  async <Answer extends { readonly inputTokens: number | null }>(
    texts: readonly string[],
    request: () => Promise<Answer>,
    signal?: AbortSignal,
  ): Promise<Answer> => {
    const count = async (): Promise<number> => (await countTokens(texts)).reduce((sum, tokens) => sum + tokens, 0)
    const worst = async () => ({ inputTokens: Math.ceil((await count()) * tokenizerMargin) + texts.length * 2, outputTokens: 0 })
    const call = await ledger.open({ provider, model, task: 'embed', tariff, worst }, signal)
    const started = performance.now()
    const timing = () => ({ firstChunkMs: null, durationMs: performance.now() - started })
    try {
      const answer = await request()
      const input = answer.inputTokens ?? (await count())
      await call.settle({ state: 'settled', tokens: { ...noTokens, input }, isReported: answer.inputTokens !== null, ...timing() })
      return answer
    } catch (error) {
      if (!isLeft(signal) && mayBill(error) === 'nothing') await call.settle({ state: 'failed', tokens: noTokens, isReported: false, ...timing() })
      else {
        const { inputTokens: input } = await worst()
        await call.settle({ state: isLeft(signal) ? 'aborted' : 'lost', tokens: { ...noTokens, input }, isReported: false, ...timing() })
      }
      throw error
    }
  }

/** For an embedder that costs nothing: a row a batch, which nobody waits for. */
export const meteredEmbedder = <Inner extends Embedder>(inner: Inner, meter: Omit<EmbeddingMeter, 'countTokens'>): Inner => ({
  ...inner,
  embed: async (texts, purpose, signal) => {
    const started = performance.now()
    const vectors = await inner.embed(texts, purpose, signal)
    const durationMs = performance.now() - started
    const note = async (): Promise<void> => {
      const { ledger, provider, model, tariff } = meter
      const input = (await inner.countTokens(texts)).reduce((sum, tokens) => sum + tokens, 0)
      const call = await ledger.open({ provider, model, task: 'embed', tariff, worst: async () => ({ inputTokens: input, outputTokens: 0 }) })
      await call.settle({ state: 'settled', tokens: { ...noTokens, input }, isReported: true, firstChunkMs: null, durationMs })
    }
    // Closed meanwhile: a row without money is all that is lost.
    void note().catch(() => {})
    return vectors
  },
})
