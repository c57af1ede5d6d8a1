import { AppError } from '../../base/error.ts'
import type { Retrieve } from '../../domain/answer.ts'
import type { DocumentStore } from '../../domain/document.ts'
import type { Ranking } from '../../domain/retrieval-eval.ts'
import type { Hit, SearchIndex } from '../../domain/search.ts'
import { inOneOrder, type RankedChunk } from '../../evaluate/metrics/chunk-ranking.ts'

export interface RankParts {
  readonly index: Pick<SearchIndex, 'search'>
  readonly documents: Pick<DocumentStore, 'passages'>
  readonly retrieve: Retrieve
  /** Null without an embedding model: then words alone can rank. */
  readonly modelId: string | null
}

export interface Asked {
  readonly collection: string
  readonly text: string
  /** How many chunks of each ranking are read. */
  readonly depth: number
}

export interface Ranked {
  /** Best first. */
  readonly lists: Readonly<Record<Ranking, readonly RankedChunk[]>>
  readonly vector: Float32Array | null
}

/** By each ranking; hybrid is the program's own retrieval, as people's questions go through it. Fails with `unavailable` when the model fails on the way. */
export const rankQuestion = async (parts: RankParts, { collection, text, depth }: Asked, signal?: AbortSignal): Promise<Ranked> => {
  const { passages, queryVector } = await parts.retrieve({ collection, text, limit: depth }, signal)
  // Without this, the figures of a model that fails now and then would be told as those of the model.
  if (parts.modelId !== null && queryVector === null)
    throw new AppError('unavailable', `The question "${text.slice(0, 80)}" could not be embedded, so no figure would be true. Run the command again.`)
  const vector = parts.modelId !== null && queryVector !== null ? { modelId: parts.modelId, values: queryVector } : null
  const hits = await parts.index.search({ collection, text, vector, limit: depth }, signal)
  const [words, vectors] = [await placed(parts, hits.words), await placed(parts, hits.vector)]
  return { lists: { words: inOneOrder(words), vectors: inOneOrder(vectors), hybrid: inOneOrder(passages) }, vector: queryVector }
}

const placed = async ({ documents }: RankParts, hits: readonly Hit[]): Promise<RankedChunk[]> => {
  const scores = new Map(hits.map(({ chunkId, score }) => [chunkId, score]))
  const passages = await documents.passages(hits.map(({ chunkId }) => chunkId))
  return passages.map(({ chunkId, source, start, end }) => ({ source, start, end, score: scores.get(chunkId)! }))
}
