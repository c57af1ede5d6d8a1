import type { Retrieve } from '../domain/answer.ts'
import { mergeNeighbours, type TextOf } from './merge-neighbours.ts'

// About four chunks: a reader, person or model, loses the thread in more.
const longestCharacters = 6000

/** The same passages with neighbours joined: for answers, which read them; a search keeps its chunks, and so its `limit`. */
export const mergedRetrieval =
  (retrieve: Retrieve, textOf: TextOf): Retrieve =>
  async (request, signal) => {
    const retrieval = await retrieve(request, signal)
    return { ...retrieval, passages: await mergeNeighbours(retrieval.passages, textOf, longestCharacters) }
  }
