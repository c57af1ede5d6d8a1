import { plainView } from '../base/plain-view.ts'
import { blocksOf } from '../base/text-blocks.ts'
import { queryTerms } from '../base/words.ts'
import type { Passage } from '../domain/document.ts'

// "What is a recording rule?" has two; of a longer question no heading says all.
const mostTerms = 3

/** May a heading say all that a question asks for? */
export const isShort = (question: string): boolean => queryTerms(question, ['en']).length <= mostTerms

/**
 * Passages below a heading that is just what is asked for go up, best first again. Small sections that share one chunk, as in a glossary,
 * are far from the question in meaning and long in words, so neither ranking sees that one of them is named by it.
 */
export const liftNamed = (question: string, passages: readonly Passage[]): Passage[] =>
  passages
    .map((passage) => (isNamed(question, passage) ? { ...passage, score: (passage.score + 2) / 3 } : passage))
    .sort((one, other) => other.score - one.score)

const isNamed = (question: string, { text, language }: Passage): boolean => {
  const asked = queryTerms(question, [language]).sort().join(' ')
  return blocksOf(text).some(
    ({ kind, bodyStart, end }) =>
      kind === 'heading' &&
      queryTerms(plainView(text.slice(bodyStart, end)).text, [language])
        .sort()
        .join(' ') === asked,
  )
}
