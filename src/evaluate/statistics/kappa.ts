import type { Estimate } from '../../domain/judgement.ts'
import { sum } from './clusters.ts'
import { studentQuantile } from './distributions.ts'
import { wilson } from './wilson.ts'

/**
 * Agreement beyond chance (J. Cohen, 1960) with the large-sample standard error of Fleiss, Cohen and Everitt (1969), on the scale of Fisher's z.
 * Null without pairs, or when both sides say one and the same label only: chance alone would agree.
 */
export const cohenKappa = (pairs: readonly (readonly [string, string])[]): Estimate | null => {
  const n = pairs.length
  const labels = [...new Set(pairs.flat())]
  const share = (found: number): number => found / n
  const first = new Map(labels.map((label) => [label, share(pairs.filter(([a]) => a === label).length)]))
  const second = new Map(labels.map((label) => [label, share(pairs.filter(([, b]) => b === label).length)]))
  const agreed = pairs.filter(([a, b]) => a === b).length
  const byChance = sum(labels.map((label) => first.get(label)! * second.get(label)!))
  if (n === 0 || byChance === 1) return null

  const observed = share(agreed)
  const kappa = (observed - byChance) / (1 - byChance)
  // Perfect agreement of a few items is not certainty: what Wilson leaves open of the agreement, kappa leaves open.
  if (agreed === n) return { value: 1, low: (wilson(n, n).low - byChance) / (1 - byChance), high: 1, n }

  const terms = pairs.map(([a, b]) => (a === b ? 1 - (first.get(a)! + second.get(a)!) * (1 - kappa) : -(1 - kappa) * (second.get(a)! + first.get(b)!)))
  const variance = (sum(terms.map((term) => term ** 2)) / n - (kappa - byChance * (1 - kappa)) ** 2) / (n * (1 - byChance) ** 2)
  return { value: kappa, ...onFisherScale(kappa, Math.sqrt(Math.max(0, variance)), n), n }
}

const onFisherScale = (kappa: number, error: number, n: number): { low: number; high: number } => {
  if (kappa <= -1) return { low: -1, high: -1 }
  const half = (studentQuantile(0.975, Math.max(1, n - 1)) * error) / (1 - kappa ** 2)
  return { low: Math.tanh(Math.atanh(kappa) - half), high: Math.tanh(Math.atanh(kappa) + half) }
}
