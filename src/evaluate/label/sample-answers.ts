import { shuffled } from '../../base/random.ts'
import type { CaseRow } from '../../domain/eval-run.ts'
import type { EvalCase } from '../../domain/eval-suite.ts'
import type { NewLabelItem } from '../../domain/people-rating.ts'
import { randomOf } from './rating-order.ts'

export type AnsweredCase = Pick<NewLabelItem, 'caseId' | 'variant' | 'traceId'>

/**
 * Answers to at most `questions` of the cases, chosen by chance, each with the answers of all these variants. Only cases that every one
 * of them has an answer to: what is compared is compared on the same questions. In no order that tells who wrote them.
 */
export const sampleAnswers = (answers: readonly AnsweredCase[], variants: readonly string[], questions: number, seed: string): AnsweredCase[] => {
  const wanted = answers.filter(({ variant }) => variants.includes(variant))
  const cases = [...Map.groupBy(wanted, ({ caseId }) => caseId).values()].filter((it) => variants.every((name) => it.some(({ variant }) => variant === name)))
  const random = randomOf(seed)
  return shuffled(shuffled(cases, random).slice(0, questions).flat(), random)
}

/** At most `questions` of them, by chance. */
export const sampleCases = (cases: readonly EvalCase[], questions: number, seed: string): EvalCase[] => shuffled(cases, randomOf(seed)).slice(0, questions)

/** How many questions of a run no sheet can show, and why; null where all have an answer of each of these variants. */
export const leftOut = (rows: readonly Pick<CaseRow, 'caseId' | 'variant' | 'traceId' | 'failure'>[], variants: readonly string[]): string | null => {
  const byCase = [...Map.groupBy(rows, ({ caseId }) => caseId).values()]
  const incomplete = byCase.filter((it) => !variants.every((name) => it.some(({ variant, traceId }) => variant === name && traceId !== null)))
  if (incomplete.length === 0) return null
  const why =
    incomplete.flat().find(({ variant, failure }) => variants.includes(variant) && failure !== null)?.failure ?? 'the run was stopped before they were asked.'
  return `${incomplete.length} of ${byCase.length} questions are left out: not every variant has an answer to them. The first: ${why}`
}
