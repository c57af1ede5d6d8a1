import { languageOf } from '../../base/question-language.ts'
import { datesOf } from '../reading/dates.ts'
import { withoutFrame } from './asking-frame.ts'
import { sameSpelling } from './spelling.ts'
import { questionTokens } from './question-tokens.ts'
import { withoutStop } from './without-stop.ts'

/**
 * Two questions of one form ask the same: they differ in nothing but courtesy, spelling, and the place of auxiliaries. Every number, name,
 * identifier, date, negation, comparison, preposition and word of content is in the form, in its order. Questions in other languages than
 * English only lose the punctuation around them and the capital of a question word in front.
 */
export const normalForm = (question: string): string => {
  const text = question.normalize('NFC').replace(/[’‘]/g, "'").replace(/[“”]/g, '"').replace(/\s+/g, ' ').trim()
  if ((languageOf(text) ?? 'en') !== 'en')
    return JSON.stringify(['other', withoutStop(text.replace(/^[¿¡\s]+/u, '').replace(foreignOpening, (word) => word.toLowerCase()))])
  const { content, auxiliaries } = questionTokens(sameSpelling(withPhraseLast(withoutFrame(withDates(text)))))
  if (isBare(content, auxiliaries)) return JSON.stringify([['what', ...content], ['be']])
  return JSON.stringify([content, auxiliaries])
}

const foreignOpening =
  /^(?:qué|quién|quiénes|cuál|cuáles|cuándo|cuánto|cuántos|cuánta|cuántas|dónde|cómo|was|wer|wen|wem|wessen|wann|wo|wie|warum|welche[rsnm]?|que|qui|quoi|quel(?:le)?s?|quand|où|comment|pourquoi|combien|o que|qual|quais|quem|quando|onde|como|quanto|wat|wie|welke?|wanneer|waar|waarom|hoe|что|кто|где|когда|как|какой|какая|какие|почему|сколько)(?=\s)/iu

/** "May 5, 2020" and "5th of May 2020" are one token. */
const withDates = (text: string): string =>
  datesOf(text).reduceRight(
    (left, { year, month, day, start, end }) => `${left.slice(0, start)}date:${year}-${month}-${day}${left.slice(end)}`,
    text.replace(/\b(in|of|during|since|before|after) the year (?=\d{4}\b)/gi, '$1 '),
  )

const fronted =
  /^(?<phrase>(?:in|on|at|during|since|before|after|under|for|with|without|within|according to)\s[^,?]{1,80}),\s+(?<asking>(?:who|what|when|where|which|why|how|whose|is|are|was|were|do|does|did|can|could|should|will|has|have)\b)(?<rest>.*)$/i

/** "In 2020, who won?" → "who won in 2020?", where the phrase can only belong to the one verb. */
const withPhraseLast = (text: string): string => {
  const { phrase, asking, rest } = fronted.exec(text)?.groups ?? {}
  if (!phrase || /\b(?:that|which|who|whose|whom|when|where|what|because|if|and|or|but|while|than)\b|[.?!]\s/i.test(rest!)) return text
  return `${asking}${rest!.replace(/[\s?.!]+$/, '')} ${phrase.charAt(0).toLowerCase()}${phrase.slice(1)}`
}

const askingWords = new Set('what who whom whose which when where why how how-to if whether explain describe define list compare show'.split(' '))

/** "Upload limit?" asks what it is. */
const isBare = (content: readonly string[], auxiliaries: readonly string[]): boolean =>
  auxiliaries.length === 0 && content.length > 0 && !content.some((word) => askingWords.has(word))
