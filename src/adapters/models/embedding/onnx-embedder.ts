/** Embeds in this process: an ONNX model in worker threads, each text by itself, so that its vector never depends on its neighbours. */
import { sideOf, type Embedder, type Purpose } from '../../../domain/model.ts'
import type { Pooling } from '../store/catalogue.ts'
import { openEmbeddingPool } from './embedding-pool.ts'
import { startEmbeddingThread, type EmbeddingThread } from './embedding-thread.ts'

export interface Prefixes {
  readonly query: string
  readonly document: string
}

export interface OnnxEmbedderOptions {
  readonly id: string
  readonly modelPath: string
  readonly tokenizerPath: string
  readonly pooling: Pooling
  readonly prefixes: Prefixes
  readonly maxTokens: number
  /** Most embedding threads; the second and later ones live only while documents queue up. */
  readonly threads?: number
  /** How long a thread beyond the first stays without work. */
  readonly idleMs?: number
}

/** Fails with `unavailable` when the model or its tokenizer cannot be loaded. */
export const openOnnxEmbedder = async (options: OnnxEmbedderOptions): Promise<Embedder> => {
  const start = (): EmbeddingThread => startEmbeddingThread(options)
  const first = start()
  const { dimensions } = await first.call('ready', undefined).catch(async (error: unknown) => {
    await first.close()
    throw error
  })
  const pool = openEmbeddingPool({ start, first, mostThreads: options.threads ?? 2, idleMs: options.idleMs ?? 10_000 })
  const withPrefix = (text: string, purpose: Purpose): string => options.prefixes[sideOf(purpose)] + text

  return {
    id: options.id,
    dimensions,
    maxTokens: options.maxTokens,
    embed: (texts, purpose, signal) => allOrNone(texts, signal, (text, both) => pool.embed(withPrefix(text, purpose), purpose !== 'document', both)),
    countTokens: (texts) => countInSlices(texts, pool.countTokens),
    close: pool.close,
  }
}

/** The first failure stops the rest: nobody would wait for their vectors. */
const allOrNone = async <Item, Result>(
  items: readonly Item[],
  signal: AbortSignal | undefined,
  run: (item: Item, signal: AbortSignal) => Promise<Result>,
): Promise<Result[]> => {
  const stop = new AbortController()
  const both = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal
  try {
    return await Promise.all(items.map((item) => run(item, both)))
  } catch (error) {
    stop.abort(error)
    throw error
  }
}

// Counting runs between two texts of the same thread: slices keep a question from waiting for a whole book.
const sliceLength = 64

const countInSlices = async (texts: readonly string[], count: (texts: readonly string[]) => Promise<number[]>): Promise<number[]> => {
  const counts: number[] = []
  for (let at = 0; at < texts.length; at += sliceLength) counts.push(...(await count(texts.slice(at, at + sliceLength))))
  return counts
}
