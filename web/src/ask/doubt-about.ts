import type { Citation } from '../api/types.ts'
import type { Insight } from '../trace/insight.ts'

/** Why a sentence is supported in part only, in words; null for one that is supported. The reasons come with the trace, a moment after the answer. */
export const doubtAbout = (citation: Citation, doubts: Insight['doubts']): string | null => {
  if (citation.verdict !== 'partly') return null
  const reasons = doubts.find(({ answerStart }) => answerStart === citation.answer_start)?.reasons ?? []
  return ['Partly supported', reasons.join('; ')].filter(Boolean).join(': ')
}
