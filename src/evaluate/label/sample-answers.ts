import { shuffled } from '../../base/random.ts'
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
