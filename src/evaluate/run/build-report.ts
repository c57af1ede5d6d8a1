import type { CaseRow, EvalReport, VariantReport } from '../../domain/eval-run.ts'
import type { EvalSuite } from '../../domain/eval-suite.ts'
import { compareWith, type Against } from './compare-runs.ts'
import { gateOf, outcomesOf } from './gate.ts'
import type { AppointedJudge } from './judge-answer.ts'
import type { Stopped } from './run-cases.ts'
import { summarise } from './summarise.ts'

/** An earlier run, or the report of one, that this one is compared with. */
export interface Baseline {
  /** Id of its run. */
  readonly id: string
  readonly suiteHash: string
  readonly rows: readonly CaseRow[]
  /** The figures that a whole run has; empty where it made no report. */
  readonly variants: readonly Pick<VariantReport, 'name' | 'metrics'>[]
  readonly isPartial: boolean
}

export interface ReportParts {
  readonly runId: string
  readonly suite: EvalSuite
  readonly rows: readonly CaseRow[]
  readonly judges: readonly AppointedJudge[]
  readonly retrieval: EvalReport['retrieval']
  readonly version: string
  readonly startedAt: Date
  readonly stopped: Stopped
  /** An earlier run, or the name of a variant of this one; null: the first variant is what others are compared with. */
  readonly against: Baseline | string | null
  /** False for "eval answers": figures, and nothing that has to hold. */
  readonly isGated: boolean
  readonly notes: readonly string[]
}

export const buildReport = (parts: ReportParts): EvalReport => {
  const { suite, rows, judges, retrieval, stopped, against } = parts
  const summaries = suite.variants.map((variant) => summarise(suite.cases, rows, variant, judges))
  const variants = summaries.map(({ report }) => report)
  const state = stopped === null ? 'complete' : 'partial'
  const baselineOf = (variant: string) => baselineFor(variant, parts, variants)
  const comparisons = variants.flatMap(({ name }) => {
    const baseline = baselineOf(name)
    return baseline === null ? [] : compareWith(suite.cases, rows, name, baseline.against)
  })
  const thresholds = parts.isGated ? outcomesOf({ suite, rows, variants, retrieval, judges, comparisons, baselineOf, yardstick: yardstickOf(parts) }) : []
  return {
    runId: parts.runId,
    suite: suite.name,
    suiteHash: suite.hash,
    version: parts.version,
    collection: suite.collection,
    startedAt: parts.startedAt.toISOString(),
    state,
    why: stopped,
    cases: suite.cases.length,
    generatedCases: suite.cases.filter(({ origin }) => origin === 'generated').length,
    repeat: suite.repeat,
    retrieval,
    variants,
    comparisons,
    thresholds,
    gate: gateOf(thresholds, state),
    notes: [...new Set([...parts.notes, ...summaries.flatMap(({ notes }) => notes), ...baselineNotes(against, suite)])],
  }
}

/** The variant that all others are compared with; null where an earlier run is. */
const yardstickOf = ({ suite, against }: ReportParts): string | null => {
  if (against === null) return suite.variants[0]!.name
  return typeof against === 'string' ? against : null
}

/** Null for the variant that others are compared with. */
const baselineFor = (
  variant: string,
  parts: ReportParts,
  reports: readonly VariantReport[],
): { against: Against; report: Pick<VariantReport, 'metrics'> | null } | null => {
  const { rows, against } = parts
  if (against === null || typeof against === 'string') {
    const other = yardstickOf(parts)!
    return other === variant ? null : { against: { name: other, rows, variant: other }, report: reports.find(({ name }) => name === other) ?? null }
  }
  const names = [...new Set(against.rows.map((row) => row.variant))]
  const other = names.includes(variant) ? variant : (against.variants[0]?.name ?? names[0])
  if (other === undefined) return null
  const report = against.variants.find(({ name }) => name === other) ?? null
  return { against: { name: `baseline ${against.id}`, rows: against.rows, variant: other }, report }
}

const baselineNotes = (against: ReportParts['against'], suite: EvalSuite): string[] => {
  if (against === null || typeof against === 'string') return []
  const theirs = new Set(against.rows.map(({ caseId }) => caseId))
  const shared = suite.cases.filter(({ id }) => theirs.has(id)).length
  return [
    ...(against.suiteHash === suite.hash
      ? []
      : [`The baseline ${against.id} was made with other cases, judges or documents. Only the ${shared} cases that both have by id are compared.`]),
    ...(against.isPartial ? [`The baseline ${against.id} is partial.`] : []),
  ]
}
