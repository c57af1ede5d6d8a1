import type { CaseRow } from '../../domain/eval-run.ts'
import type { JudgeBesidePeople } from '../../domain/people-rating.ts'
import { meanOf } from '../statistics/clusters.ts'
import { cohenKappa } from '../statistics/kappa.ts'
import { wilson } from '../statistics/wilson.ts'
import type { RatedAnswer } from './rating-results.ts'

/** From this mean accuracy on, people let an answer pass. */
export const passFrom = 4

export const passes = (accuracies: readonly number[]): boolean => meanOf(accuracies) >= passFrom

/** How far each judge of the run agrees with people's mean on the answers that both have seen. */
export const judgesBesidePeople = (rated: readonly RatedAnswer[], rows: readonly CaseRow[]): JudgeBesidePeople[] => {
  const people = new Map(rated.map(({ item, accuracy }) => [item.traceId, passes(accuracy) ? 'pass' : 'fail']))
  const both = rows.flatMap(({ traceId, judgements }) => {
    const label = traceId === null ? undefined : people.get(traceId)
    return label === undefined ? [] : judgements.map(({ rubric, judge, verdict }) => ({ rubric, judge, label, verdict: verdict ?? 'failed' }))
  })
  return [...Map.groupBy(both, ({ rubric, judge }) => `${rubric}\0${judge}`).values()].map((judged) => ({
    rubric: judged[0]!.rubric,
    judge: judged[0]!.judge,
    answers: judged.length,
    failed: judged.filter(({ verdict }) => verdict === 'failed').length,
    agreement: wilson(judged.filter(({ label, verdict }) => label === verdict).length, judged.length),
    kappa: cohenKappa(judged.map(({ label, verdict }) => [label, verdict] as const)),
  }))
}
