/** How being sure and being right go together: what declining below a confidence would cost and spare. */
import { seededRandom } from '../../base/random.ts'
import type { VariantReport } from '../../domain/eval-run.ts'
import type { Estimate } from '../../domain/judgement.ts'
import { meanOf } from '../statistics/clusters.ts'
import type { CaseRows } from './metrics-of.ts'

export interface GivenAnswer {
  readonly confidence: number
  /** Mean over the repeats that answered; an answer to what has none is wrong. */
  readonly right: number
  readonly cluster: string
}

/** Cases that got an answer, as far as it is known whether it is right. */
export const givenAnswers = (cases: readonly CaseRows[]): GivenAnswer[] =>
  cases.flatMap(({ rows, mustAbstain, cluster }) => {
    const given = rows.flatMap(({ outcome, confidence, scores }) => {
      const right = mustAbstain ? 0 : (scores['correct'] ?? null)
      return outcome === 'answered' && confidence !== null && right !== null ? [{ confidence, right }] : []
    })
    return given.length === 0 ? [] : [{ confidence: meanOf(given.map((it) => it.confidence)), right: meanOf(given.map((it) => it.right)), cluster }]
  })

/** Also of what was declined. */
export const meanConfidence = ({ rows }: CaseRows): number | null => {
  const told = rows.flatMap(({ confidence }) => confidence ?? [])
  return told.length === 0 ? null : meanOf(told)
}

/** From the surest answer on: of all cases the share answered, and of these the share that is wrong. Equal confidences stand or fall together. */
export const riskCoverage = (cases: readonly CaseRows[]): VariantReport['riskCoverage'] => {
  const given = givenAnswers(cases).toSorted((a, b) => b.confidence - a.confidence)
  const isWorthIt = cases.some(({ mustAbstain }) => mustAbstain) || given.some(({ right }) => right < 1)
  if (!isWorthIt) return []
  let wrong = 0
  return given.flatMap(({ confidence, right }, index) => {
    wrong += 1 - right
    const isLastOfEqual = given[index + 1]?.confidence !== confidence
    return isLastOfEqual ? [{ confidence, coverage: (index + 1) / cases.length, risk: wrong / (index + 1) }] : []
  })
}

/** Area under the risk-coverage curve: the mean risk over all coverages that are reached (Y. Geifman and others, 2019); clusters drawn anew for its interval. */
export const aurcOf = (cases: readonly CaseRows[]): Estimate | null => {
  const value = areaOf(cases)
  if (value === null) return null
  const clusters = [...Map.groupBy(cases, ({ cluster }) => cluster).values()]
  const random = seededRandom(1)
  const drawn = Array.from({ length: draws }, () => areaOf(clusters.flatMap(() => clusters[Math.floor(random() * clusters.length)]!)) ?? 0).sort(
    (a, b) => a - b,
  )
  const { length: n } = givenAnswers(cases)
  return { value, low: drawn[Math.floor(draws * 0.025)]!, high: drawn[Math.floor(draws * 0.975)]!, n }
}
const draws = 400

const areaOf = (cases: readonly CaseRows[]): number | null => {
  const curve = riskCoverage(cases)
  let area = 0
  let reached = 0
  for (const { coverage, risk } of curve) {
    area += (coverage - reached) * risk
    reached = coverage
  }
  return reached === 0 ? null : area / reached
}

const bins = 10

/** Told confidence against how often it was right, in tenths. */
export const reliability = (cases: readonly CaseRows[]): VariantReport['reliability'] =>
  [...Map.groupBy(givenAnswers(cases), ({ confidence }) => Math.min(bins - 1, Math.floor(confidence * bins))).entries()]
    .toSorted(([a], [b]) => a - b)
    .map(([, given]) => ({ confidence: meanOf(given.map((it) => it.confidence)), right: meanOf(given.map((it) => it.right)), cases: given.length }))
