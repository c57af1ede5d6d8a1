import type { Hit, SearchHits } from '../domain/search.ts'

/** A chunk with its place in both rankings. */
export interface FusedHit {
  readonly chunkId: string
  readonly score: number
  readonly ranks: { readonly vector: number | null; readonly words: number | null }
  readonly similarity: number | null
  readonly wordScore: number
}

/** Joins the two rankings, each read `depth` hits deep, into one: best first, equal scores by chunk id. */
export type Fuse = (hits: SearchHits, depth: number) => FusedHit[]

/** Reciprocal rank fusion: only places count, not scores. The baseline. */
export const reciprocalRankFusion =
  // 60 is the constant of the RRF paper (Cormack, Clarke, Büttcher 2009).
  (k = 60): Fuse =>
    (hits) => {
      const place = (rank: number | null): number => (rank === null ? 0 : 1 / (k + rank))
      return order(candidatesOf(hits).map((candidate) => ({ ...candidate, score: place(candidate.ranks.vector) + place(candidate.ranks.words) })))
    }

/**
 * Weighted sum of standard scores: how many standard deviations a chunk stands above the mean of all candidates, by meaning and by words.
 * So a ranking that sets one chunk far apart counts for more than one that hardly tells them apart; places cannot say that.
 */
export const standardScoreFusion =
  (vectorWeight: number): Fuse =>
  (hits, depth) => {
    const candidates = candidatesOf(hits)
    // At most as near as the farthest in the list; also said of chunks that have no vector yet.
    const farthest = hits.vector.at(-1)?.score ?? 0
    // BM25 of a chunk that no word found is 0, unless the list ended before it.
    const weakest = hits.words.length < depth ? 0 : hits.words.at(-1)!.score
    const vector = standardScores(candidates.map(({ similarity }) => similarity ?? farthest))
    const words = standardScores(candidates.map(({ ranks, wordScore }) => (ranks.words === null ? weakest : wordScore)))
    return order(candidates.map((candidate, index) => ({ ...candidate, score: toUnit(vectorWeight * vector[index]! + (1 - vectorWeight) * words[index]!) })))
  }

/** What the development halves of our sets chose; the tries stand in evals/LOG.md. */
export const chosenFusion: Fuse = standardScoreFusion(0.5)

/** For a question in a language that the embedding model was not made for: half and half, its vectors spoil what words find (Chinese 97 → 95 % of nDCG@10). */
export const foreignFusion: Fuse = standardScoreFusion(0.3)

/** Into 0…1, order kept: above 0.5 stands out from the candidates, and a chunk that nothing found may be given 0. */
const toUnit = (score: number): number => 1 / (1 + Math.exp(-score))

const standardScores = (values: readonly number[]): number[] => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length)
  return values.map((value) => (deviation > 1e-9 ? (value - mean) / deviation : 0))
}

type Candidate = Omit<FusedHit, 'score'>

const candidatesOf = (hits: SearchHits): Candidate[] => {
  const vector = ranksOf(hits.vector)
  const words = ranksOf(hits.words)
  return [...new Set([...vector.keys(), ...words.keys()])].map((chunkId) => ({
    chunkId,
    ranks: { vector: vector.get(chunkId)?.rank ?? null, words: words.get(chunkId)?.rank ?? null },
    similarity: vector.get(chunkId)?.score ?? null,
    wordScore: words.get(chunkId)?.score ?? 0,
  }))
}

const ranksOf = (hits: readonly Hit[]): Map<string, { rank: number; score: number }> =>
  new Map(hits.map(({ chunkId, score }, index) => [chunkId, { rank: index + 1, score }]))

const order = (hits: FusedHit[]): FusedHit[] => hits.sort((a, b) => b.score - a.score || (a.chunkId < b.chunkId ? -1 : 1))
