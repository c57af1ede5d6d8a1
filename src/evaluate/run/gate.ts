/** The gate opens when every threshold is seen to hold. What was not measured does not hold. */
import type { CaseRow, Comparison, EvalReport, Metric, ThresholdOutcome, VariantReport } from '../../domain/eval-run.ts'
import type { EvalSuite, Threshold } from '../../domain/eval-suite.ts'
import { distrust } from '../judge/distrust.ts'
import { compare } from '../statistics/compare.ts'
import { falseAlarm } from '../statistics/power.ts'
import { pairsOf, type Against } from './compare-runs.ts'
import type { AppointedJudge } from './judge-answer.ts'
import { kindOf, preferPrefix, retrievalPrefix } from './metric-names.ts'
import { shownFigure } from './shown-figure.ts'

export interface GateParts {
  readonly suite: EvalSuite
  readonly rows: readonly CaseRow[]
  readonly variants: readonly VariantReport[]
  readonly retrieval: EvalReport['retrieval']
  readonly judges: readonly AppointedJudge[]
  /** What each variant is compared with; none where there is no baseline. */
  readonly baselineOf: (variant: string) => { readonly against: Against; readonly report: Pick<VariantReport, 'metrics'> | null } | null
  /** As the report has them: one figure for what could have been seen. */
  readonly comparisons: readonly Comparison[]
  /** The variant that all others are compared with; null where an earlier run is. */
  readonly yardstick: string | null
}

export const outcomesOf = (parts: GateParts): ThresholdOutcome[] => [
  ...parts.variants.flatMap((variant) => [
    ...parts.suite.thresholds.filter((it) => !it.metric.startsWith(retrievalPrefix)).flatMap((it) => answerOutcomes(it, variant, parts)),
    ...failedOutcome(variant, parts.suite.thresholds),
    ...parts.judges.flatMap((judge) => judgeOutcome(judge, variant.name)),
  ]),
  ...parts.suite.thresholds.filter((it) => it.metric.startsWith(retrievalPrefix)).flatMap((it) => retrievalOutcomes(it, parts.retrieval)),
]

/** Null: nothing is asked for. */
export const gateOf = (outcomes: readonly ThresholdOutcome[], state: EvalReport['state']): EvalReport['gate'] => {
  if (outcomes.length === 0) return null
  return state === 'complete' && outcomes.every(({ holds }) => holds) ? 'pass' : 'fail'
}

const answerOutcomes = (threshold: Threshold, variant: VariantReport, parts: GateParts): ThresholdOutcome[] => {
  const { metric: name, tag, mostWorse } = threshold
  // The first variant's answers are those that others are compared with.
  if (name.startsWith(preferPrefix) && variant.name === parts.suite.variants[0]?.name) return []
  const metrics = tag === null ? variant.metrics : (variant.tags.find((it) => it.tag === tag)?.metrics ?? [])
  const metric = metrics.find((it) => it.name === name)
  const of = { metric: name, variant: variant.name, tag }
  if (!metric) return [{ ...of, holds: false, why: `${name} could not be measured: no case gave it a value.` }]
  const doubt = doubtOf(metric, parts.judges)
  if (doubt !== null) return [{ ...of, holds: false, why: doubt }]
  return [
    ...boundOutcomes(threshold, metric).map((it) => ({ ...of, ...it })),
    ...(mostWorse === null || isYardstick(variant, parts) ? [] : [{ ...of, ...worseOutcome(threshold, mostWorse, variant, parts) }]),
  ]
}

/** Others are measured by it; by itself it is a baseline for nobody. */
const isYardstick = ({ name }: VariantReport, { yardstick, variants }: GateParts): boolean => name === yardstick && variants.length > 1

/** Why a judge's figure opens no gate; null where it may, and where no judge spoke. */
const doubtOf = ({ name, judged }: Metric, judges: readonly AppointedJudge[]): string | null => {
  if (judged === null) return null
  const certificate = judges.find(({ metric }) => metric === name)?.certificate ?? null
  const doubt = distrust(judged, certificate)
  // The labelled pairs are of other systems: there is no corrected share of comparisons won.
  if (doubt !== null || judged.corrected !== null || judged.pairs) return doubt
  return `${name} could not be corrected for the error of ${judged.judge}: too few of its labelled items got a verdict. Measure it again with "answerable eval judge".`
}

type Outcome = Pick<ThresholdOutcome, 'holds' | 'why'>

const boundOutcomes = ({ least, most }: Threshold, metric: Metric): Outcome[] => {
  // People's mean as far as it is known counts, where a judge's stands for it.
  const value = metric.judged?.corrected?.value ?? metric.value
  const seen = `${metric.name} is ${shownFigure(value, metric.unit)}${metric.judged?.corrected ? ` (the judge said ${shownFigure(metric.value, metric.unit)})` : ''}`
  return [
    ...(least === null ? [] : [{ holds: value >= least, why: `${seen}; at least ${shownFigure(least, metric.unit)} is wanted.` }]),
    ...(most === null ? [] : [{ holds: value <= most, why: `${seen}; at most ${shownFigure(most, metric.unit)} is wanted.` }]),
  ]
}

const worseOutcome = ({ metric, tag }: Threshold, mostWorse: number, variant: VariantReport, parts: GateParts): Outcome => {
  const baseline = parts.baselineOf(variant.name)
  if (!baseline) return { holds: false, why: `${metric} is to be compared with a baseline, and there is none. Name one with --against.` }
  const { unit, better } = kindOf(metric)
  const cases = tag === null ? parts.suite.cases : parts.suite.cases.filter((it) => it.tags.includes(tag))
  const { own, other, clusterOf } = pairsOf(metric, cases, parts.rows, variant.name, baseline.against)
  if (own.length === 0) return worseOfRun(metric, mostWorse, variant, baseline.report)
  // Both sides as gains, and ours with the worsening that is allowed already given back: what is still worse is too much.
  const sign = better === 'higher' ? 1 : -1
  const allowed = own.map((value) => sign * value + mostWorse)
  const { verdict } = compare(
    allowed,
    other.map((value) => sign * value),
    clusterOf,
    falseAlarm / Math.max(1, parts.suite.thresholds.length),
  )
  const told = tag === null ? parts.comparisons.find((it) => it.metric === metric && it.variant === variant.name && it.against === baseline.against.name) : null
  const { difference, detectable } = told ?? compare(own, other, clusterOf)
  const figures = `${metric} differs by ${shownFigure(difference.value, unit)} [${shownFigure(difference.low, unit)} … ${shownFigure(difference.high, unit)}, 95 %] from ${baseline.against.name} on ${own.length} shared cases`
  const seen =
    unit === 'share' && detectable >= 1 ? '; so few cases show no difference' : `; less than ${shownFigure(detectable, unit)} could not have been seen`
  return { holds: verdict !== 'worse', why: `${figures}; at most ${shownFigure(mostWorse, unit)} worse is wanted${seen}.` }
}

/** Of figures that a whole run has, like a percentile of time: no interval is known for their difference. */
const worseOfRun = (name: string, mostWorse: number, variant: VariantReport, baseline: Pick<VariantReport, 'metrics'> | null): Outcome => {
  const [own, other] = [variant, baseline].map((it) => it?.metrics.find((metric) => metric.name === name))
  if (!own || !other) return { holds: false, why: `${name} cannot be compared: no case and no figure is shared with the baseline.` }
  const worse = own.better === 'higher' ? other.value - own.value : own.value - other.value
  const why = `${name} is ${shownFigure(own.value, own.unit)} after ${shownFigure(other.value, own.unit)}; at most ${shownFigure(mostWorse, own.unit)} worse is wanted.`
  return { holds: worse <= mostWorse, why }
}

/** Unless the suite itself says how many may fail. */
const failedOutcome = ({ name, failed }: VariantReport, thresholds: readonly Threshold[]): ThresholdOutcome[] => {
  if (failed === 0 || thresholds.length === 0 || thresholds.some(({ metric }) => metric === 'failed')) return []
  const why = `${failed} ${failed === 1 ? 'question' : 'questions'} got no answer at all because of an error. A threshold "failed: { most: 0.01 }" would allow one in a hundred.`
  return [{ metric: 'failed', variant: name, tag: null, holds: false, why }]
}

/** The judge's own bar, whether or not a threshold leans on it. */
const judgeOutcome = ({ metric, judge, certificate, leastKappa }: AppointedJudge, variant: string): ThresholdOutcome[] => {
  if (leastKappa === null) return []
  const of = { metric: `${metric}.kappa`, variant, tag: null }
  const doubt = distrust({ judge: judge.id, rubric: judge.rubric.version }, certificate)
  if (doubt !== null) return [{ ...of, holds: false, why: `${doubt} (A kappa of at least ${leastKappa} is wanted.)` }]
  const { value } = certificate!.kappa!
  return [
    {
      ...of,
      holds: value >= leastKappa,
      why: `${judge.id} agrees with people by a kappa of ${value.toFixed(2)} on ${certificate!.dataset}; at least ${leastKappa} is wanted.`,
    },
  ]
}

const retrievalOutcomes = (threshold: Threshold, retrieval: EvalReport['retrieval']): ThresholdOutcome[] => {
  const name = threshold.metric.slice(retrievalPrefix.length)
  const of = { metric: threshold.metric, variant: 'retrieval', tag: null }
  if (retrieval.length === 0) return [{ ...of, holds: false, why: 'No data set was ranked.' }]
  return retrieval.flatMap(({ dataset, metrics }) => {
    const metric = metrics.find((it) => it.name === name)
    if (!metric) return [{ ...of, holds: false, why: `${dataset} has no ${name}; it has ${metrics.map((it) => it.name).join(', ')}.` }]
    return boundOutcomes(threshold, metric).map(({ holds, why }) => ({ ...of, holds, why: `${dataset}: ${why}` }))
  })
}
