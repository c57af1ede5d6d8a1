import type { Comparison } from '../../domain/eval-run.ts'
import { bootstrapMeans, differencesOf, intervalOf } from './bootstrap.ts'
import { clustersOf, meanOf, type Cluster, type ClusterOf } from './clusters.ts'
import { detectableDifference, falseAlarm } from './power.ts'
import { chanceOfTotalThisLow } from './sign-flip.ts'

/**
 * `a` against `b`, question by question; higher is better. Better or worse needs two witnesses: the interval of level 1 - 2 × `alarm` excludes zero,
 * and signs flipped at random come out as far in at most `alarm` of the draws. Divide `alarm` by the number of comparisons that one gate makes.
 */
export const compare = (
  a: readonly number[],
  b: readonly number[],
  clusterOf?: ClusterOf,
  alarm = falseAlarm,
): Pick<Comparison, 'difference' | 'detectable' | 'verdict'> => {
  const differences = differencesOf(a, b)
  const clusters = clustersOf(differences, clusterOf)
  const means = bootstrapMeans(clusters, { draws: drawsFor(alarm) })
  return {
    difference: { value: meanOf(differences), ...intervalOf(means, clusters.length), n: clusters.length },
    detectable: detectableDifference(differences, clusterOf, alarm),
    verdict: verdict(clusters, intervalOf(means, clusters.length, 1 - 2 * alarm), alarm),
  }
}

const verdict = (clusters: readonly Cluster[], { low, high }: { low: number; high: number }, alarm: number): Comparison['verdict'] => {
  if (high < 0 && chanceOfTotalThisLow(clusters, drawsFor(alarm)) <= alarm) return 'worse'
  if (low > 0 && chanceOfTotalThisLow(clusters.map(turned), drawsFor(alarm)) <= alarm) return 'better'
  return 'no difference shown'
}

const turned = ({ count, total }: Cluster): Cluster => ({ count, total: -total })

// A percentile is as good as the number of draws beyond it.
const drawsFor = (alarm: number): number => Math.min(40_000, Math.max(2_000, Math.ceil(40 / alarm)))
