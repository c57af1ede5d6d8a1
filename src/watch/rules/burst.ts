import type { Rule } from '../../domain/watch.ts'
import { rounded } from '../say.ts'
import type { NewSample, Verdict } from './verdict.ts'

/** Count of one template (or of all errors) in the stretch of log between two looks. */
export interface BurstMemory {
  /** Stretches seen. */
  readonly looks: number
  /** Mean count in a stretch, of late. */
  readonly mean: number
  /** Mean square of how far counts lay from it. */
  readonly variance: number
}

/** Stretches after which "never before" and "far more often" mean something. */
const learnLooks = 5
const pace = 0.1
/** Chance that so many come at the usual rate. */
const unlikely = 1e-6
const fewest = 5

/** Logs are burstier than Poisson: their variance is taken for twice the mean at least. */
const leastDispersion = 2

/**
 * Far more lines of a kind than at the rate before: a count is taken for Poisson once it is divided by its dispersion (variance by mean, as it was seen;
 * McCullagh and Nelder 1989, 6.2.3), with half a line more than the mean, so that after silence one line is no burst.
 */
export const judgeBurst = (_rule: Extract<Rule, { kind: 'burst' }>, before: BurstMemory | null, { value }: NewSample): Verdict<BurstMemory | null> => {
  if (typeof value !== 'number' || value < 0) return { memory: before, wrong: null, isLearning: true }
  const { looks, mean, variance } = before ?? { looks: 0, mean: value, variance: 0 }
  const dispersion = Math.max(leastDispersion, variance / (mean + 0.5))
  const isBurst = looks >= learnLooks && value >= fewest && poissonTail(Math.floor(value / dispersion), (mean + 0.5) / dispersion) < unlikely
  // A burst does not become the usual thing by one look.
  const distance = Math.min(value, 4 * mean + fewest) - mean
  const share = Math.max(pace, 1 / (looks + 1))
  const memory = { looks: looks + 1, mean: mean + share * distance, variance: (1 - share) * (variance + share * distance ** 2) }
  return {
    memory,
    wrong: isBurst ? `come ${rounded(value)} times, where ${rounded(Number(mean.toPrecision(2)))} are usual` : null,
    isLearning: looks < learnLooks,
  }
}

/** Of lines that come up when the log is known by now: errors are wrong at once, others when they come in numbers. */
export const judgeNewLines = (
  rule: Extract<Rule, { kind: 'burst' }>,
  looks: number,
  severity: string | undefined,
  sample: NewSample,
): Verdict<BurstMemory | null> => {
  const isKnown = looks >= learnLooks
  const verdict = judgeBurst(rule, isKnown ? { looks, mean: 0, variance: 0 } : null, sample)
  if (!isKnown || !grave.has(severity ?? '') || typeof sample.value !== 'number' || sample.value < 1) return verdict
  return { ...verdict, wrong: `are new in this log, seen ${rounded(sample.value)} ${sample.value === 1 ? 'time' : 'times'}` }
}

const grave: ReadonlySet<string> = new Set(['error', 'critical', 'alert', 'emergency'])

/** P(X ≥ count) for a Poisson variable. */
export const poissonTail = (count: number, mean: number): number => {
  if (mean > largeMean) return normalTail((count - 0.5 - mean) / Math.sqrt(mean))
  let term = Math.exp(-mean)
  let below = 0
  for (let index = 0; index < count; index++) {
    below += term
    term *= mean / (index + 1)
  }
  if (1 - below > 1e-9) return 1 - below
  // Far out in the tail the first terms are nearly all of it.
  let tail = 0
  for (let index = count; index < count + 60; index++) {
    tail += Math.exp(index * Math.log(mean) - mean - logFactorial(index))
  }
  return tail
}

/** Beyond it the first term is too small for a number, and the normal distribution is near enough. */
const largeMean = 500

/** Mills' ratio; exact enough where it matters, far out. */
const normalTail = (z: number): number => (z < 2 ? 0.5 : Math.exp((-z * z) / 2) / (z * Math.sqrt(2 * Math.PI)))

/** Stirling's series. */
const logFactorial = (n: number): number => (n < 2 ? 0 : n * Math.log(n) - n + 0.5 * Math.log(2 * Math.PI * n) + 1 / (12 * n))
