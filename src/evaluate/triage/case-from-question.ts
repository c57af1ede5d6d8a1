import type { EvalCase } from '../../domain/eval-suite.ts'
import type { LiveQuestion } from '../../domain/live-quality.ts'
import type { CorrectionPlace } from './correction-place.ts'
import type { TriageGroup } from './groups.ts'

export type CaseWithoutPlace = Omit<EvalCase, 'place' | 'cluster'>

/** What a person said of an answer, as what the next answer has to be; the question stands alone, so that it needs no history. */
export const caseFromQuestion = (question: LiveQuestion, place: CorrectionPlace | null, groups: readonly TriageGroup[]): CaseWithoutPlace => {
  const { feedback, detail, abstained } = question
  const wasGood = feedback?.rating === 'up'
  const cited = [...new Set(detail.citations.map(({ source }) => source))]
  return {
    id: `feedback-${question.traceId.slice(0, 12)}`,
    question: detail.standaloneQuestion ?? question.question,
    history: [],
    responseSchema: null,
    reference: feedback?.correction ?? (wasGood && abstained === null ? question.answer : null),
    answers: [],
    sources: place ? [place.source] : wasGood ? cited : [],
    quotes: [],
    contains: [],
    excludes: [],
    mustAbstain: wasGood && abstained !== null,
    tags: ['feedback', ...groups],
    origin: 'feedback',
  }
}

/** A case that expects nothing is always right. */
export const expectsSomething = (it: CaseWithoutPlace): boolean => it.mustAbstain || it.reference !== null || it.sources.length > 0
