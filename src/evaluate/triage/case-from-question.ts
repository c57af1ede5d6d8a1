import type { LiveQuestion } from '../../domain/live-quality.ts'
import { blankCase, type UnplacedCase } from '../suite/blank-case.ts'
import type { CorrectionPlace } from './correction-place.ts'
import type { TriageGroup } from './groups.ts'

/** What a person said of an answer, as what the next answer has to be; the question stands alone, so that it needs no history. */
export const caseFromQuestion = (question: LiveQuestion, place: CorrectionPlace | null, groups: readonly TriageGroup[]): UnplacedCase => {
  const { feedback, detail, abstained } = question
  const wasGood = feedback?.rating === 'up'
  const cited = [...new Set(detail.citations.map(({ source }) => source))]
  return {
    ...blankCase(`feedback-${question.traceId.slice(0, 12)}`, detail.standaloneQuestion ?? question.question),
    reference: feedback?.correction ?? (wasGood && abstained === null ? question.answer : null),
    sources: place ? [place.source] : wasGood ? cited : [],
    mustAbstain: wasGood && abstained !== null,
    tags: ['feedback', ...groups],
    origin: 'feedback',
  }
}

/** A case that expects nothing is always right. */
export const expectsSomething = (it: UnplacedCase): boolean => it.mustAbstain || it.reference !== null || it.sources.length > 0
