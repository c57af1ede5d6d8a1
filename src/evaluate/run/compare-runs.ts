/** Variants against each other or against an earlier run, case by case. */
import type { CaseRow, Comparison } from '../../domain/eval-run.ts'
import type { EvalCase } from '../../domain/eval-suite.ts'
import { compare } from '../statistics/compare.ts'
import { falseAlarm } from '../statistics/power.ts'
import { agentNames, checkNames, judgePrefix } from './metric-names.ts'
import { caseScore } from './metrics-of.ts'
import { groupRows } from './summarise.ts'

/** What a variant is compared with. */
export interface Against {
  /** Told in the report: name of a variant, or `baseline` with the id of its run. */
  readonly name: string
  readonly rows: readonly CaseRow[]
  /** Whose rows of these. */
  readonly variant: string
}

/** A variant's own rows with those of the other, by case. */
export interface Paired {
  readonly own: readonly number[]
  readonly other: readonly number[]
  readonly clusterOf: (index: number) => string
}

/** Shared cases that people wrote and that both have a score for; in one order. */
export const pairsOf = (metric: string, cases: readonly EvalCase[], rows: readonly CaseRow[], variant: string, against: Against): Paired => {
  const other = new Map(groupRows(cases, against.rows, against.variant).map((it) => [it.id, caseScore(it, metric)]))
  const pairs = groupRows(cases, rows, variant)
    .filter((it) => it.case.origin !== 'generated')
    .map((it) => ({ own: caseScore(it, metric), other: other.get(it.id) ?? null, cluster: it.cluster }))
    .filter((it): it is { own: number; other: number; cluster: string } => it.own !== null && it.other !== null)
  return { own: pairs.map((it) => it.own), other: pairs.map((it) => it.other), clusterOf: (index) => pairs[index]!.cluster }
}

/** Of every metric that both have; the chance of a false alarm is shared by all of them. */
export const compareWith = (cases: readonly EvalCase[], rows: readonly CaseRow[], variant: string, against: Against): Comparison[] => {
  const judged = [...new Set(rows.flatMap(({ scores }) => Object.keys(scores).filter((name) => name.startsWith(judgePrefix))))]
  const paired = [...Object.keys({ ...checkNames, ...agentNames }), ...judged]
    .map((metric) => ({ metric, ...pairsOf(metric, cases, rows, variant, against) }))
    .filter(({ own }) => own.length > 1)
  return paired.map(({ metric, own, other, clusterOf }) => ({
    variant,
    against: against.name,
    metric,
    ...compare(own, other, clusterOf, falseAlarm / paired.length),
  }))
}
