import { sentencesOf } from '../base/sentences.ts'
import { stem } from '../base/stem.ts'
import type { Systems } from '../domain/systems.ts'
import type { Hypothesis } from './hypothesis.ts'
import { namesOf } from './scope.ts'

/**
 * Sentences of a model that the evidence of its cause carries: each number in them stands there, they name nothing of the inventory that it does not
 * name, they share its words, and hold neither addresses nor markup.
 */
export const verifiedSentences = (text: string, { text: cause, evidence }: Hypothesis, systems: Systems): string[] => {
  const told = [cause, ...evidence.map(({ sentence }) => sentence)].join('\n')
  const numbers = numbersOf(told)
  const words = stemsOf(told)
  const inventory = namesOf(systems).map(({ name }) => name.toLowerCase())
  const lowerTold = told.toLowerCase()
  return sentencesOf(text)
    .map(({ start, end }) => text.slice(start, end).replace(/\s+/g, ' ').trim())
    .filter((sentence) => {
      const lower = sentence.toLowerCase()
      const shared = [...stemsOf(sentence)].filter((word) => words.has(word)).length
      return (
        !/https?:|www\.|[<>[\]`|]|\p{C}/u.test(sentence) &&
        [...numbersOf(sentence)].every((number) => numbers.has(number)) &&
        shared >= 2 &&
        inventory.every((name) => !lower.includes(name) || lowerTold.includes(name)) &&
        sentence !== cause
      )
    })
    .slice(0, 4)
}

/** As they are written, without the commas of thousands. */
export const numbersOf = (text: string): Set<string> => new Set((text.match(/\d+(?:[.,]\d+)*/g) ?? []).map((it) => it.replace(/,(?=\d{3}\b)/g, '')))

const stemsOf = (text: string): Set<string> =>
  new Set((text.toLowerCase().match(/\p{L}{3,}/gu) ?? []).filter((word) => !common.has(word)).map((word) => stem(word, 'en')))
const common = new Set('the and that this with from for are was were has have had been which its not but than then when what there here'.split(' '))
