import type { Retrieve } from '../../domain/answer.ts'
import type { DocumentStore } from '../../domain/document.ts'
import type { Embedder } from '../../domain/model.ts'
import type { Ranking } from '../../domain/retrieval-eval.ts'
import type { Hit, SearchIndex } from '../../domain/search.ts'
import type { RankedChunk } from '../../evaluate/metrics/chunk-ranking.ts'

export interface RankParts {
  readonly index: Pick<SearchIndex, 'search'>
  readonly documents: Pick<DocumentStore, 'passages'>
  readonly retrieve: Retrieve
  readonly embedder: Embedder | null
}

export interface Asked {
  readonly collection: string
  readonly text: string
  /** How many chunks of each ranking are read. */
  readonly depth: number
}

/** Best first, by each ranking: hybrid is the program's own retrieval, as people's questions go through it. */
export const rankQuestion = async (parts: RankParts, asked: Asked, signal?: AbortSignal): Promise<Record<Ranking, readonly RankedChunk[]>> => {
  const [values] = (await parts.embedder?.embed([asked.text], 'query', signal)) ?? []
  const vector = values ? { modelId: parts.embedder!.id, values } : null
  const hits = await parts.index.search({ collection: asked.collection, text: asked.text, vector, limit: asked.depth }, signal)
  const { passages } = await parts.retrieve({ collection: asked.collection, text: asked.text, limit: asked.depth }, signal)
  return { words: await placed(parts, hits.words), vectors: await placed(parts, hits.vector), hybrid: passages }
}

const placed = async ({ documents }: RankParts, hits: readonly Hit[]): Promise<RankedChunk[]> => {
  const scores = new Map(hits.map(({ chunkId, score }) => [chunkId, score]))
  const passages = await documents.passages(hits.map(({ chunkId }) => chunkId))
  return passages.map(({ chunkId, source, start, end }) => ({ source, start, end, score: scores.get(chunkId)! }))
}
