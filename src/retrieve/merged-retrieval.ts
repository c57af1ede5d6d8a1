import type { Retrieve } from '../domain/answer.ts'
import { mergeNeighbours, type TextOf } from './merge-neighbours.ts'
import { widenPassages } from './widen-passages.ts'

// About four chunks: a reader, person or model, loses the thread in more.
const longestCharacters = 6000

/**
 * The same passages with neighbours joined: for answers, which read them; a search keeps its chunks, and so its `limit`.
 * `window`: so many sentences around each passage are read with it, where chunks are single sentences; else 0.
 */
export const mergedRetrieval =
  (retrieve: Retrieve, textOf: TextOf, window = 0): Retrieve =>
  async (request, signal) => {
    const { passages, ...retrieval } = await retrieve(request, signal)
    if (window === 0) return { ...retrieval, passages: await mergeNeighbours(passages, textOf, longestCharacters) }
    const textOnce = readOnce(textOf)
    const read = await widenPassages(passages, textOnce, window)
    return { ...retrieval, passages: await mergeNeighbours(read, textOnce, longestCharacters) }
  }

/** Widening and joining look at the same documents: each is asked of the store once. */
const readOnce = (textOf: TextOf): TextOf => {
  const texts = new Map<string, Promise<string | null>>()
  return (documentId, version) => {
    const key = `${documentId} ${version}`
    let text = texts.get(key)
    if (!text) texts.set(key, (text = textOf(documentId, version)))
    return text
  }
}
