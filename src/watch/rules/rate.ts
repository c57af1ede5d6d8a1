import type { Rule } from '../../domain/watch.ts'
import { amount } from '../say.ts'
import type { NewSample, Verdict } from './verdict.ts'

interface RateMemory {
  readonly value: number
  readonly atMs: number
}

/** Change a second since the sample before. A counter (`…_total`) that falls was set back: its rate is not known until the next sample. */
export const judgeRate = (
  { above, below }: Extract<Rule, { kind: 'rate' }>,
  before: RateMemory | null,
  { name, value, atMs }: NewSample,
): Verdict<RateMemory | null> => {
  if (typeof value !== 'number') return { memory: before, wrong: null, isLearning: true }
  const memory = { value, atMs }
  if (!before || atMs <= before.atMs) return { memory, wrong: null, isLearning: true }
  if (name.endsWith('_total') && value < before.value) return { memory, wrong: null, isLearning: true }
  const rate = ((value - before.value) * 1000) / (atMs - before.atMs)
  const changes = `changes by ${amount(name, rate)} a second`
  if (above !== undefined && rate > above) return { memory, wrong: `${changes}, more than ${amount(name, above)}` }
  if (below !== undefined && rate < below) return { memory, wrong: `${changes}, less than ${amount(name, below)}` }
  return { memory, wrong: null }
}
