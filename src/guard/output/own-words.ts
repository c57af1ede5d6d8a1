import { termsOf } from '../../base/words.ts'

// Eight words in a row are rarely the same by chance; shorter ones are how people speak.
const run = 8

/** Tells whether a text holds a run of words of texts that nobody is to see: our prompts. */
export const ownWords = (texts: readonly string[]): ((text: string) => boolean) => {
  const known = new Set(texts.flatMap((text) => runsOf(text)))
  return (text) => runsOf(text).some((words) => known.has(words))
}

const runsOf = (text: string): string[] => {
  const terms = termsOf(text, 'en')
  return terms.length < run ? [] : Array.from({ length: terms.length - run + 1 }, (_, index) => terms.slice(index, index + run).join(' '))
}
