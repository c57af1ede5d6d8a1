import { queryTerms } from '../../base/words.ts'

// Two questions that share four in five of their words want the same.
const alike = 0.8

/** Remembers questions, and knows one that comes again in nearly the same words. */
export const askedAlready = (): ((question: string, language: string) => boolean) => {
  const asked: ReadonlySet<string>[] = []
  return (question, language) => {
    const terms = new Set(queryTerms(question, [language]))
    const isKnown = asked.some((other) => {
      const shared = [...terms].filter((term) => other.has(term)).length
      return shared >= alike * (terms.size + other.size - shared)
    })
    if (!isKnown) asked.push(terms)
    return isKnown
  }
}
