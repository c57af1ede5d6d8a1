import { throwIfAborted } from '../../base/async.ts'
import type { Embedder } from '../../domain/model.ts'
import { tookTooLong, within } from '../deadline.ts'
import type { EmbedSentences } from './extractive.ts'

// A busy machine or a slow server; an answer by words now is better than one by cosine later.
const patienceMs = 1500

/** Vectors of a few sentences, or none when the embedder fails or is busy: then words alone decide. */
export const sentenceEmbedder = (embedder: Embedder | null, signal: AbortSignal): EmbedSentences | null =>
  embedder &&
  (async (texts) => {
    const stop = new AbortController()
    const stopped = AbortSignal.any([signal, stop.signal])
    try {
      return await within(
        embedder.embed(texts, 'evidence', stopped),
        patienceMs,
        () => tookTooLong('Embedding sentences', patienceMs),
        signal,
        (reason) => stop.abort(reason),
      )
    } catch {
      throwIfAborted(signal)
      return []
    }
  })
