import type { Ranking, RetrievalReport } from '../../domain/retrieval-eval.ts'

export interface RetrievalRequest {
  /** Folder of a data set, or file of judgements or spans over `collection`. Absolute. */
  readonly dataset: string
  readonly split: string
  /** Asked as it stands; null: the corpus of the set, in a collection of its own. */
  readonly collection: string | null
  readonly queries: string | null
  /** Most questions, the same ones each time; null = all. */
  readonly limit: number | null
  readonly k: number
  /** The first one is compared with the others. */
  readonly rankings: readonly Ranking[]
  /** TREC run file to write; with several rankings one for each, its name before the ending. */
  readonly runFile: string | null
  /** Collections of earlier states of this set stay. */
  readonly keep: boolean
}

export interface Steps {
  readonly done: number
  readonly total: number
  readonly unit: string
  readonly note?: string
}

/** Level 1 of evaluation: how well retrieval finds what is known to be right. */
export interface RetrievalDesk {
  /** Fails with `invalid` or `not_found` and a sentence with file and line for a data set that is not right; with `unavailable` when vectors cannot be had. */
  evaluate(request: RetrievalRequest, onSteps: (steps: Steps) => void, signal?: AbortSignal): Promise<RetrievalReport>
}
