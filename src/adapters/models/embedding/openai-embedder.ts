/** Embeds with any server that speaks OpenAI's `/embeddings`. Questions never wait for documents: those have two requests of the server at most. */
import { sleep } from '../../../base/async.ts'
import { AppError, isAppError } from '../../../base/error.ts'
import { retryBudget } from '../../../base/retry-budget.ts'
import { sideOf, type Embedder, type Purpose } from '../../../domain/model.ts'
import { countGptTokens } from '../server/count-chat-tokens.ts'
import { cutToTokens } from './cut-to-tokens.ts'
import { embedderId } from './embedder-id.ts'
import { callEmbeddings } from './embeddings-call.ts'
import { openModelServer } from '../server/model-server.ts'
import type { Prefixes } from './onnx-embedder.ts'
import { toUnit } from './pooling.ts'

export interface OpenAiEmbedderOptions {
  readonly baseUrl: string
  readonly apiKey?: string | undefined
  readonly model: string
  readonly prefixes?: Prefixes
  /** Asks the server for vectors of this length, where it can; without it the first answer tells the length. */
  readonly dimensions?: number | undefined
  /** What the model reads of a text; the default is that of OpenAI's models. */
  readonly maxTokens?: number
  readonly connectTimeoutMs?: number
  readonly timeoutMs?: number
  /** The first wait before trying again; it doubles. */
  readonly retryWaitMs?: number
  readonly meter?: RequestMeter
}

/** Told of each request before it goes out, and may hold it back or refuse it. */
export type RequestMeter = <Answer extends { readonly inputTokens: number | null }>(
  texts: readonly string[],
  request: () => Promise<Answer>,
  signal?: AbortSignal,
) => Promise<Answer>

const tries = 4
// A server that asks for more is not waited for: whoever asked tries again later.
const longestWaitMs = 20_000
const mostTexts = 64
// OpenAI takes 300,000 tokens a request; a token of real text has three characters or more.
const mostCharacters = 600_000

/** Embeds one word to learn the dimensions: fails as `embed` does when the server is not there. */
export const openOpenAiEmbedder = async (options: OpenAiEmbedderOptions): Promise<Embedder> => {
  const { apiKey, model, dimensions, prefixes = { query: '', document: '' }, maxTokens = 8191, timeoutMs = 60_000, retryWaitMs = 500 } = options
  const meter: RequestMeter = options.meter ?? ((_texts, request) => request())
  const server = openModelServer(options.baseUrl, options.connectTimeoutMs ?? 5_000)
  const documentsGate = openGate(2)
  const budget = retryBudget()
  let knownWidth: number | null = null

  const callWithRetries = async (texts: readonly string[], signal?: AbortSignal): Promise<Float32Array[]> => {
    budget.asked()
    for (let tried = 1; ; tried++) {
      try {
        const { vectors } = await meter(texts, () => callEmbeddings({ server, apiKey, model, dimensions, timeoutMs }, texts, signal), signal)
        const width = vectors[0]!.length
        if (knownWidth !== null && width !== knownWidth) throw otherWidth(server.host, width, knownWidth)
        return vectors.map((vector) => toUnit(Float32Array.from(vector)))
      } catch (error) {
        const waitMs = tried < tries ? waitBefore(error, retryWaitMs * 2 ** (tried - 1) * (0.5 + Math.random())) : null
        if (waitMs === null || !budget.spend()) throw error
        await sleep(waitMs, signal)
      }
    }
  }

  const embed = async (texts: readonly string[], purpose: Purpose, signal?: AbortSignal): Promise<Float32Array[]> => {
    const cut = await Promise.all(texts.map((text) => cutToTokens(prefixes[sideOf(purpose)] + text, maxTokens)))
    const run = (batch: readonly string[]) => callWithRetries(batch, signal)
    const results = await Promise.all(toBatches(cut).map((batch) => (purpose !== 'document' ? run(batch) : documentsGate(() => run(batch), signal))))
    return results.flat()
  }

  const [probe] = await embed(['a'], 'query').catch(async (error: unknown) => {
    await server.close()
    throw error
  })
  knownWidth = probe!.length
  return {
    id: embedderId(model, { baseUrl: server.baseUrl, model, dimensions: probe!.length, prefixes, maxTokens }),
    dimensions: probe!.length,
    maxTokens,
    embed,
    countTokens: (texts) => Promise.all(texts.map(countGptTokens)),
    close: server.close,
  }
}

const otherWidth = (host: string, width: number, knownWidth: number): AppError =>
  new AppError(
    'upstream',
    `The embedding server at ${host} gave vectors of ${width} numbers, not ${knownWidth} as before: it has changed its model. Restart, so that all texts are embedded anew.`,
    {
      details: { host, retryable: false },
    },
  )

/** Null when trying again would not help. */
const waitBefore = (error: unknown, backoffMs: number): number | null => {
  if (!isAppError(error) || error.details.retryable !== true) return null
  const waitMs = Math.max(Number(error.details.retryAfterMs ?? 0), backoffMs)
  return waitMs <= longestWaitMs ? waitMs : null
}

const toBatches = (texts: readonly string[]): string[][] => {
  const batches: string[][] = []
  let characters = Infinity
  for (const text of texts) {
    const last = batches.at(-1)
    if (!last || last.length === mostTexts || characters + text.length > mostCharacters) {
      batches.push([text])
      characters = text.length
    } else {
      last.push(text)
      characters += text.length
    }
  }
  return batches
}

/** At most `limit` works under way, started in the order they came; who was cancelled while waiting never starts. */
const openGate = (limit: number) => {
  const waiting: (() => void)[] = []
  let running = 0
  return async <Result>(work: () => Promise<Result>, signal?: AbortSignal): Promise<Result> => {
    if (running < limit) running++
    else await new Promise<void>((start) => waiting.push(start)) // Whoever ends hands its place over.
    try {
      if (signal?.aborted) throw signal.reason
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else running--
    }
  }
}
