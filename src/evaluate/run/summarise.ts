import type { CaseRow, ComparedAnswers, Metric, VariantReport } from '../../domain/eval-run.ts'
import type { AnswerVariant, EvalCase } from '../../domain/eval-suite.ts'
import { judgedMetric, type Verdicts } from '../judge/correct-mean.ts'
import { isPairJudge } from './compare-answers.ts'
import type { AppointedJudge } from './judge-answer.ts'
import { metricsOf, type CaseRows } from './metrics-of.ts'
import { pairMetric } from './pair-metric.ts'
import { reliability, riskCoverage } from './risk-coverage.ts'
import { judgingCosts } from './row-costs.ts'

/** The tag under which cases are told that machines wrote. */
export const generatedTag = 'origin: generated'

/** Cases of one variant that have rows, with their rows in order of repeats. */
export const groupRows = (cases: readonly EvalCase[], rows: readonly CaseRow[], variant: string): (CaseRows & { readonly case: EvalCase })[] => {
  const byCase = Map.groupBy(
    rows.filter((row) => row.variant === variant),
    (row) => row.caseId,
  )
  return cases.flatMap((it) => {
    const own = byCase.get(it.id)
    if (!own) return []
    return [{ id: it.id, cluster: it.cluster, mustAbstain: it.mustAbstain, case: it, rows: own.toSorted((a, b) => a.repeat - b.repeat) }]
  })
}

export interface Summary {
  readonly report: VariantReport
  /** Sentences on what its figures rest on. */
  readonly notes: readonly string[]
}

export const summarise = (cases: readonly EvalCase[], rows: readonly CaseRow[], variant: AnswerVariant, judges: readonly AppointedJudge[]): Summary => {
  const all = groupRows(cases, rows, variant.name)
  const peoples = all.filter((it) => it.case.origin !== 'generated')
  const own = all.flatMap((it) => it.rows)
  const main = metricsOf(peoples)
  const metrics = (group: readonly CaseRows[]): Metric[] => withJudges(metricsOf(group), group, judges)
  const tags = [...new Set(peoples.flatMap((it) => it.case.tags))].sort()
  const groups = [
    ...tags.map((tag) => ({ tag, group: peoples.filter((it) => it.case.tags.includes(tag)) })),
    ...[{ tag: generatedTag, group: all.filter((it) => it.case.origin === 'generated') }].filter(({ group }) => group.length > 0),
  ]
  return {
    report: {
      name: variant.name,
      model: [...new Set(own.filter(({ model }) => model !== '').map(({ model }) => model))].join(', ') || (variant.model ?? ''),
      cases: peoples.length,
      failed: peoples.flatMap((it) => it.rows).filter(({ outcome }) => outcome === 'failed').length,
      metrics: withJudges(main, peoples, judges),
      tags: groups.map(({ tag, group }) => ({ tag, cases: group.length, metrics: metrics(group) })),
      riskCoverage: riskCoverage(peoples),
      reliability: reliability(peoples),
      costUsd: total(own.map(({ costUsd }) => costUsd)),
      judgeCostUsd: total(own.flatMap(judgingCosts)),
    },
    notes: main.flatMap((it) => judgedBy(it, peoples, judges)?.notes ?? []),
  }
}

/** Who judged, how well it is known, and the mean that people would have given. */
const withJudges = (metrics: readonly Metric[], group: readonly CaseRows[], judges: readonly AppointedJudge[]): Metric[] =>
  metrics.map((metric) => ({ ...metric, judged: judgedBy(metric, group, judges)?.metric ?? null }))

/** Null for what no judge measured, and where nothing was compared. */
const judgedBy = (metric: Metric, group: readonly CaseRows[], judges: readonly AppointedJudge[]): ReturnType<typeof judgedMetric> | null => {
  const appointed = judges.find((it) => it.metric === metric.name)
  if (!appointed) return null
  if (!isPairJudge(appointed)) return judgedMetric({ ...verdictsOf(group, appointed), mean: metric }, appointed.certificate)
  const compared = comparedBy(group, appointed)
  return compared.length === 0 ? null : pairMetric(compared, appointed)
}

const comparedBy = (group: readonly CaseRows[], { judge }: AppointedJudge): ComparedAnswers[] =>
  group
    .flatMap(({ rows }) => rows.flatMap(({ comparedAnswers = [] }) => comparedAnswers))
    .filter((it) => it.rubric === judge.rubric.version && it.judge === judge.id)

/** Of every row that the judge's score counts: a question that failed has no judgement, and none that passed. */
const verdictsOf = (group: readonly CaseRows[], { judge, metric }: AppointedJudge): Omit<Verdicts, 'mean'> => ({
  rubric: judge.rubric.version,
  judge: judge.id,
  verdicts: group
    .flatMap(({ rows }) => rows)
    .filter(({ scores }) => (scores[metric] ?? null) !== null)
    .map(({ judgements }) => judgements.find((it) => it.rubric === judge.rubric.version && it.judge === judge.id)?.verdict ?? null),
})

const total = (costs: readonly (number | null)[]): number | null =>
  costs.reduce<number | null>((sum, cost) => (sum === null || cost === null ? null : sum + cost), 0)
