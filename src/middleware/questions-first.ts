import { throwIfAborted } from '../base/async.ts'
import type { Embedder } from '../domain/model.ts'

export interface QuestionsFirst {
  /** The same embedder; others hear of its questions. */
  embedder(inner: Embedder): Embedder
  /** The same embedder for work that can wait: a few texts at a time, and none begun while a question is embedded by any of them. */
  behind(inner: Embedder): Embedder
}

// A tenth of a second of two cores: so long a question may share them.
const textsAtOnce = 8

/** One embedder lets its own questions overtake; this is for several of them on the same cores, as while one model takes another's place. */
export const questionsFirst = (): QuestionsFirst => {
  let questions = 0
  const waiting = new Set<() => void>()

  const quiet = async (signal?: AbortSignal): Promise<void> => {
    while (questions > 0) {
      throwIfAborted(signal)
      await new Promise<void>((resolve) => {
        const resume = (): void => {
          signal?.removeEventListener('abort', resume)
          resolve()
        }
        waiting.add(resume)
        signal?.addEventListener('abort', resume)
      })
    }
    throwIfAborted(signal)
  }

  const ask = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    questions++
    try {
      return await work()
    } finally {
      questions--
      if (questions === 0) {
        for (const resume of waiting) resume()
        waiting.clear()
      }
    }
  }

  return {
    embedder: (inner) => ({
      ...inner,
      embed: (texts, purpose, signal) => (purpose === 'document' ? inner.embed(texts, purpose, signal) : ask(() => inner.embed(texts, purpose, signal))),
    }),
    behind: (inner) => ({
      ...inner,
      embed: async (texts, purpose, signal) => {
        const vectors: Float32Array[] = []
        for (let at = 0; at < texts.length; at += textsAtOnce) {
          await quiet(signal)
          vectors.push(...(await inner.embed(texts.slice(at, at + textsAtOnce), purpose, signal)))
        }
        return vectors
      },
    }),
  }
}
