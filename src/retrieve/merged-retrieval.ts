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
    const read = window > 0 ? await widenPassages(passages, textOf, window) : passages
    return { ...retrieval, passages: await mergeNeighbours(read, textOf, longestCharacters) }
  }
