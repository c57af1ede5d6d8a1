/** All that stands in a question's words, before anything is concluded from it. */
import type { RecordsDescription } from '../../domain/record-description.ts'
import { readAmounts, type AmountMark } from './amounts.ts'
import { askingPartOf, type AskingPart } from './asking-part.ts'
import { dayIn } from './calendar.ts'
import { withCarriageNamed } from './carriage.ts'
import { readIds, type IdMark } from './ids.ts'
import { lexiconOf, type Lexicon } from './lexicon.ts'
import { readManner, type Manner } from './manner.ts'
import { withMeasuresNamed } from './measures.ts'
import { findMentions, type Mention } from './mentions.ts'
import { readPlaces, type PlaceMark } from './places.ts'
import { inPlainWords } from './plain-words.ts'
import { smallWords } from './small-words.ts'
import { readTimes, type TimeMark } from './times.ts'
import { foldOf, plainQuestion, readWords, rootOf, type Word } from './words.ts'

export interface Seen {
  readonly description: RecordsDescription
  readonly isStaff: boolean
  readonly text: string
  readonly words: readonly Word[]
  readonly manner: Manner
  /** The sentences that ask. */
  readonly asking: AskingPart
  readonly ids: readonly IdMark[]
  readonly times: readonly TimeMark[]
  readonly amounts: readonly AmountMark[]
  readonly places: readonly PlaceMark[]
  readonly mentions: readonly Mention[]
  /** Runs of words that nothing explains, as indexes of words: names of things, most likely. */
  /** Of the records' zone. */
  readonly today: string
  readonly unknown: readonly { readonly from: number; readonly to: number }[]
}

export const seeQuestion = (question: string, description: RecordsDescription, now: Date, isStaff: boolean): Seen => {
  const lexicon = lexiconOf(description)
  const text = withCarriageNamed(withMeasuresNamed(inPlainWords(plainQuestion(question), description), description), description).replace(
    unfinished,
    (word, done: string) => (lexicon.choices.has(foldOf(word.toLowerCase())) || lexicon.names.has(rootOf(word.toLowerCase())) ? word : `not ${done}`),
  )
  const words = readWords(text)
  const ids = readIds(text, description)
  const today = dayIn(description.zone, now)
  const asking = askingPartOf(text)
  const times = readTimes(text, today).filter((time) => !ids.some((id) => overlap(id, time)) && isOfRows(text, asking, time, today))
  const amounts = readAmounts(text).filter((amount) => ![...ids, ...times].some((other) => overlap(other, amount)))
  const taken = words.map((word) => [...ids, ...times].some((mark) => overlap(mark, word)))
  const isPart = partOfName(words, lexicon, taken)
  const mentions = askedMentions(
    findMentions(words, lexicon, (index) => taken[index]! || isPart(index) || isRate(words, index)),
    words,
    asking,
  )
  const long = mentions.filter(({ from, to }) => to - from > 1).map(({ from, to }) => ({ start: words[from]!.start, end: words[to - 1]!.end }))
  const places = readPlaces(text).filter((place) => ![...ids, ...times, ...long].some((other) => overlap(other, place)))
  const explained = words.map(
    (word, index) =>
      taken[index]! ||
      smallWords.has(word.lower) ||
      [...amounts, ...places].some((mark) => overlap(mark, word)) ||
      mentions.some(({ from, to }) => index >= from && index < to),
  )
  return {
    description,
    isStaff,
    text,
    words,
    today,
    asking,
    manner: mannerOf(text, asking),
    ids,
    times,
    amounts,
    places,
    mentions,
    unknown: runsOf(words, explained, text),
  }
}

/** `Bought a lamp in May. Did it ship?` says which lamp; `I go away next week. What is not sent yet?` says nothing of rows. */
const isOfRows = (text: string, { isContext }: AskingPart, { start, from }: TimeMark, today: string): boolean =>
  !isContext(start) ||
  (!ownDoings.test(sentenceAt(text, start)) &&
    (from === null || from < today) &&
    !/\bwait\p{L}* (?:\p{L}+ ){0,3}$/iu.test(text.slice(0, start)) &&
    !/^since\b/i.test(text.slice(start)))

/** `We moved last spring` says when, and nothing of rows. */
const ownDoings = /\b(?:moved?|moving|went away|on holiday|holidays|vacation|travel\p{L}*|trip|born|married|wedding|birthday|party|ill|hospital|stocktake)\b/iu
const sentenceAt = (text: string, at: number): string => text.slice(text.slice(0, at).search(/[^.!?;]*$/), at + (/[.!?;]|$/.exec(text.slice(at))?.index ?? 0))

/** `the switch type of the keyboard`: with a word before it that nothing explains, `type` is a part of some other name. */
const partOfName =
  (words: readonly Word[], { names, choices }: Lexicon, taken: readonly boolean[]) =>
  (index: number): boolean => {
    const before = words[index - 1]
    return (
      words[index]!.lower === 'type' &&
      before !== undefined &&
      !taken[index - 1]! &&
      /^\p{Ll}+$/u.test(before.text) &&
      !smallWords.has(before.lower) &&
      !names.has(before.root) &&
      !choices.has(foldOf(before.lower))
    )
  }

/** `how much is it per day` names no field of days. */
const isRate = (words: readonly Word[], index: number): boolean =>
  /^(?:day|week|month|year|night|hour)$/.test(words[index]!.lower) && /^(?:per|a|each|every)$/.test(words[index - 1]?.lower ?? '')

/** What only led to the question names nothing that is asked for, but what the question points back to. */
const askedMentions = (mentions: readonly Mention[], words: readonly Word[], { isContext, pointsBack }: AskingPart): Mention[] => {
  const isAsked = ({ from }: Mention): boolean => !isContext(words[from]!.start)
  if (!mentions.some(isAsked)) return [...mentions]
  return mentions.filter((mention) => isAsked(mention) || (pointsBack && !mention.isVerb))
}

/** What is asked is in the sentences that ask; what is to be done, and whose it is, may stand before. */
const mannerOf = (text: string, { text: asked }: AskingPart): Manner => {
  const whole = readManner(text)
  if (asked === text) return whole
  const manner = readManner(asked)
  return { ...manner, change: whole.change || manner.change, rule: whole.change ? null : manner.rule, others: whole.others, own: whole.own }
}

const unfinished = /\bun(shipped|paid|delivered|sent|returned|dispatched|processed|settled|confirmed|fulfilled)\b/gi

interface Stretch {
  readonly start: number
  readonly end: number
}
const overlap = (one: Stretch, other: Stretch): boolean => one.start < other.end && other.start < one.end

/** Neighbours with nothing but a space or a hyphen between them. */
const runsOf = (words: readonly Word[], explained: readonly boolean[], text: string): { from: number; to: number }[] => {
  const runs: { from: number; to: number }[] = []
  words.forEach((word, index) => {
    if (explained[index]) return
    const last = runs.at(-1)
    const isNext = last && last.to === index && /^(?:'s)?[ -]?$/.test(text.slice(words[index - 1]!.end, word.start))
    if (isNext) last.to = index + 1
    else runs.push({ from: index, to: index + 1 })
  })
  return runs
}
