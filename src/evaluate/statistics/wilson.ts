import type { Estimate } from '../../domain/judgement.ts'
import { normalQuantile } from './distributions.ts'

/** A share of independent yes-or-no outcomes (E. B. Wilson, 1927): never outside 0…1, and never without width, also when all of them are alike. */
export const wilson = (successes: number, n: number, level = 0.95): Estimate => {
  if (n === 0) return { value: 0, low: 0, high: 1, n }
  const z = normalQuantile((1 + level) / 2)
  const value = successes / n
  const centre = (value + z ** 2 / (2 * n)) / (1 + z ** 2 / n)
  const half = (z / (1 + z ** 2 / n)) * Math.sqrt((value * (1 - value)) / n + (z / (2 * n)) ** 2)
  return { value, low: successes === 0 ? 0 : centre - half, high: successes === n ? 1 : centre + half, n }
}
