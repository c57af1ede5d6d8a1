/**
 * Figures of one ranking as trec_eval defines them, equal to pytrec_eval's (test/evaluate/pytrec-eval.test.ts). `ranking` is best first without
 * repeats; `grades` says how relevant what was judged is: 1 and more is relevant, 0 is not, less was in the pool and not judged. What nobody
 * judged counts as not relevant. Every figure is 0…1, and 0 where nothing is relevant or nothing was found.
 */
export type Grades = ReadonlyMap<string, number>

export interface RankingFigures {
  /** Share of the first k places that are relevant; places that are empty are not. */
  readonly precision: number
  /** Share of what is relevant that stands in the first k places. */
  readonly recall: number
  /** 1 when anything relevant stands in the first k places, else 0: trec_eval's `success`. */
  readonly hit: number
  /** 1 over the place of the first relevant one, however far down: `recip_rank`. */
  readonly reciprocalRank: number
  /** Mean over all that is relevant of the precision at its place; what was not found has 0: `map`. */
  readonly averagePrecision: number
  /** Gain is the grade, discounted by the binary logarithm of the place, over that of the best order: `ndcg_cut`. */
  readonly ndcg: number
  /** Share of the first k places that somebody judged: the other figures know nothing of the rest. */
  readonly judged: number
}

export const rankingFigures = (ranking: readonly string[], grades: Grades, k: number): RankingFigures => ({
  precision: precisionAt(ranking, grades, k),
  recall: recallAt(ranking, grades, k),
  hit: hitAt(ranking, grades, k),
  reciprocalRank: reciprocalRank(ranking, grades),
  averagePrecision: averagePrecision(ranking, grades),
  ndcg: ndcgAt(ranking, grades, k),
  judged: judgedAt(ranking, grades, k),
})

export const precisionAt = (ranking: readonly string[], grades: Grades, k: number): number => relevantWithin(ranking, grades, k) / k

export const recallAt = (ranking: readonly string[], grades: Grades, k: number): number => share(relevantWithin(ranking, grades, k), countRelevant(grades))

export const hitAt = (ranking: readonly string[], grades: Grades, k: number): number => (relevantWithin(ranking, grades, k) > 0 ? 1 : 0)

export const judgedAt = (ranking: readonly string[], grades: Grades, k: number): number =>
  ranking.slice(0, k).filter((id) => (grades.get(id) ?? -1) >= 0).length / k

export const reciprocalRank = (ranking: readonly string[], grades: Grades): number => {
  const index = ranking.findIndex((id) => isRelevant(grades, id))
  return index < 0 ? 0 : 1 / (index + 1)
}

export const averagePrecision = (ranking: readonly string[], grades: Grades): number => {
  let found = 0
  let total = 0
  for (const [index, id] of ranking.entries()) if (isRelevant(grades, id)) total += ++found / (index + 1)
  return share(total, countRelevant(grades))
}

export const ndcgAt = (ranking: readonly string[], grades: Grades, k: number): number => {
  const best = [...grades.values()].filter((grade) => grade > 0).sort((a, b) => b - a)
  const gained = ranking.map((id) => Math.max(0, grades.get(id) ?? 0))
  return share(discounted(gained, k), discounted(best, k))
}

/** At least one that a ranking could find. */
export const hasRelevant = (grades: Grades): boolean => countRelevant(grades) > 0

const isRelevant = (grades: Grades, id: string): boolean => (grades.get(id) ?? 0) >= 1
const countRelevant = (grades: Grades): number => [...grades.values()].filter((grade) => grade >= 1).length
const relevantWithin = (ranking: readonly string[], grades: Grades, k: number): number => ranking.slice(0, k).filter((id) => isRelevant(grades, id)).length
const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole)
const discounted = (gains: readonly number[], k: number): number => gains.slice(0, k).reduce((sum, gain, index) => sum + gain / Math.log2(index + 2), 0)
