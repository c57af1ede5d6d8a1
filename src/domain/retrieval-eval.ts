/** Level 1 of evaluation: questions with what should be found for them, and how well it was found. */
import type { Span } from './document.ts'
import type { Metric } from './eval-run.ts'
import type { Estimate } from './judgement.ts'
import type { ApproximateRecall } from './search.ts'

export interface SourceSpan extends Span {
  /** Of the document it lies in. */
  readonly source: string
}

/** A line of a file that a user wrote: `corpus.jsonl:12` for messages. */
export interface FileLine {
  readonly text: string
  readonly place: string
}

export interface CorpusDocument {
  /** Unique in its corpus; becomes the document's source. */
  readonly id: string
  readonly title: string
  readonly text: string
  readonly mediaType: string
}

export interface RetrievalQuestion {
  readonly id: string
  readonly text: string
  /** How relevant documents are, by id; empty where spans say it. */
  readonly grades: ReadonlyMap<string, number>
  /** Where the answer stands; empty where whole documents are to be found. */
  readonly evidence: readonly SourceSpan[]
  /** Questions about one document stand or fall together in an interval. */
  readonly cluster: string
}

export interface RetrievalSet {
  readonly name: string
  /** What is to be found: documents, or the chunks that hold the evidence. */
  readonly target: 'documents' | 'spans'
  /** Null: a collection as it stands. */
  readonly corpus: Corpus | null
  /** Each has something that can be found. */
  readonly questions: readonly RetrievalQuestion[]
  /** What was left out of the set, and why; one sentence each. */
  readonly notes: readonly string[]
}

export interface Corpus {
  /** SHA-256 of all of it. */
  readonly hash: string
  /** With a text; those without are told in the notes. */
  readonly count: number
  /** Read anew each time: a corpus may be larger than memory. */
  documents(): AsyncIterable<CorpusDocument>
}

/** Words alone, vectors alone, or both as questions of people are ranked. */
export const rankings = ['words', 'vectors', 'hybrid'] as const
export type Ranking = (typeof rankings)[number]

export interface RankingReport {
  readonly ranking: Ranking
  /** By name: `ndcg@10`, `recall@10`, `mrr`, …; for spans `token_recall@10` and others too. */
  readonly metrics: readonly Metric[]
}

/** Question by question, the mean of one ranking's metric less that of another. */
export interface RankingComparison {
  readonly ranking: Ranking
  readonly against: Ranking
  readonly metric: string
  readonly difference: Estimate
}

export interface RetrievalReport {
  readonly dataset: string
  readonly collection: string
  readonly target: RetrievalSet['target']
  readonly k: number
  readonly questions: number
  /** Independent units of the intervals. */
  readonly clusters: number
  readonly documents: number
  readonly chunks: number
  readonly rankings: readonly RankingReport[]
  readonly comparisons: readonly RankingComparison[]
  /** Share of the exact ten nearest that vector search found; null where search is exact, or was not asked by vectors. */
  readonly approximate: ApproximateRecall | null
  readonly runFiles: readonly string[]
  readonly notes: readonly string[]
}
