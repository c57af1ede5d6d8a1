import type { Hit, SearchHits } from '../domain/search.ts'

/** A chunk with its place in both rankings. */
export interface FusedHit {
  readonly chunkId: string
  readonly score: number
  readonly ranks: { readonly vector: number | null; readonly words: number | null }
  readonly similarity: number | null
  readonly wordScore: number
}

/** Joins the two rankings into one, best first, equal scores by chunk id. */
export type Fuse = (hits: SearchHits) => FusedHit[]

/** Reciprocal rank fusion: only places count, not scores. The baseline. */
export const reciprocalRankFusion =
  // 60 is the constant of the RRF paper (Cormack, Clarke, Büttcher 2009).
  (k = 60): Fuse =>
    (hits) =>
      fuseBy(hits, ({ ranks }) => place(ranks.vector, k) + place(ranks.words, k))

/** Weighted sum of both scores, each stretched to 0…1 over its own list; a chunk missing from a list has 0 there. */
export const weightedSum =
  (vectorWeight: number): Fuse =>
  (hits) => {
    const vector = stretch(hits.vector)
    const words = stretch(hits.words)
    return fuseBy(hits, ({ ranks, similarity, wordScore }) => {
      const ofVector = ranks.vector === null ? 0 : vector(similarity!)
      const ofWords = ranks.words === null ? 0 : words(wordScore)
      return vectorWeight * ofVector + (1 - vectorWeight) * ofWords
    })
  }

/** What our sets chose; the tries stand in evals/LOG.md. */
export const chosenFusion: Fuse = weightedSum(0.6)

const place = (rank: number | null, k: number): number => (rank === null ? 0 : 1 / (k + rank))

const stretch = (hits: readonly Hit[]): ((score: number) => number) => {
  const best = hits[0]?.score ?? 1
  const worst = hits.at(-1)?.score ?? 0
  return (score) => (best > worst ? (score - worst) / (best - worst) : 1)
}

const fuseBy = (hits: SearchHits, scoreOf: (hit: Omit<FusedHit, 'score'>) => number): FusedHit[] => {
  const vector = ranksOf(hits.vector)
  const words = ranksOf(hits.words)
  return [...new Set([...vector.keys(), ...words.keys()])]
    .map((chunkId) => {
      const inVector = vector.get(chunkId)
      const inWords = words.get(chunkId)
      const hit = {
        chunkId,
        ranks: { vector: inVector?.rank ?? null, words: inWords?.rank ?? null },
        similarity: inVector?.score ?? null,
        wordScore: inWords?.score ?? 0,
      }
      return { ...hit, score: scoreOf(hit) }
    })
    .sort((a, b) => b.score - a.score || (a.chunkId < b.chunkId ? -1 : 1))
}

const ranksOf = (hits: readonly Hit[]): Map<string, { rank: number; score: number }> =>
  new Map(hits.map(({ chunkId, score }, index) => [chunkId, { rank: index + 1, score }]))
