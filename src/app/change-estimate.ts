/** What embedding some chunks anew takes: time by a sample, money by the price list, room by arithmetic. */
import type { PriceOf } from '../adapters/models/model-prices.ts'
import type { EmbedderSetting } from '../adapters/models/embedding/open-embedder.ts'
import type { Embedder } from '../domain/model.ts'

export interface ChangeEstimate {
  readonly tokens: number
  readonly seconds: number | null
  readonly costUsd: number | null
  readonly diskBytes: number
}

export interface EstimateInput {
  readonly embedder: Embedder
  readonly setting: EmbedderSetting
  readonly chunks: number
  /** Some of them, as they are embedded. */
  readonly sample: readonly string[]
  readonly priceOf: PriceOf
}

// A row of the table and its places in two indexes, beside the numbers.
const rowBytes = 250

/** A server is asked nothing: it would be sent documents before anybody agreed to that. Their tokens are counted here. */
export const estimateChange = async ({ embedder, setting, chunks, sample, priceOf }: EstimateInput, signal?: AbortSignal): Promise<ChangeEstimate> => {
  const isLocal = setting.kind !== 'openai'
  const perChunk = mean(await embedder.countTokens(sample))
  const tokens = Math.round(perChunk * chunks)
  const diskBytes = chunks * (4 * embedder.dimensions + rowBytes)
  if (!isLocal) return { tokens, seconds: null, costUsd: costOf(priceOf, setting, tokens), diskBytes }
  return { tokens, seconds: await secondsFor(embedder, sample, chunks, signal), costUsd: 0, diskBytes }
}

export const sampleSize = 50

const secondsFor = async (embedder: Embedder, sample: readonly string[], chunks: number, signal?: AbortSignal): Promise<number | null> => {
  if (sample.length === 0) return chunks === 0 ? 0 : null
  // The first text finds a cold model.
  await embedder.embed(sample.slice(0, 1), 'document', signal)
  const started = performance.now()
  await embedder.embed(sample, 'document', signal)
  return ((performance.now() - started) / 1000 / sample.length) * chunks
}

const costOf = (priceOf: PriceOf, { model, baseUrl }: EmbedderSetting & { kind: 'openai' }, tokens: number): number | null => {
  const price = priceOf({ model, vendor: null, baseUrl })
  return price && (price.input * tokens) / 1e6
}

const mean = (values: readonly number[]): number => (values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length)
