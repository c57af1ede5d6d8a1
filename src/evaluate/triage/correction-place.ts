import { queryTerms, termsOf } from '../../base/words.ts'
import type { Passage } from '../../domain/document.ts'
import type { Groundedness } from '../../domain/groundedness.ts'
import type { LiveQuestion } from '../../domain/live-quality.ts'

/** Where in the documents the correction stands that a person gave. */
export type CorrectionPlace = Pick<Passage, 'documentId' | 'source' | 'title' | 'heading' | 'version' | 'start' | 'end'>

/** What to search for: the correction alone, and with the question where it is too short to be found. */
export const correctionQueries = ({ question, detail, feedback }: LiveQuestion): string[] => {
  const correction = feedback?.correction
  return correction ? [correction, `${detail.standaloneQuestion ?? question} ${correction}`] : []
}

/** The first passage that says what the correction says: the verifier supports all of it, or every word of it stands there. Null when none does. */
export const correctionPlace = (question: LiveQuestion, passages: readonly Passage[], groundedness: Groundedness): CorrectionPlace | null => {
  const correction = question.feedback?.correction
  if (!correction) return null
  return passages.find((passage) => isSupported(groundedness(correction, passage.text, question.question)) || holdsAllTerms(passage, correction)) ?? null
}

const isSupported = (sentences: ReturnType<Groundedness>): boolean => sentences.length > 0 && sentences.every(({ verdict }) => verdict === 'supported')

/** For a few words, which are no sentence to verify: `9443`, `every 42 days`. */
const holdsAllTerms = ({ text, language }: Passage, correction: string): boolean => {
  const wanted = queryTerms(correction, [language])
  const there = new Set(termsOf(text, language))
  return wanted.length > 0 && wanted.every((term) => there.has(term))
}
