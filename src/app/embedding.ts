/** The embedder comes up behind the server: until it is there, and when it cannot be had, words alone are searched. */
import { sleep } from '../base/async.ts'
import { isAppError } from '../base/error.ts'
import type { Embedder } from '../domain/model.ts'

export type EmbeddingState =
  | { readonly state: 'loading'; readonly message: string }
  | { readonly state: 'ready'; readonly embedder: Embedder; readonly message: string }
  | { readonly state: 'unavailable'; readonly message: string }

export interface Embedding {
  current(): EmbeddingState
  /** The embedder when it is live, else null. */
  embedder(): Embedder | null
  /** Resolves after the first try, whatever came of it. */
  readonly settled: Promise<void>
  close(): Promise<void>
}

const retryEveryMs = 5 * 60_000

type Open = (onProgress: (line: string) => void, signal: AbortSignal) => Promise<Embedder>

/** @param open null where the settings want none. */
export const openEmbedding = (open: Open | null, onReady: (embedder: Embedder) => void, onLine: (line: string) => void): Embedding => {
  const stop = new AbortController()
  let now: EmbeddingState = open ? { state: 'loading', message: 'is being loaded' } : { state: 'unavailable', message: 'none, as set: search is by words only' }

  const attempt = async (): Promise<void> => {
    if (!open) return
    try {
      const tell = (line: string): void => {
        now = { state: 'loading', message: line }
        onLine(line)
      }
      const embedder = await open(tell, stop.signal)
      if (stop.signal.aborted) return await embedder.close()
      now = { state: 'ready', embedder, message: `${embedder.id.split('@')[0]}, ${embedder.dimensions} dimensions` }
      onReady(embedder)
    } catch (error) {
      if (stop.signal.aborted) return
      now = { state: 'unavailable', message: `none, so search is by words only. ${isAppError(error) ? error.message : String(error)}` }
      onLine(now.message)
    }
  }

  const settled = attempt()
  const keepTrying = async (): Promise<void> => {
    await settled
    while (open && now.state === 'unavailable') {
      await sleep(retryEveryMs, stop.signal)
      await attempt()
    }
  }
  const running = keepTrying().catch(() => {})

  return {
    current: () => now,
    embedder: () => (now.state === 'ready' ? now.embedder : null),
    settled,
    close: async () => {
      stop.abort()
      await running
      if (now.state === 'ready') await now.embedder.close()
    },
  }
}

/** For an answer that has to do without, where the settings want an embedding model. */
export const whyWordsOnly = ({ state }: EmbeddingState): string =>
  state === 'loading'
    ? 'Passages were found by their words alone: the embedding model is still being loaded.'
    : 'Passages were found by their words alone: the embedding model cannot be had now. "answerable doctor" says why.'
