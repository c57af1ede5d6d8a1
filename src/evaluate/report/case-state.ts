import type { CaseRow } from '../../domain/eval-run.ts'

/** `error`: no answer came; `fault`: one came and something is wrong with it, or with a judgement of it. */
export type CaseState = 'error' | 'fault' | 'good'

export const stateOf = (row: CaseRow): CaseState => (row.outcome === 'failed' ? 'error' : allFaults(row).length > 0 ? 'fault' : 'good')

/** Those of the checks, then those of the judges: a judge's "no" and a judgement that could not be had are faults too. */
export const allFaults = ({ faults, judgements }: CaseRow): string[] => [
  ...faults,
  ...judgements.flatMap(({ rubric, judge, verdict, failure, explanation }) => {
    if (verdict === null) return [`${rubric}: no judgement by ${judge}: ${failure ?? 'it gave none'}`]
    return verdict === 'fail' ? [`${rubric}: ${judge} says no${explanation ? `: ${explanation}` : ''}`] : []
  }),
]
