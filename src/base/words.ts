/**
 * The one reading of text as words, for every index and every comparison: memory, SQL, extracts and checks agree because all call this.
 * Identifiers stay whole and are also split (`max_tokens` → `max_tokens`, `max`, `token`); case and diacritics are folded; words are
 * stemmed for their language; scripts without spaces become pairs of characters. Pairs instead of `Intl.Segmenter`: its dictionary
 * changes with the version of Node, and stored postings must not.
 */
import { foldDiacritics, stem } from './stem.ts'

/** The terms of a text in order, repeated as often as they occur. */
export const termsOf = (text: string, language: string): string[] => {
  const terms: string[] = []
  const known = cacheFor(language)
  const plain = normalise(text)
  for (const match of plain.matchAll(token)) {
    const word = match[0]
    let found = known.get(word)
    if (!found) remember(known, ownCopy(word), (found = expand(ownCopy(word), language)))
    for (const term of found) terms.push(term)
    if (plain[match.index - 1] === '-' && plain[match.index - 2] === '-') terms.push(`--${word.toLowerCase().slice(0, longestTerm)}`)
  }
  return terms
}

/** The distinct terms of a question, read in each of the languages that a collection holds. Words that carry no subject are left out unless there is nothing else. */
export const queryTerms = (text: string, languages: readonly string[]): string[] => {
  const all = languages.length > 0 ? languages : ['en']
  const read = (words: string): string[] => [...new Set(all.flatMap((language) => termsOf(words, language)))]
  const terms = all.includes('en') ? read(withoutIdleWords(text)) : []
  return terms.length > 0 ? terms : read(text)
}

/** How often each term occurs. */
export const countTerms = (terms: readonly string[]): Map<string, number> => {
  const counts = new Map<string, number>()
  for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1)
  return counts
}

const token = /[\p{L}\p{N}\p{M}_]+(?:(?:[.'-]|(?<=\p{N}),(?=\p{N}{3}(?!\p{N})))[\p{L}\p{N}\p{M}_]+)*/gu
const ascii = /^\p{ASCII}*$/u
// Base64 and hashes: enough of them to be told apart.
const longestTerm = 64

const normalise = (text: string): string => (ascii.test(text) ? text : text.normalize('NFKC').replace(/[’ʼ]/g, "'").replace(/[‐‑]/g, '-'))

const expand = (word: string, language: string): string[] => {
  if (unspaced.test(word)) return expandUnspaced(word, language)
  const parts = word
    .split(/[._-]/)
    .filter(Boolean)
    .flatMap((part) => splitApostrophe(part, language))
    .flatMap(splitCamelCase)
  const terms = parts.map((part) => stem(part.toLowerCase(), language).slice(0, longestTerm)).filter(Boolean)
  const isCompound = parts.length > 1 && !word.includes("'")
  return isCompound ? [foldDiacritics(word.toLowerCase()).slice(0, longestTerm), ...terms] : terms
}

// English keeps `don't` and leaves `'s` to its stemmer; elsewhere the short half is an article (`l'eau`, `dell'arte`).
const splitApostrophe = (part: string, language: string): string[] => {
  const whole = part.replaceAll(',', '')
  if (language === 'en' || !whole.includes("'")) return [whole]
  return whole.split("'").filter((half) => half.length > 1)
}

const camel = /(?<=\p{Ll})(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/u
const splitCamelCase = (part: string): string[] => (camel.test(part) ? part.split(camel) : [part])

// Thai, Lao, Burmese, Khmer, kana, Han, Hangul.
const unspaced = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\u{20000}-\u{3ffff}]/u
const unspacedRuns = new RegExp(`(?:${unspaced.source})+|[^${unspaced.source.slice(1)}+`, 'gu')

const expandUnspaced = (word: string, language: string): string[] =>
  (word.match(unspacedRuns) ?? []).flatMap((run) => (unspaced.test(run) ? pairs(run) : expand(run.replace(/^[.'_-]+|[.'_-]+$/g, ''), language)))

const pairs = (run: string): string[] => {
  const characters = [...run]
  return characters.length === 1 ? characters : characters.slice(1).map((character, index) => characters[index]! + character)
}

const withoutIdleWords = (text: string): string => normalise(text).replace(token, (word) => (idleWords.has(word.toLowerCase().replace(/'s$/, '')) ? ' ' : word))

/** English only: in a collection of a few hundred chunks their frequency does not tell yet that they mean nothing. Other languages rely on it. */
const idleWords = new Set(
  (
    'a an and are as at be been but by can could did do does for from had has have he her his how i if in into is it its me my of on or our she should so than that the their them then ' +
    'there these they this those to us was we were what when where which who whom whose why will with would you your'
  ).split(' '),
)

// Text repeats itself: nearly all words are found here. Emptied when full, so that a stream of unique tokens cannot grow it.
const mostKnown = 30_000
const caches = new Map<string, Map<string, string[]>>()
const cacheFor = (language: string): Map<string, string[]> => {
  let cache = caches.get(language)
  if (!cache) caches.set(language, (cache = new Map()))
  return cache
}
// A match is a view that keeps its whole text alive; a copy is not.
const ownCopy = (word: string): string => Buffer.from(word).toString()
const remember = (cache: Map<string, string[]>, word: string, terms: string[]): void => {
  if (cache.size >= mostKnown) cache.clear()
  cache.set(word, terms)
}
