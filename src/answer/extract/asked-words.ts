import { tokensOf, type Token } from '../reading/tokens.ts'

const stemsIn = (words: string): Set<string> => new Set(tokensOf(words).map(({ stem }) => stem))

// They say how to answer, not of what.
const asking = stemsIn('tell explain describe mean know want need difference differ vs versus compare')
// "Use", "get" and "set" say that something is done, not what.
const idle = stemsIn('use get make do work can see try set have happen handle start')

export const isIdle = (stem: string): boolean => idle.has(stem) || asking.has(stem)

/** The stems of what a question is about; when it holds nothing but words of asking, these. */
export const askedStems = (question: string, language?: string, isLeftOut: (stem: string) => boolean = (stem) => asking.has(stem)): Set<string> => {
  const stems = tokensOf(question, language).flatMap(({ content, stem }) => (content ? [stem] : []))
  const telling = stems.filter((stem) => !isLeftOut(stem))
  return new Set(telling.length > 0 ? telling : stems)
}

/** Stems of words, and of the words inside compound names: `scrape_interval` is also about an interval. */
export const stemsOf = (tokens: readonly Token[], language?: string): Set<string> => {
  const stems = new Set<string>()
  for (const { raw, stem } of tokens) {
    stems.add(stem)
    if (compound.test(raw)) for (const part of tokensOf(raw.replaceAll(joint, ' '), language)) stems.add(part.stem)
  }
  return stems
}

const compound = /[-_./:@+]|\p{Ll}\p{Lu}/u
const joint = /[-_./:@+]+|(?<=\p{Ll})(?=\p{Lu})/gu
