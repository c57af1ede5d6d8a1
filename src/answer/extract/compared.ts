import { isIdle } from './asked-words.ts'
import { tokensOf } from '../reading/tokens.ts'

/** The two things of "What is the difference between A and B?" or "A vs. B", as stems; null for other questions. */
export const comparedIn = (question: string, language?: string): readonly [readonly string[], readonly string[]] | null => {
  const found = between.exec(question) ?? versus.exec(question)
  const [one, other] = [found?.groups?.['one'], found?.groups?.['other']].map((thing) => contentOf(thing ?? '', language))
  return one?.length && other?.length ? [one, other] : null
}

const between =
  /\b(?:difference|differences|distinction|unterschied|diferencia)s?\s+(?:between|zwischen|entre)\s+(?<one>.+?)\s+(?:and|und|y)\s+(?<other>[^?]+)/i
const versus = /^(?<one>[^?]+?)\s+(?:vs\.?|versus|compared (?:to|with))\s+(?<other>[^?]+)/i

/** Does a heading put the two side by side, with nothing between or before: "Counter vs. gauge", not "Gauge histograms vs. counter histograms"? */
export const putsSideBySide = (heading: string, [one, other]: readonly [readonly string[], readonly string[]], language?: string): boolean => {
  const stems = contentOf(heading, language)
  const begins = (row: readonly string[], at: number): boolean => row.every((stem, index) => stems[at + index] === stem)
  return stems.some((_, at) => begins([...one, ...other], at) || begins([...other, ...one], at))
}

const contentOf = (text: string, language?: string): string[] =>
  tokensOf(text, language).flatMap(({ content, stem }) => (content && !isIdle(stem) ? [stem] : []))
