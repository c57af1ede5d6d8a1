/** Values that stand or fall together, summed: the unit that is drawn anew. */
export interface Cluster {
  readonly count: number
  readonly total: number
}

/** Cluster of a value by its position; each value is one of its own unless said otherwise. */
export type ClusterOf = (index: number) => string

export const clustersOf = (values: readonly number[], clusterOf: ClusterOf = String): Cluster[] =>
  [...Map.groupBy(values.keys(), clusterOf).values()].map((indices) => ({ count: indices.length, total: sum(indices.map((index) => values[index]!)) }))

/** Of the mean of all values, when whole clusters are drawn; 0 for fewer than two (Liang and Zeger, 1986, with G/(G - 1)). */
export const standardError = (clusters: readonly Cluster[]): number => {
  if (clusters.length < 2) return 0
  const count = sum(clusters.map((cluster) => cluster.count))
  const mean = sum(clusters.map(({ total }) => total)) / count
  const squares = sum(clusters.map((cluster) => (cluster.total - cluster.count * mean) ** 2))
  return Math.sqrt((squares * clusters.length) / (clusters.length - 1)) / count
}

export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

/** 0 for no values. */
export const meanOf = (values: readonly number[]): number => (values.length === 0 ? 0 : sum(values) / values.length)
