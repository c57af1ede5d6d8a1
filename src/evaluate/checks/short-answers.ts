import { notAsked, right, wrong, shown, type Check, type Checked } from './check.ts'
import { wordsPattern } from './words-pattern.ts'

/** The answer is one of the short answers, and nothing else. */
export const exactMatch: Check = (it) => best(it, (wanted, given) => (wanted.join(' ') === given.join(' ') ? 1 : 0))

/** Words that answer and short answer share, as SQuAD counts them; of several short answers the best. */
export const tokenF1: Check = (it) => best(it, f1)

const best = ({ case: { answers }, answer }: Checked, compare: (wanted: readonly string[], given: readonly string[]) => number) => {
  if (answers.length === 0) return notAsked
  if (answer.abstained) return { score: 0, faults: [] }
  const given = answerWords(answer.text)
  return { score: Math.max(...answers.map((it) => compare(answerWords(it), given))), faults: [] }
}

const f1 = (wanted: readonly string[], given: readonly string[]): number => {
  const left = new Map<string, number>()
  for (const word of wanted) left.set(word, (left.get(word) ?? 0) + 1)
  let shared = 0
  for (const word of given) {
    const count = left.get(word) ?? 0
    if (count > 0) shared++
    left.set(word, count - 1)
  }
  return shared === 0 ? Number(wanted.length + given.length === 0) : (2 * shared) / (wanted.length + given.length)
}

/** Some short answer stands in the answer, or in words that it cites. */
export const carried: Check = ({ case: { answers }, answer }) => {
  if (answers.length === 0) return notAsked
  if (answer.abstained) return { score: 0, faults: [] }
  const texts = [answer.text, ...answer.citations.map(({ quote }) => quote)]
  const isThere = answers.some((wanted) => texts.some((text) => holds(text, wanted)))
  return isThere ? right : wrong(`None of the short answers is in it: ${answers.slice(0, 3).map(shown).join(', ')}.`)
}

/** Case and blanks do not count. What is plain words is found by SQuAD's reading too; an option or a path stands there as it is, or not at all. */
export const holds = (text: string, wanted: string): boolean => {
  if (asWritten(wanted).test(text.normalize('NFKC'))) return true
  if (!plainWords.test(wanted)) return false
  const words = answerWords(wanted)
  return words.length > 0 && ` ${answerWords(text).join(' ')} `.includes(` ${words.join(' ')} `)
}

const plainWords = /^[\p{L}\p{N}][\p{L}\p{N}\s,.'’"()%-]*$/u

const asWritten = (wanted: string): RegExp => {
  const whole = wanted.normalize('NFKC').trim()
  const pattern = wordsPattern(whole)
  return new RegExp(`${startsWord.test(whole) ? '(?<![\\p{L}\\p{N}])' : ''}${pattern}${endsWord.test(whole) ? '(?![\\p{L}\\p{N}])' : ''}`, 'iu')
}
// Scripts without spaces have no ends of words to look for.
const startsWord = /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{N}]/u
const endsWord = /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{N}]$/u

/**
 * Lower case, no punctuation, no English articles (P. Rajpurkar and others, 2016); scripts without spaces one character a word (MLQA, 2020).
 */
export const answerWords = (text: string): string[] =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\p{P}\p{S}]/gu, '')
    .replace(/\b(?:a|an|the)\b/g, ' ')
    .replace(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/gu, ' $& ')
    .split(/\s+/)
    .filter(Boolean)
