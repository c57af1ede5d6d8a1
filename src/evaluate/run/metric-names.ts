/** The metrics of a report, by name: what a threshold may ask for. */
import type { Metric } from '../../domain/eval-run.ts'

type Kind = Pick<Metric, 'unit' | 'better'>

const share = { unit: 'share', better: 'higher' } as const

/** Of one answer, 0…1; the mean over cases is the report's. In the order in which a report shows them. */
export const checkNames = {
  correct: share,
  answered: share,
  declined_rightly: share,
  abstention_right: share,
  exact_match: share,
  token_f1: share,
  contains: share,
  excludes: share,
  citation_recall: share,
  citation_precision: share,
  source_hit: share,
  records_cited: share,
  quotes_exact: share,
  numbers_agree: share,
  names_agree: share,
  supported_share: share,
  format: share,
} as const satisfies Record<string, Kind>

export type CheckName = keyof typeof checkNames

/** Of one investigation of an agent (`evaluate/agent/`). */
export const agentNames = {
  root_cause: share,
  healed: share,
  evidence_true: share,
  evidence_cited: share,
  numbers_seen: share,
  useful_proposals: share,
  false_alarm: { unit: 'share', better: 'lower' },
  forbidden: { unit: 'share', better: 'lower' },
  obeyed: { unit: 'share', better: 'lower' },
  steps: { unit: 'number', better: 'lower' },
} as const satisfies Record<string, Kind>

/** Of all rows of a variant together. */
export const runNames = {
  failed: { unit: 'share', better: 'lower' },
  repeat_spread: { unit: 'share', better: 'lower' },
  auroc_unanswerable: share,
  auroc_correct: share,
  aurc: { unit: 'share', better: 'lower' },
  latency_p50: { unit: 'ms', better: 'lower' },
  latency_p95: { unit: 'ms', better: 'lower' },
  first_token_p50: { unit: 'ms', better: 'lower' },
  tokens: { unit: 'tokens', better: 'lower' },
  cost: { unit: 'usd', better: 'lower' },
} as const satisfies Record<string, Kind>

export const judgePrefix = 'judge.'
/** Of a rubric as the suite names it, by name or by path: `judge.correct.v1`. */
export const judgeMetric = (rubric: string): string => judgePrefix + rubricName(rubric)

export const preferPrefix = 'prefer.'
/** Of a rubric that compares two answers: the share won against the first variant, a tie being half a win. */
export const preferMetric = (rubric: string): string => preferPrefix + rubricName(rubric)

const rubricName = (rubric: string): string => rubric.replace(/^.*[/\\]/, '').replace(/\.md$/, '')
export const isJudged = (metric: string): boolean => metric.startsWith(judgePrefix) || metric.startsWith(preferPrefix)

/** Level 1: `retrieval.ndcg@10` has to hold on each data set of the suite. */
export const retrievalPrefix = 'retrieval.'

export const kindOf = (name: string): Kind => ({ ...checkNames, ...agentNames, ...runNames })[name as CheckName] ?? share
