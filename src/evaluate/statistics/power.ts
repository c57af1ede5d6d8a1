import { clustersOf, meanOf, standardError, type ClusterOf } from './clusters.ts'
import { normalQuantile } from './distributions.ts'

/** Chance that `compare` calls a variant worse (or better) that is not; of all comparisons of a gate together. */
export const falseAlarm = 0.01

/** The smallest true mean difference that `compare` would have shown in four of five runs over questions that vary like these. */
export const detectableDifference = (differences: readonly number[], clusterOf?: ClusterOf, alarm = falseAlarm): number => {
  const clusters = clustersOf(differences, clusterOf)
  if (clusters.length === 0) return Infinity
  const changed = clusters.filter(({ total }) => total !== 0).map(({ total, count }) => Math.abs(total) / count)
  // Fewer than this many clusters that all moved one way can be luck for the sign test; half as many again, to see enough of them in four of five runs.
  const leastMoved = 1.4 * Math.log2(1 / alarm)
  const leastSeen = (leastMoved / clusters.length) * (changed.length === 0 ? 1 : meanOf(changed))
  return Math.max(leastSeen, (normalQuantile(1 - alarm) + normalQuantile(0.8)) * standardError(clusters))
}
