import type { RetrievalQuestion, RetrievalSet, SourceSpan } from '../../domain/retrieval-eval.ts'
import type { Grades } from './ranking.ts'
import { holdsEvidence } from './spans.ts'
import { strictlyFalling, type ScoredId } from './trec-order.ts'

/** A chunk in a ranking, and where it lies. */
export interface RankedChunk extends SourceSpan {
  readonly score: number
}

/**
 * Chunks with equal scores stand by document and place. Search orders them by their ids, which each ingestion makes anew, and the same evaluation is to
 * give the same figures.
 */
export const inOneOrder = (chunks: readonly RankedChunk[]): RankedChunk[] =>
  chunks.toSorted((a, b) => b.score - a.score || (a.source === b.source ? a.start - b.start : a.source < b.source ? -1 : 1))

/** What a run file and figures are made of: chunks by their place, or documents, each where its best chunk stands. Best first. */
export const rankedIds = (chunks: readonly RankedChunk[], target: RetrievalSet['target'], question: RetrievalQuestion): ScoredId[] => {
  const found = new Map<string, number>()
  for (const chunk of chunks) {
    const id = target === 'spans' ? chunkId(chunk) : chunk.source
    if (!found.has(id)) found.set(id, chunk.score)
  }
  // In sets whose questions are documents themselves, a question finds itself first: BEIR's own evaluation leaves it out too.
  if (!question.grades.has(question.id)) found.delete(question.id)
  return strictlyFalling([...found].map(([id, score]) => ({ id, score })))
}

/** The chunks that hold evidence count as relevant documents do. */
export const chunkGrades = (chunks: readonly SourceSpan[], evidence: readonly SourceSpan[]): Grades =>
  new Map(chunks.filter((chunk) => holdsEvidence(chunk, evidence)).map((chunk) => [chunkId(chunk), 1]))

const chunkId = ({ source, start, end }: SourceSpan): string => `${source}#${start}-${end}`
