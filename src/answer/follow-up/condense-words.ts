import type { Message } from '../../domain/model.ts'
import { isFunctionWord, tokensOf } from '../reading/tokens.ts'
import { topicOf, withoutMark } from './topic.ts'

/**
 * The question with what it leaves out, taken from the questions before it; unchanged when it stands alone. Rules for English, and
 * for the plainest openings of a few other languages. What they find stands in evals/LEADERBOARD.md.
 */
export const condenseByWords = (question: string, history: readonly Message[]): string => {
  let standing: string | null = null
  for (const { role, content } of history) if (role === 'user') standing = complete(content.trim(), standing)
  return complete(question.trim(), standing)
}

// A question is at most this long, and a topic that fills it says nothing any more.
const longest = 1000
const longestTopic = 300
const longestNamed = 6

const complete = (question: string, previous: string | null): string => {
  if (previous === null || previous.length > longestTopic) return question
  const completed = completedWith(question, previous)
  return completed.length <= longest ? completed : question
}

const completedWith = (question: string, previous: string): string => {
  const condition = /^what if\s+(?<rest>.+)$/isu.exec(question.replace(conjunction, ''))?.groups?.rest
  if (condition) return `${withoutMark(previous)} if ${withoutMark(condition)}?`
  const swapped = swap.exec(question)?.groups?.rest
  if (swapped && !asks.test(swapped)) return swapIn(withoutMark(swapped), withoutMark(previous))
  const body = question.replace(conjunction, '')
  const { phrase, thing } = topicOf(previous)
  const standIns = [...body.matchAll(pronoun)].filter(({ 0: word, index }) => standsFor(body, word, index))
  // Said twice, or in many words, it would read like a stutter: it is said once, at the end.
  const only = standIns.length === 1 && wordCount(thing) <= longestNamed ? standIns[0]! : null
  if (only) return capitalised(`${body.slice(0, only.index)}${possessive(only[0], thing)}${body.slice(only.index + only[0].length)}`)
  if (standIns.length > 0) return `${capitalised(withoutMark(body))} — ${phrase}?`
  return leansBack(question, body) ? `${capitalised(withoutMark(body))} — ${phrase}?` : question
}

// "And for Windows?", "What about gauges?": the question before, asked of something else.
const swap = /^(?:ok(?:ay)?[,\s]+)?(?:(?:and|or|but|also)\s+)?(?:(?:what|how) about|and|or|same for|¿?\s?y|und|et)\s+(?<rest>.+)$/isu
const asks = /^(?:what|which|who|whose|where|when|why|how|is|are|was|were|do|does|did|can|could|should|would|will|must|may|has|have|if)\b/i
const conjunction = /^(?:(?:and|but|so|then|also|ok(?:ay)?|or)[,\s]+)+(?=\S)/i

/** "on Linux" gives way to "on Windows", "a counter" to "a gauge"; what has no counterpart goes to the end. */
const swapIn = (phrase: string, previous: string): string => {
  const preposition = /^(?<word>for|on|in|with|under|from|to|at|by|of|as)\s/i.exec(phrase)?.groups?.word?.toLowerCase()
  if (preposition) {
    const group = ofPlace.includes(preposition) ? ofPlace.join('|') : preposition
    const place = new RegExp(String.raw`\s(?:${group})\s+(?:(?:a|an|the|my|our)\s+)?[\p{L}\p{N}._-]+(?:\s[\p{L}\p{N}._-]+)?$`, 'iu').exec(previous)
    return place ? `${previous.slice(0, place.index)} ${phrase}?` : `${previous}, ${phrase}?`
  }
  const { thing } = topicOf(previous)
  const isOneThing =
    wordCount(thing) <= 3 && previous.endsWith(thing) && previous !== thing && !/\s(?:for|on|in|with|under|from|to|at|by|of|as|and|or)\s/i.test(thing)
  if (!isOneThing) return `${previous}, ${phrase}?`
  return `${previous.slice(0, -thing.length)}${phrase.replace(/\bones?$/i, thing.split(' ').at(-1)!)}?`
}
const ofPlace = ['for', 'on', 'in', 'under', 'with']

const pronoun = /\b(?:it|its|they|them|their|this|these|those|that)\b(?!['’-])/gi

/** Is this word a stand-in, and for something that was named before the question? */
const standsFor = (question: string, word: string, offset: number): boolean => {
  const before = question.slice(0, offset)
  const after = question.slice(offset + word.length)
  const lower = word.toLowerCase()
  if (/^(?:it)$/.test(lower) && isExpletive(after)) return false
  // "this option", "that file": the noun says what; "modules that use": a relative clause.
  if (/^(?:this|these|those|that)$/.test(lower) && !isAlone(lower, before, after)) return false
  return contentWords(before).length < (/^(?:its|their)$/.test(lower) ? 1 : 3)
}

// "Is it safe to expose?" asks of something; "Is it safe to expose the port?" does not.
const isExpletive = (after: string): boolean =>
  /^\s+(?:is\s+|be\s+|make sense\s+)?(?:ok|okay|good|bad|better|best|possible|safe|worth|necessary|required|recommended|allowed|take|takes|cost|costs|a (?:good|bad) idea)\b.*?\b(?:to|if|that|for)\s+\S+\s+\S/i.test(
    after,
  )
const isAlone = (word: string, before: string, after: string): boolean =>
  /^\s*(?:[?.,!]|$)/.test(after) || (asksFirst.test(before) && /^\s+\p{Ll}+\b/u.test(after) && !(word === 'that' && /\p{L}{4,}\s$/u.test(before)))
const asksFirst = /(?:^|\b(?:is|are|was|were|do|does|did|can|could|should|would|will|of|about|for|with|than|like)\s+)$/i

const possessive = (word: string, thing: string): string => (/^(?:its|their)$/i.test(word) ? `${thing}'s` : thing)

/** Does it say too little to be searched by itself, or point back? */
const leansBack = (question: string, body: string): boolean => {
  if ((pointing.test(body) || hasStandIn(body)) && !isFull(body)) return true
  if (fragment.test(question) && contentWords(body).length <= 4) return true
  const own = contentWords(body).filter((word) => !generic.has(word))
  if (own.length === 0) return true
  return own.length === 1 && wordCount(body) <= 3 && !definition.test(body) && !/\p{Lu}/u.test(body.slice(1))
}

const pointing =
  /\b(?:this|these|those)\s+\p{L}|\b(?:on|for|of|with|in|by|about|does|is)\s+that\s+\p{L}|\b(?:he|she|him|his|her)\b|\b(?:which|other|another|first|second|third|last|new|old|same|latter|former)\s+ones?\b|\bthe\s+(?:same|other|others|latter|former|rest|difference|first|second|two|both)\b|\b(?:instead|else|otherwise|too|as well|there|then|either|both)\s*[?.!]*$/iu
const hasStandIn = (body: string): boolean => [...body.matchAll(/\b(?:it|its|they|them|their)\b/gi)].some(({ 0: word, index }) => standsFor(body, word, index))
const isFull = (body: string): boolean => contentWords(body).filter((word) => !generic.has(word)).length >= 5 || relative.test(body)
// "metrics that count", "is it possible to", "how long does it take to": these words point nowhere.
const relative = /\p{L}{3,}s?\s+that\s+\p{Ll}+|\bit\s+(?:possible|safe|worth|necessary|required|recommended|ok|better)\b/u
const fragment = /^(?:and|but|or|so|then|for|on|in|with|without|under|from|by|at|as|since|after|before|only|even|not|any|¿?y|und|et|那|那么)\b/iu
const definition = /^what\s+(?:is|are)\s+(?!the\b)/i

// They ask for something of a thing, and do not say of which.
const generic = new Set(
  `default defaults example examples limit limits name names option options value values difference reason reasons way ways detail details step steps alternative alternatives exception exceptions
advantage advantages disadvantage disadvantages benefit benefits drawback drawbacks risk risks purpose meaning problem problems requirement requirements recommended recommend best better
mean means work works use used need needed happen happens happened change changed set get give show tell explain elaborate describe list continue please possible always never more less go on
many much long often exactly else instead first second kind kinds type types sort format size port command commands happen matter important thing things info information source sources`.split(
    /\s+/,
  ),
)

const contentWords = (text: string): string[] =>
  tokensOf(text).flatMap(({ raw, content }) => (content && !isFunctionWord(raw.toLowerCase()) ? [raw.toLowerCase()] : []))
const wordCount = (text: string): number => text.split(/\s+/).filter(Boolean).length
const capitalised = (text: string): string => text.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase())
