import type { Groundedness } from '../../domain/groundedness.ts'
import { queryTerms, termsOf } from '../../base/words.ts'
import type { NumberedPassage } from './numbered-passage.ts'

/** What a model wrote, not checked yet. */
export interface Written {
  /** Number of a sentence of the passage. */
  readonly sentence: number
  readonly question: string
  readonly answer: string
}

/** Why a question is not kept, in the order in which it is looked at. */
export const refusals = {
  failed: 'the model failed',
  unreadable: 'what the model wrote cannot be read as a question',
  sentence: 'it names no sentence of the passage',
  shape: 'it is not one plain question',
  leaning: 'the question cannot be understood without the text',
  subject: 'the question is about something that the passage does not name',
  answer: 'the answer is not in the sentence that it names',
  apart: 'the sentence does not speak of what the question asks',
  whole: 'the answer repeats its whole sentence',
  leak: 'the question gives the answer away',
  repeated: 'it was asked already',
} as const
export type Refusal = keyof typeof refusals

/** Null for a good question. Whether search finds it is not looked at: a set of what is found easily would flatter. */
export const checkQuestion = (written: Written, passage: NumberedPassage, groundedness: Groundedness): Refusal | null => {
  const { question, answer } = written
  const sentence = passage.sentences[written.sentence - 1]
  if (!sentence) return 'sentence'
  if (!isOneQuestion(question)) return 'shape'
  if (leans.test(question)) return 'leaning'
  const { language } = passage.document
  if (!isAbout(question, passage, language)) return 'subject'
  if (!isWithin(answer, sentence.plain) && !(figuresStand(answer, sentence.plain) && rests(groundedness(answer, sentence.plain, question)))) return 'answer'
  if (!speaksOf(question, `${passage.heading}\n${sentence.plain}`, language)) return 'apart'
  if (repeats(answer, sentence.plain)) return 'whole'
  if (givesAway(question, answer, language)) return 'leak'
  return null
}

const mostAnswerWords = 30

const isOneQuestion = (question: string): boolean =>
  /^[^?？]{12,280}[?？]$/.test(question) && (question.split(/\s+/).length >= 4 || /\p{Script=Han}/u.test(question))

// What points at a text that the reader does not have, and pronouns that nothing before them explains.
const leans =
  /\b(?:this|these|those)\b|\b(?:the|given|above|following|provided) (?:text|passage|document|documentation|sentence|section|article|paragraph|excerpt|example|page|chapter|context|statement|author|options?|items?|list|table)\b|\b(?:according to|mentioned|described|stated)\b|^(?:\w+\s+){1,3}(?:it|they|them|he|she|we|our|its|their)\b/i

/** Most of what it asks after stands in the passage or its headings, and it names something at all. */
const isAbout = (question: string, { heading, stated }: NumberedPassage, language: string): boolean => {
  const known = new Set([heading, ...stated.map(({ plain }) => plain)].flatMap((text) => termsOf(text, language)))
  const asked = [...new Set(queryTerms(question, [language]))]
  const named = asked.filter((term) => known.has(term))
  return named.length >= 2 && named.length >= asked.length * 0.6
}

const isWithin = (answer: string, sentence: string): boolean => {
  const words = bare(answer)
  return words !== '' && words.split(' ').length <= mostAnswerWords && ` ${bare(sentence)} `.includes(` ${words} `)
}

/** Words as they are compared: without case, and without marks around them. */
const bare = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}%$€]+/gu, ' ')
    .trim()

/** In other words, but no other number, unit or name. */
const figuresStand = (answer: string, sentence: string): boolean => {
  const words = ` ${bare(sentence)} `
  return (answer.match(figures) ?? []).every((it) => words.includes(` ${bare(it)} `))
}

// A number with the word or sign behind it; a word with a digit, a capital or a joint within it; a word with a capital behind another word.
const figures =
  /\p{N}[\p{N}.,:]*(?:\s?(?:\p{L}+|[%€$]))?|[\p{L}\p{N}]*(?:\p{L}[\p{N}_.]|\p{Ll}\p{Lu})[\p{L}\p{N}_.]*[\p{L}\p{N}]|(?<=[\p{L}\p{N},;] )\p{Lu}[\p{L}\p{N}]*/gu

// A right sentence often leaves its subject to the one before. Below this, it is about something else that happens to hold a number.
const leastShared = 0.4

/** Of what the question names, enough stands in this very sentence or above it. */
const speaksOf = (question: string, said: string, language: string): boolean => {
  const known = new Set(termsOf(said, language))
  const asked = queryTerms(question, [language]).filter((term) => !amounts.has(term))
  return asked.filter((term) => known.has(term)).length >= leastShared * asked.length
}

// "How many", "how long": what kind of answer is wanted, not what it is about.
const amounts = new Set(termsOf('many much long often far old big large high', 'en'))

const rests = (sentences: ReturnType<Groundedness>): boolean => sentences.length > 0 && sentences.every(({ verdict }) => verdict === 'supported')

// A fact is less than what is said of it: a model that copies the sentence has asked for nothing in particular.
const mostOfSentence = 0.7

const repeats = (answer: string, sentence: string): boolean => sizeOf(answer, sentence) > mostOfSentence * sizeOf(sentence, sentence)

/** In words; in characters where the sentence has no spaces. */
const sizeOf = (text: string, sentence: string): number => (/\s/.test(sentence) ? text.split(/\s+/).length : text.length)

const givesAway = (question: string, answer: string, language: string): boolean => {
  const asked = new Set(termsOf(question, language))
  return queryTerms(answer, [language]).every((term) => asked.has(term))
}
