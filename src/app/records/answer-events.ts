import type { Answer, AnswerEvent, Citation } from '../../domain/answer.ts'

/** Of an answer that is there as a whole. */
export function* eventsOf({ passages, text, citations }: Answer): Generator<AnswerEvent> {
  yield { type: 'passages', passages }
  if (text !== '') yield { type: 'delta', text }
  for (const citation of citations) yield { type: 'citation', citation }
}

/** With other words before it. */
export const shifted = (citation: Citation, by: number): Citation => ({
  ...citation,
  answerStart: citation.answerStart + by,
  answerEnd: citation.answerEnd + by,
})
