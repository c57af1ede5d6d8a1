import type { Comparison } from '../../domain/eval-run.ts'
import { differencesOf, pairedDifference } from './bootstrap.ts'
import { clustersOf, type ClusterOf } from './clusters.ts'
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
  const { chanceOfNoGain: _, ...difference } = pairedDifference(a, b, clusterOf)
  return { difference, detectable: detectableDifference(differencesOf(a, b), clusterOf, alarm), verdict: verdict(a, b, clusterOf, alarm) }
}

const verdict = (a: readonly number[], b: readonly number[], clusterOf: ClusterOf | undefined, alarm: number): Comparison['verdict'] => {
  if (isLower(a, b, clusterOf, alarm)) return 'worse'
  if (isLower(b, a, clusterOf, alarm)) return 'better'
  return 'no difference shown'
}

const isLower = (a: readonly number[], b: readonly number[], clusterOf: ClusterOf | undefined, alarm: number): boolean =>
  pairedDifference(a, b, clusterOf, { level: 1 - 2 * alarm, draws: drawsFor(alarm) }).high < 0 &&
  chanceOfTotalThisLow(clustersOf(differencesOf(a, b), clusterOf), drawsFor(alarm)) <= alarm

// A percentile is as good as the number of draws beyond it.
const drawsFor = (alarm: number): number => Math.min(40_000, Math.max(2_000, Math.ceil(40 / alarm)))
