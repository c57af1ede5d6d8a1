import { shuffled } from '../../base/random.ts'
import type { EvalCase } from '../../domain/eval-suite.ts'
import type { NewLabelItem } from '../../domain/people-rating.ts'
import { randomOf } from './rating-order.ts'

export type AnsweredCase = Pick<NewLabelItem, 'caseId' | 'variant' | 'traceId'>

/**
 * Answers to at most `questions` of the cases, chosen by chance, each with the answers of all variants. Only cases that every variant
 * has an answer to: what is compared is compared on the same questions. In no order that tells who wrote them.
 */
export const sampleAnswers = (answers: readonly AnsweredCase[], questions: number, seed: string): AnsweredCase[] => {
  const variants = new Set(answers.map(({ variant }) => variant)).size
  const cases = [...Map.groupBy(answers, ({ caseId }) => caseId).values()].filter((it) => new Set(it.map(({ variant }) => variant)).size === variants)
  const random = randomOf(seed)
  return shuffled(shuffled(cases, random).slice(0, questions).flat(), random)
}

/** At most `questions` of them, by chance. */
export const sampleCases = (cases: readonly EvalCase[], questions: number, seed: string): EvalCase[] => shuffled(cases, randomOf(seed)).slice(0, questions)
