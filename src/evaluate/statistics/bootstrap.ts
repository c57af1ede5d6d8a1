import { seededRandom } from '../../base/random.ts'
import type { Estimate } from '../../domain/judgement.ts'
import { clustersOf, meanOf, type Cluster, type ClusterOf } from './clusters.ts'
import { normalCdf, studentQuantile } from './distributions.ts'
import { wilson } from './wilson.ts'

export interface BootstrapOptions {
  readonly draws?: number
  readonly seed?: number
  readonly level?: number
  /** The values are shares of 0…1: an interval then has width also where all of them are the same: all 0, all 1, all ties. */
  readonly isShare?: boolean
}

/** Mean with a 95 % interval, whole clusters drawn anew; `n` is the number of clusters. Without values: 0, with `n` 0. */
export const bootstrapMean = (values: readonly number[], clusterOf?: ClusterOf, options: BootstrapOptions = {}): Estimate => {
  const clusters = clustersOf(values, clusterOf)
  const value = meanOf(values)
  // What never varied cannot be drawn differently: the bootstrap would be certain of it after two questions.
  if (options.isShare && values.every((it) => it === values[0])) return { ...wilson(value * clusters.length, clusters.length, options.level), value }
  return { value, ...intervalOf(bootstrapMeans(clusters, options), clusters.length, options.level), n: clusters.length }
}

/** Mean of `a` less `b`, question by question. `chanceOfNoGain`: share of draws in which `a` was not better; for verdicts ask `compare`. */
export const pairedDifference = (
  a: readonly number[],
  b: readonly number[],
  clusterOf?: ClusterOf,
  options: Omit<BootstrapOptions, 'isShare'> = {},
): Estimate & { readonly chanceOfNoGain: number } => {
  const differences = differencesOf(a, b)
  const clusters = clustersOf(differences, clusterOf)
  const means = bootstrapMeans(clusters, options)
  const chanceOfNoGain = means.filter((mean) => mean <= 0).length / Math.max(1, means.length)
  return { value: meanOf(differences), ...intervalOf(means, clusters.length, options.level), n: clusters.length, chanceOfNoGain }
}

export const differencesOf = (a: readonly number[], b: readonly number[]): number[] => {
  if (a.length !== b.length) throw new RangeError(`Pairs are compared: ${a.length} values cannot be paired with ${b.length}.`)
  return a.map((value, index) => value - b[index]!)
}

/** Means of as many clusters, drawn with replacement; ascending. */
export const bootstrapMeans = (clusters: readonly Cluster[], { draws = 2_000, seed = 1 }: BootstrapOptions): Float64Array => {
  const random = seededRandom(seed)
  const means = new Float64Array(clusters.length === 0 ? 0 : draws)
  for (let draw = 0; draw < means.length; draw++) {
    let count = 0
    let total = 0
    for (let drawn = 0; drawn < clusters.length; drawn++) {
      const cluster = clusters[Math.floor(random() * clusters.length)]!
      count += cluster.count
      total += cluster.total
    }
    means[draw] = total / count
  }
  return means.sort()
}

/**
 * Percentiles (Efron, 1979), moved outwards as Student's t is wider than the normal: plain percentiles of few clusters hold the truth too seldom
 * (expanded percentile interval; T. Hesterberg, "What teachers should know about the bootstrap", 2015, section 5.3).
 */
export const intervalOf = (sorted: Float64Array, clusters: number, level = 0.95): { low: number; high: number } => {
  if (clusters < 2) return { low: sorted[0] ?? 0, high: sorted[0] ?? 0 }
  const tail = normalCdf(-Math.sqrt(clusters / (clusters - 1)) * studentQuantile((1 + level) / 2, clusters - 1))
  const index = Math.max(0, Math.round(tail * sorted.length) - 1)
  return { low: sorted[index]!, high: sorted[sorted.length - 1 - index]! }
}
