import type { Estimate } from '../src/domain/judgement.ts'
import { hitAt, ndcgAt, recallAt, type Grades } from '../src/evaluate/metrics/ranking.ts'
import { holdsEvidence } from '../src/evaluate/metrics/spans.ts'
import { bootstrapMean, pairedDifference } from '../src/evaluate/statistics/bootstrap.ts'
import { meanOf } from '../src/evaluate/statistics/clusters.ts'
import { retrieval } from '../src/retrieve/retrieve.ts'
import type { EvalQuestion, EvalSet } from './datasets.ts'
import type { ChunkPlace, Laboratory } from './open-laboratory.ts'

export const rankings = ['words', 'vectors', 'hybrid'] as const
export type Ranking = (typeof rankings)[number]

export interface Figures {
  readonly hitAt1: number
  readonly recallAt5: number
  readonly ndcgAt10: number
  readonly interval: Estimate
  /** nDCG@10 of each question, for comparing two rankings question by question. */
  readonly perQuestion: readonly number[]
}

export interface RetrievalReport {
  readonly set: string
  readonly questions: number
  readonly chunks: number
  readonly figures: Record<Ranking, Figures>
  /** What hybrid gains in nDCG@10 over each of the rankings that it is made of, question by question; documents are what is drawn anew. */
  readonly gains: { readonly words: Estimate; readonly vectors: Estimate }
}

/** Ranks with words, with vectors, and with the program's own `retrieve`, and compares each with what is known to be right. */
export const evaluateRetrieval = async (laboratory: Laboratory, set: EvalSet, part: EvalQuestion['part']): Promise<RetrievalReport> => {
  const places = await laboratory.ingest(set)
  const questions = set.questions.filter((question) => question.part === part && question.answerable)
  const found: Record<Ranking, string[][]> = { words: [], vectors: [], hybrid: [] }
  for (const question of questions) {
    const lists = await rank(laboratory, set, question.text)
    for (const ranking of rankings) found[ranking].push(set.target === 'span' ? lists[ranking] : toSources(lists[ranking], places))
  }
  const relevant = questions.map((question) => relevantTo(question, set, places))
  const clusterOf = (index: number): string => questions[index]!.cluster
  const figures = Object.fromEntries(rankings.map((ranking) => [ranking, figuresOf(found[ranking], relevant, clusterOf)])) as Record<Ranking, Figures>
  const gainOver = (other: Ranking): Estimate => pairedDifference(figures.hybrid.perQuestion, figures[other].perQuestion, clusterOf)
  return { set: set.name, questions: questions.length, chunks: places.size, figures, gains: { words: gainOver('words'), vectors: gainOver('vectors') } }
}

// Deep enough that ten different documents are among them.
const depth = 50

const rank = async ({ embedder, index, store }: Laboratory, set: EvalSet, text: string): Promise<Record<Ranking, string[]>> => {
  const [values] = await embedder.embed([text], 'query')
  const hits = await index.search({ collection: set.name, text, vector: { modelId: embedder.id, values: values! }, limit: depth })
  const retrieve = retrieval({ embedder: () => embedder, index, store, now: () => performance.now() })
  const { passages } = await retrieve({ text, collection: set.name, limit: depth })
  return {
    words: hits.words.map(({ chunkId }) => chunkId),
    vectors: hits.vector.map(({ chunkId }) => chunkId),
    hybrid: passages.map(({ chunkId }) => chunkId),
  }
}

/** A document stands where the best of its chunks does. */
const toSources = (chunkIds: readonly string[], places: ReadonlyMap<string, ChunkPlace>): string[] => [...new Set(chunkIds.map((id) => places.get(id)!.source))]

/** In sets of passages the right document; else every chunk that shares at least half of the evidence, or half of itself, with the evidence. */
const relevantTo = ({ evidence }: EvalQuestion, { target }: EvalSet, places: ReadonlyMap<string, ChunkPlace>): Grades => {
  if (target === 'passage') return new Map(evidence.map(({ source }) => [source, 1]))
  return new Map([...places].filter(([, place]) => holdsEvidence(place, evidence)).map(([id]) => [id, 1]))
}

const figuresOf = (found: readonly string[][], relevant: readonly Grades[], clusterOf: (index: number) => string): Figures => {
  const perQuestion = found.map((ids, index) => ndcgAt(ids, relevant[index]!, 10))
  return {
    hitAt1: meanOf(found.map((ids, index) => hitAt(ids, relevant[index]!, 1))),
    recallAt5: meanOf(found.map((ids, index) => recallAt(ids, relevant[index]!, 5))),
    ndcgAt10: meanOf(perQuestion),
    interval: bootstrapMean(perQuestion, clusterOf),
    perQuestion,
  }
}
