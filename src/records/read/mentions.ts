/** Which words of a question name what the description names. */
import { nearTerms } from '../../base/near-terms.ts'
import type { Lexicon, Meaning } from './lexicon.ts'
import { smallWords } from './small-words.ts'
import { foldOf, rootOf, singularOf, type Word } from './words.ts'

export interface Mention {
  /** Of words: from, and before. */
  readonly from: number
  readonly to: number
  readonly words: string
  readonly meanings: readonly Meaning[]
  /** `ordered`, `ship`: what is done, and no thing. */
  readonly isVerb: boolean
  readonly isPlural: boolean
  /** `not`, `haven't`, `un…` stand before it. */
  readonly isNegated: boolean
}

/** The longest names win, from left to right. `isTaken`: words that are ids, times or amounts already. */
export const findMentions = (words: readonly Word[], lexicon: Lexicon, isTaken: (word: number) => boolean): Mention[] => {
  const read = words.map((word) => corrected(word, lexicon))
  const mentions: Mention[] = []
  for (let from = 0; from < read.length;) {
    const found = longestAt(read, from, lexicon, isTaken)
    if (!found) {
      from++
      continue
    }
    mentions.push({
      from,
      to: found.to,
      words: read
        .slice(from, found.to)
        .map(({ lower }) => lower)
        .join(' '),
      meanings: found.meanings,
      ...formOf(read, from, found.to, found.meanings, lexicon),
    })
    from = found.to
  }
  return mentions
}

const longestAt = (
  words: readonly Word[],
  from: number,
  { names, choices, deeds, longest }: Lexicon,
  isTaken: (word: number) => boolean,
): { to: number; meanings: readonly Meaning[] } | null => {
  for (let length = Math.min(longest, words.length - from); length > 0; length--) {
    const phrase = words.slice(from, from + length)
    if (phrase.some((_, index) => isTaken(from + index))) continue
    const named = names.get(phrase.map(({ root }) => root).join(' ')) ?? []
    const isDeed = length === 1 && /^(?:i|we)$/.test(words[from - 1]?.lower ?? '')
    const meanings = [...named, ...(choices.get(phrase.map(({ lower }) => foldOf(lower)).join(' ')) ?? (isDeed ? (deeds.get(phrase[0]!.root) ?? []) : []))]
    // `paid on account` is paid, and on account.
    if (
      length > 1 &&
      !meanings.some(({ kind }) => kind === 'choice') &&
      (isChoiceAt(words, from + length - 1, choices, longest) || isChoiceAfter(words, from + length, choices, longest))
    )
      continue
    if (meanings.length > 0 && !(length === 1 && tooSmall.has(phrase[0]!.lower))) return { to: from + length, meanings }
  }
  return null
}

const isChoiceAfter = (words: readonly Word[], at: number, choices: Lexicon['choices'], longest: number): boolean =>
  /^(?:by|with|in|via)$/.test(words[at - 1]!.lower) &&
  Array.from({ length: longest }, (_, more) => more + 1).some(
    (length) =>
      at + length <= words.length &&
      choices.has(
        words
          .slice(at, at + length)
          .map(({ lower }) => foldOf(lower))
          .join(' '),
      ),
  )

const isChoiceAt = (words: readonly Word[], from: number, choices: Lexicon['choices'], longest: number): boolean =>
  smallWords.has(words[from]!.lower) &&
  Array.from({ length: longest }, (_, more) => more + 2).some(
    (length) =>
      from + length <= words.length &&
      choices.has(
        words
          .slice(from, from + length)
          .map(({ lower }) => foldOf(lower))
          .join(' '),
      ),
  )

/** Words that descriptions may use and questions use for something else. */
const tooSmall = new Set([
  'is',
  'in',
  'on',
  'to',
  'of',
  'at',
  'by',
  'a',
  'the',
  'it',
  'no',
  'not',
  'do',
  'get',
  'got',
  'have',
  'has',
  'what',
  'who',
  'when',
  'where',
  'and',
  'or',
  'for',
  'me',
  'my',
  'i',
  'we',
  'you',
  'us',
  'can',
  'will',
  'may',
  'all',
  'that',
  'this',
  'was',
  'are',
  'number',
  'send',
])

/** A misspelt word becomes the known one that it must have been; small words are never corrected. */
const corrected = (word: Word, lexicon: Lexicon): Word => {
  if (word.lower.length < 5 || smallWords.has(word.lower) || isKnown(word, lexicon)) return word
  const [near, another] = nearTerms(word.lower, lexicon.words)
  if (near === undefined || (another !== undefined && rootOf(another) !== rootOf(near)) || smallWords.has(singularOf(word.lower))) return word
  return { ...word, lower: near, root: rootOf(near) }
}

const isKnown = ({ lower, root }: Word, { names, choices, words }: Lexicon): boolean => names.has(root) || choices.has(foldOf(lower)) || words.has(lower)

const formOf = (
  words: readonly Word[],
  from: number,
  to: number,
  meanings: readonly Meaning[],
  lexicon: Lexicon,
): Pick<Mention, 'isVerb' | 'isPlural' | 'isNegated'> => {
  const last = words[to - 1]!
  const before = words.slice(Math.max(0, from - 3), from).map(({ lower }) => lower)
  const subject = before.at(-1) ?? ''
  const isEntity = meanings.some(({ kind }) => kind === 'entity')
  // What the description itself calls so is a thing: `tracking for #W1`.
  const isNoun =
    last.lower.endsWith('ing') &&
    (/^(?:the|my|our|and|any|a|of|,|last|latest|first|next|previous|each|every|this|that)$/.test(subject) ||
      (isEntity && (from === 0 || subject === 'have') && lexicon.words.has(last.lower)))
  const ending = /(?:ed|ing)$/.test(last.lower) && last.lower.length > 5 && !isNoun
  const isVerb =
    to - from === 1 &&
    (ending ||
      pastForms.has(last.lower) ||
      (isEntity &&
        last.lower === singularOf(last.lower) &&
        (/^(?:i|we|you|to)$/.test(subject) || (/^(?:last|first|ever|also|usually)$/.test(subject) && /^(?:i|we)$/.test(before.at(-2) ?? '')))))
  return {
    isVerb,
    isPlural: last.lower !== singularOf(last.lower),
    isNegated:
      before.some((word) => negations.test(word)) ||
      (last.lower === 'pay' && isOwedBefore.test(wordsBefore(words, from, 6))) ||
      /\b(?:still|yet|waiting|have|has|remains?) to be\b/.test(wordsBefore(words, from, 4)),
  }
}

const wordsBefore = (words: readonly Word[], from: number, count: number): string =>
  words
    .slice(Math.max(0, from - count), from)
    .map(({ lower }) => lower)
    .join(' ')

/** `which invoices do I still have to pay`: those that are not paid. */
const isOwedBefore = /\b(?:have|need|got|left) (?:still )?to$|\b(?:still|must|should) (?:i|we)$|\b(?:i|we) (?:still )?(?:must|should)$|\bleft to$/

const pastForms = new Set(['paid', 'pay', 'bought', 'buy', 'sent', 'send', 'lent', 'owe', 'spent'])
const negations =
  /^(?:not|never|isn't|aren't|wasn't|weren't|hasn't|haven't|hadn't|didn't|don't|doesn't|won't|without|no|un|isnt|hasnt|havent|didnt|wasnt|yet|neither|nor)$/
