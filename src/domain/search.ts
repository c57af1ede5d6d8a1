/** A chunk found by one of the two rankings, with that ranking's own score. */
export interface Hit {
  readonly chunkId: string
  /** Cosine for vectors (−1…1), BM25 for words (> 0). */
  readonly score: number
}

export interface SearchQuery {
  readonly collection: string
  /** The question as asked; the index takes its words and stems them for each language it holds. */
  readonly text: string
  /** Unit vector of the question and the model that made it; null = words only. */
  readonly vector: { readonly modelId: string; readonly values: Float32Array } | null
  /** Most hits per list. */
  readonly limit: number
}

export interface SearchHits {
  /** Best first; equal scores by chunk id. */
  readonly vector: readonly Hit[]
  readonly words: readonly Hit[]
  /** Terms of the question that the collection does not know, and the nearest ones it does: these were searched instead. Left out when there are none. */
  readonly respelt?: readonly Respelt[]
}

/** A stemmed term as it was asked, and as it was read. */
export interface Respelt {
  readonly asked: string
  readonly read: string
}

/**
 * Finds chunks near a question. Two implementations, one contract suite: `memory` (exact, in the process) and `pgvector` (in SQL).
 * Fresh: sees every write that was acknowledged before the call, also by other processes on the same database.
 * Never mixes collections or embedding models. Fails with `unavailable`; stops with `signal.reason`.
 */
export interface SearchIndex {
  readonly kind: 'memory' | 'pgvector'
  search(query: SearchQuery, signal?: AbortSignal): Promise<SearchHits>
  /** Reads a collection before the first question does. */
  warm(collection: string): Promise<void>
  /** Whether this process holds words or vectors of a document, after reading what has changed. */
  holds(collection: string, documentId: string): Promise<boolean>
  /** How near approximate search comes to exact search; null where vector search is exact. */
  recall(collection: string, modelId: string, asked: RecallRequest): Promise<ApproximateRecall | null>
  close(): Promise<void>
}

export interface RecallRequest {
  /** Unit vectors of questions, or how many stored vectors are to be asked instead, the same ones each time. */
  readonly questions: readonly Float32Array[] | number
  /** Asks no more after this time. */
  readonly budgetMs: number
}

export interface ApproximateRecall {
  /** Mean share of the exact ten nearest chunks that stand among the first ten found. */
  readonly recall: number
  /** Questions that were asked both ways. */
  readonly questions: number
}
