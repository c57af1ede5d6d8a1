import { seededRandom } from '../../base/random.ts'
import type { Estimate } from '../../domain/judgement.ts'

/** What people said of one thing, in any order; who said nothing is not in it. */
export interface RatedUnit {
  readonly ratings: readonly number[]
  /** Units of one cluster are drawn together for the interval. */
  readonly cluster: string
}

/**
 * Krippendorff's alpha for ranks (K. Krippendorff, "Computing Krippendorff's Alpha-Reliability", 2011): 1 = all agree, 0 = as by chance, below 0 = they
 * disagree on purpose. Any number of raters, each of whom may leave things out; a near miss counts less than a far one.
 * Null when nothing was rated twice, or when everybody always says the same: there is nothing to agree about.
 * `n`: units with two ratings or more. The interval is a percentile bootstrap over clusters.
 */
export const ordinalAlpha = (units: readonly RatedUnit[], { draws = 1_000, seed = 1 } = {}): Estimate | null => {
  const paired = units.filter(({ ratings }) => ratings.length > 1)
  const value = alphaOf(paired)
  if (value === null) return null
  const clusters = [...Map.groupBy(paired, ({ cluster }) => cluster).values()]
  const random = seededRandom(seed)
  const drawn = Array.from({ length: draws }, () => alphaOf(clusters.flatMap(() => clusters[Math.floor(random() * clusters.length)]!)))
  // A draw in which everybody says the same shows no disagreement.
  const sorted = drawn.map((it) => it ?? 1).sort((a, b) => a - b)
  return { value, low: sorted[Math.floor(0.025 * draws)]!, high: sorted[Math.ceil(0.975 * draws) - 1]!, n: paired.length }
}

const alphaOf = (units: readonly RatedUnit[]): number | null => {
  const values = [...new Set(units.flatMap(({ ratings }) => ratings))].sort((a, b) => a - b)
  const counts = values.map((value) => units.reduce((total, { ratings }) => total + ratings.filter((it) => it === value).length, 0))
  const total = counts.reduce((sum, count) => sum + count, 0)
  const distance = rankDistances(counts)
  const at = new Map(values.map((value, index) => [value, index]))

  let observed = 0
  for (const { ratings } of units) {
    for (const one of ratings) for (const other of ratings) observed += distance[at.get(one)!]![at.get(other)!]! / (ratings.length - 1)
  }
  let expected = 0
  for (const [one, count] of counts.entries()) for (const [other, otherCount] of counts.entries()) expected += count * otherCount * distance[one]![other]!
  return expected === 0 ? null : 1 - ((total - 1) * observed) / expected
}

/** Two ranks are as far apart as there are ratings between them, each end counted half; squared. */
const rankDistances = (counts: readonly number[]): number[][] =>
  counts.map((_one, from) =>
    counts.map((_other, to) => {
      const between = counts.slice(Math.min(from, to), Math.max(from, to) + 1).reduce((sum, count) => sum + count, 0)
      return from === to ? 0 : (between - (counts[from]! + counts[to]!) / 2) ** 2
    }),
  )
