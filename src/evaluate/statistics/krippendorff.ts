import { nextTurn, throwIfAborted } from '../../base/async.ts'
import { seededRandom } from '../../base/random.ts'
import type { Estimate } from '../../domain/judgement.ts'

/** What people said of one thing, in any order; who said nothing is not in it. */
export interface RatedUnit {
  readonly ratings: readonly number[]
  /** Units of one cluster are drawn together for the interval. */
  readonly cluster: string
}

export interface AlphaOptions {
  readonly draws?: number
  readonly seed?: number
  readonly signal?: AbortSignal | undefined
}

// Ten thousand units are drawn this often in a few milliseconds.
const drawsATurn = 20

/**
 * Krippendorff's alpha for ranks (K. Krippendorff, "Computing Krippendorff's Alpha-Reliability", 2011): 1 = all agree, 0 = as by chance, below 0 = they
 * disagree on purpose. Any number of raters, each of whom may leave things out; a near miss counts less than a far one.
 * Null when nothing was rated twice, or when everybody always says the same: there is nothing to agree about.
 * `n`: units with two ratings or more. The interval is a percentile bootstrap over clusters; other work has its turn meanwhile. Stops with `signal.reason`.
 */
export const ordinalAlpha = async (units: readonly RatedUnit[], { draws = 1_000, seed = 1, signal }: AlphaOptions = {}): Promise<Estimate | null> => {
  const paired = units.filter(({ ratings }) => ratings.length > 1)
  const values = [...new Set(paired.flatMap(({ ratings }) => ratings))].sort((a, b) => a - b)
  const clusters = [...Map.groupBy(paired, ({ cluster }) => cluster).values()].map((it) => coincidencesOf(it, values))
  const value = alphaOf(summed(clusters, values.length), values.length)
  if (value === null) return null

  const random = seededRandom(seed)
  const drawn: number[] = []
  for (let draw = 0; draw < draws; draw++) {
    if (draw % drawsATurn === 0) await nextTurn()
    throwIfAborted(signal)
    const again = clusters.map(() => clusters[Math.floor(random() * clusters.length)]!)
    // A draw in which everybody says the same shows no disagreement.
    drawn.push(alphaOf(summed(again, values.length), values.length) ?? 1)
  }
  drawn.sort((a, b) => a - b)
  return { value, low: drawn[Math.floor(0.025 * draws)]!, high: drawn[Math.ceil(0.975 * draws) - 1]!, n: paired.length }
}

/** How often value `one` stands beside value `other` within a unit: at `one * size + other`, each unit weighing as much as its ratings. */
type Coincidences = Float64Array

/** All that alpha needs of a cluster, so that a draw adds small tables instead of reading ratings again. */
const coincidencesOf = (units: readonly RatedUnit[], values: readonly number[]): Coincidences => {
  const at = new Map(values.map((value, index) => [value, index]))
  const table = new Float64Array(values.length ** 2)
  for (const { ratings } of units) {
    const counts = new Float64Array(values.length)
    for (const rating of ratings) counts[at.get(rating)!]!++
    for (const [one, count] of counts.entries())
      for (const [other, otherCount] of counts.entries())
        table[one * values.length + other]! += (count * (one === other ? otherCount - 1 : otherCount)) / (ratings.length - 1)
  }
  return table
}

const summed = (tables: readonly Coincidences[], size: number): Coincidences => {
  const sum = new Float64Array(size ** 2)
  for (const table of tables) for (let index = 0; index < sum.length; index++) sum[index]! += table[index]!
  return sum
}

const alphaOf = (table: Coincidences, size: number): number | null => {
  const counts = Array.from({ length: size }, (_, one) => table.subarray(one * size, (one + 1) * size).reduce((sum, count) => sum + count, 0))
  const total = counts.reduce((sum, count) => sum + count, 0)
  let observed = 0
  let expected = 0
  for (let one = 0; one < size; one++) {
    let before = 0
    for (let other = one; other < size; other++) {
      // Two ranks are as far apart as there are ratings between them, each end counted half; squared.
      const distance = one === other ? 0 : (before + counts[other]! - (counts[one]! + counts[other]!) / 2) ** 2
      before += counts[other]!
      observed += 2 * table[one * size + other]! * distance
      expected += 2 * counts[one]! * counts[other]! * distance
    }
  }
  return expected === 0 ? null : 1 - ((total - 1) * observed) / expected
}
