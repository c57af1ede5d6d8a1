/** Rows → metrics with intervals. The unit is the case: repeats are averaged first, and cases of one document are drawn together. */
import type { CaseRow, Metric } from '../../domain/eval-run.ts'
import type { Estimate } from '../../domain/judgement.ts'
import { bootstrapMean } from '../statistics/bootstrap.ts'
import { auroc } from '../statistics/auroc.ts'
import { meanOf } from '../statistics/clusters.ts'
import { wilson } from '../statistics/wilson.ts'
import { agentNames, checkNames, isJudged, kindOf } from './metric-names.ts'
import { aurcOf, givenAnswers, meanConfidence } from './risk-coverage.ts'

/** All rows of one case in one variant. */
export interface CaseRows {
  readonly id: string
  readonly cluster: string
  readonly mustAbstain: boolean
  readonly rows: readonly CaseRow[]
}

/** Mean of a score over the repeats that have one; null where none has. */
export const caseScore = ({ rows }: CaseRows, name: string): number | null => {
  const values = rows.map(({ scores }) => scores[name] ?? null).filter((value) => value !== null)
  return values.length === 0 ? null : meanOf(values)
}

export const metricsOf = (cases: readonly CaseRows[]): Metric[] => {
  const judged = [...new Set(cases.flatMap(({ rows }) => rows.flatMap(({ scores }) => Object.keys(scores).filter(isJudged))))]
  const scored = [...Object.keys({ ...checkNames, ...agentNames }), ...judged].flatMap((name) => metric(name, scoreMean(cases, name)))
  return [...scored, ...runMetrics(cases)]
}

const metric = (name: string, estimate: Estimate | null): Metric[] =>
  estimate === null || estimate.n === 0 ? [] : [{ name, ...kindOf(name), ...estimate, judged: null }]

const scoreMean = (cases: readonly CaseRows[], name: string): Estimate | null => {
  const scored = cases.flatMap((it) => {
    const value = caseScore(it, name)
    return value === null ? [] : [{ value, cluster: it.cluster }]
  })
  return kindOf(name).unit === 'share' ? shareMean(scored) : plainMean(scored)
}

const plainMean = (scored: readonly { readonly value: number; readonly cluster: string }[]): Estimate | null =>
  scored.length === 0
    ? null
    : bootstrapMean(
        scored.map(({ value }) => value),
        (index) => scored[index]!.cluster,
      )

const shareMean = (scored: readonly { readonly value: number; readonly cluster: string }[]): Estimate | null => {
  if (scored.length === 0) return null
  const values = scored.map(({ value }) => value)
  const areApart = new Set(scored.map(({ cluster }) => cluster)).size === scored.length
  if (areApart && values.every((value) => value === 0 || value === 1)) return wilson(values.filter(Boolean).length, values.length)
  return bootstrapMean(values, (index) => scored[index]!.cluster, { isShare: true })
}

const runMetrics = (cases: readonly CaseRows[]): Metric[] => {
  const rows = cases.flatMap((it) => it.rows)
  const done = rows.filter(({ outcome }) => outcome !== 'failed')
  const given = givenAnswers(cases)
  const asked = cases.flatMap((it) => (meanConfidence(it) === null ? [] : [{ confidence: meanConfidence(it)!, isAnswerable: !it.mustAbstain }]))
  const perCase = (valueOf: (row: CaseRow) => number | null): Estimate | null => {
    const known = cases.filter((it) => it.rows.length > 0 && it.rows.every((row) => valueOf(row) !== null))
    // A mean over those whose price is known would look cheaper than it is.
    if (known.length < cases.length || cases.length === 0) return null
    return bootstrapMean(
      known.map((it) => meanOf(it.rows.map((row) => valueOf(row)!))),
      (index) => known[index]!.cluster,
    )
  }
  return [
    ...metric('failed', shareMean(cases.map((it) => ({ value: meanOf(it.rows.map(({ outcome }) => Number(outcome === 'failed'))), cluster: it.cluster })))),
    ...metric('repeat_spread', spreadOf(cases)),
    ...metric(
      'auroc_unanswerable',
      auroc(
        asked.map((it) => it.confidence),
        asked.map((it) => it.isAnswerable),
      ),
    ),
    ...metric(
      'auroc_correct',
      auroc(
        given.map((it) => it.confidence),
        given.map((it) => it.right >= 0.5),
      ),
    ),
    ...metric('aurc', aurcOf(cases)),
    ...metric(
      'latency_p50',
      quantile(
        done.map(({ latencyMs }) => latencyMs),
        0.5,
      ),
    ),
    ...metric(
      'latency_p95',
      quantile(
        done.map(({ latencyMs }) => latencyMs),
        0.95,
      ),
    ),
    ...metric(
      'first_token_p50',
      quantile(
        done.flatMap(({ firstTokenMs }) => firstTokenMs ?? []),
        0.5,
      ),
    ),
    ...metric(
      'tokens',
      perCase(({ inputTokens, outputTokens }) => inputTokens + outputTokens),
    ),
    ...metric(
      'cost',
      perCase(({ costUsd }) => costUsd),
    ),
  ]
}

/** Mean over cases of how far repeats of one question lie apart in being correct (largest less smallest); null where nothing was asked twice. */
const spreadOf = (cases: readonly CaseRows[]): Estimate | null => {
  const spreads = cases.flatMap(({ rows, cluster }) => {
    const values = rows.map(({ scores }) => scores['correct'] ?? scores['abstention_right'] ?? null).filter((value) => value !== null)
    return values.length < 2 ? [] : [{ value: Math.max(...values) - Math.min(...values), cluster }]
  })
  return shareMean(spreads)
}

/** With the interval that the order of the values itself gives, whatever their distribution. */
const quantile = (values: readonly number[], share: number): Estimate | null => {
  if (values.length === 0) return null
  const sorted = values.toSorted((a, b) => a - b)
  const last = sorted.length - 1
  const half = 1.96 * Math.sqrt(sorted.length * share * (1 - share))
  const at = (position: number): number => sorted[Math.min(last, Math.max(0, Math.round(position)))]!
  const centre = share * last
  return { value: at(centre), low: at(Math.floor(centre - half)), high: at(Math.ceil(centre + half)), n: values.length }
}
