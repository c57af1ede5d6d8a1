import { seededRandom } from '../src/base/random.ts'

export { seededRandom }

/** Retrieval figures as trec_eval defines them. `ranking` is best first without repeats; what is relevant counts fully, all else not. */

export const hitAt = (ranking: readonly string[], relevant: ReadonlySet<string>, depth: number): number =>
  ranking.slice(0, depth).some((id) => relevant.has(id)) ? 1 : 0

/** The share of what is relevant that was found. */
export const recallAt = (ranking: readonly string[], relevant: ReadonlySet<string>, depth: number): number =>
  relevant.size === 0 ? 0 : ranking.slice(0, depth).filter((id) => relevant.has(id)).length / relevant.size

export const ndcgAt = (ranking: readonly string[], relevant: ReadonlySet<string>, depth: number): number => {
  if (relevant.size === 0) return 0
  const gains = ranking.slice(0, depth).map((id, index) => (relevant.has(id) ? discount(index) : 0))
  const ideal = Array.from({ length: Math.min(relevant.size, depth) }, (_, index) => discount(index))
  return sum(gains) / sum(ideal)
}

export const mean = (values: readonly number[]): number => (values.length === 0 ? 0 : sum(values) / values.length)

export interface Interval {
  readonly low: number
  readonly high: number
}

/** 95 % percentile bootstrap of a mean. Questions about one document stand or fall together: give its name as `clusterOf` and whole documents are drawn. */
export const bootstrapInterval = (values: readonly number[], clusterOf: (index: number) => string = String, draws = 2_000, seed = 1): Interval => {
  const means = bootstrapMeans(values, clusterOf, draws, seed).sort((a, b) => a - b)
  return { low: means[Math.floor(draws * 0.025)]!, high: means[Math.ceil(draws * 0.975) - 1]! }
}

/** The chance to see a mean difference at or below zero when documents are drawn anew: small means `a` is better than `b`, question by question. */
export const pairedBootstrap = (a: readonly number[], b: readonly number[], clusterOf: (index: number) => string = String, draws = 2_000, seed = 1): number => {
  const differences = a.map((value, index) => value - b[index]!)
  return bootstrapMeans(differences, clusterOf, draws, seed).filter((difference) => difference <= 0).length / draws
}

const bootstrapMeans = (values: readonly number[], clusterOf: (index: number) => string, draws: number, seed: number): number[] => {
  const clusters = [...Map.groupBy(values.keys(), clusterOf).values()].map((indices) => ({
    count: indices.length,
    total: sum(indices.map((index) => values[index]!)),
  }))
  const random = seededRandom(seed)
  return Array.from({ length: draws }, () => {
    let count = 0
    let total = 0
    for (let draw = 0; draw < clusters.length; draw++) {
      const cluster = clusters[Math.floor(random() * clusters.length)]!
      count += cluster.count
      total += cluster.total
    }
    return total / count
  })
}

const discount = (index: number): number => 1 / Math.log2(index + 2)
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
