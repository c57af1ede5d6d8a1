import type { Estimate } from '../../domain/judgement.ts'
import { meanOf, sum } from './clusters.ts'
import { normalQuantile } from './distributions.ts'
import { wilson } from './wilson.ts'

/**
 * Chance that a true item scores above a false one, ties half, with the interval of DeLong and others (1988) on the logit scale.
 * Null when one kind is missing.
 */
export const auroc = (scores: readonly number[], labels: readonly boolean[]): Estimate | null => {
  const of = (wanted: boolean): number[] => scores.filter((_, index) => labels[index] === wanted).sort((a, b) => a - b)
  const [positive, negative] = [of(true), of(false)]
  if (positive.length === 0 || negative.length === 0) return null

  const won = positive.map((score) => shareBelow(negative, score))
  const value = meanOf(won)
  const fewer = Math.min(positive.length, negative.length)
  // No variance is left to see at the ends, nor in a single item: the smaller kind says how much is known.
  if (value === 0 || value === 1 || fewer < 2) return { ...wilson(value * fewer, fewer), value, n: scores.length }

  const lost = negative.map((score) => 1 - shareBelow(positive, score))
  const error = Math.sqrt(variance(won) / won.length + variance(lost) / lost.length)
  const half = (normalQuantile(0.975) * error) / (value * (1 - value))
  const logit = Math.log(value / (1 - value))
  return { value, low: logistic(logit - half), high: logistic(logit + half), n: scores.length }
}

/** Share of sorted values below `score`, equal ones counted half. */
const shareBelow = (sorted: readonly number[], score: number): number =>
  (firstAt(sorted, (value) => value >= score) + firstAt(sorted, (value) => value > score)) / 2 / sorted.length

const firstAt = (sorted: readonly number[], holds: (value: number) => boolean): number => {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (holds(sorted[middle]!)) high = middle
    else low = middle + 1
  }
  return low
}

const variance = (values: readonly number[]): number => {
  const mean = meanOf(values)
  return sum(values.map((value) => (value - mean) ** 2)) / (values.length - 1)
}

const logistic = (logit: number): number => 1 / (1 + Math.exp(-logit))
