import type { CaseRow } from '../../domain/eval-run.ts'

/** What judging a row cost, judgement by judgement; null where a price is not known. */
export const judgingCosts = ({ judgements, comparedAnswers = [] }: CaseRow): (number | null)[] => [...judgements, ...comparedAnswers].map((it) => it.costUsd)

/** The answer's and those of judging it. */
export const costsOf = (row: CaseRow): (number | null)[] => [row.costUsd, ...judgingCosts(row)]
