import { slipsAllowed } from '../../base/near-terms.ts'
import { queryTerms } from '../../base/words.ts'

/** The terms of words that a collection holds in none of its languages, and that are long enough to be told from others. */
export const misspelt = (text: string, languages: readonly string[], knows: (term: string) => boolean): string[] => {
  const asked = new Set(queryTerms(text, languages))
  const unknown = (text.match(word) ?? []).flatMap((one) => {
    const terms = queryTerms(one, languages).filter((term) => asked.has(term))
    return terms.some(knows) ? [] : terms.slice(0, 1)
  })
  return [...new Set(unknown)].filter((term) => slipsAllowed(term) > 0)
}

const word = /[\p{L}\p{N}\p{M}_'’.-]+/gu
