/** One field of one row, as a clause: `is due on 1 December 2026`, `is not overdue`, `amount €120.00`. Null where its name is a noun. */
import type { Field, RecordsDescription } from '../../domain/record-description.ts'
import { dayPhrase, truthPhrase } from './field-phrase.ts'
import { showValue } from './show-value.ts'

type Value = string | boolean

/** What follows the row's name, or "you". */
export const clauseOf = (description: RecordsDescription, field: Field, value: Value, isYou: boolean, question: string): string | null => {
  if (field.type === 'boolean') return truthClause(field, isTrue(value), isYou)
  const phrase = dayPhrase(field, question)
  if (!phrase) return null
  const when = `${placeOf(phrase)} ${showValue(field, value, description)}`
  if (phrase.kind === 'was') return `${isYou ? 'were' : 'was'} ${phrase.words}${when}`
  if (phrase.kind === 'is') return `${/\bsince$/.test(phrase.words) ? (isYou ? 'have been' : 'has been') : isYou ? 'are' : 'is'} ${phrase.words}${when}`
  return `${phrase.words}${when}`
}

/** Of a date that is not there: `was cancelled`, after "no date is recorded on which your appointment 9005". */
export const clauseOfNothing = (field: Field, isYou: boolean, question: string): string | null => {
  const phrase = dayPhrase(field, question)
  if (!phrase || phrase.kind === 'is') return null
  return phrase.kind === 'was' ? `${isYou ? 'were' : 'was'} ${phrase.words}` : phrase.words
}

/** One of several in a list: `placed on 5 November 2026`, `not ready`; null: its name and its value. */
export const partOf = (description: RecordsDescription, field: Field, value: Value, question: string): string | null => {
  if (field.type === 'boolean') return truthPart(field, isTrue(value))
  const phrase = dayPhrase(field, question)
  return phrase && `${phrase.words}${placeOf(phrase)} ${showValue(field, value, description)}`
}

const placeOf = (phrase: NonNullable<ReturnType<typeof dayPhrase>>): string => (phrase.kind === 'is' ? (phrase.ownPlace ?? ' on') : ' on')

const isTrue = (value: Value): boolean => value === true || value === 'true'

const truthClause = (field: Field, isSo: boolean, isYou: boolean): string => {
  const phrase = truthPhrase(field)
  switch (phrase.kind) {
    case 'is':
      return `${isYou ? 'are' : 'is'} ${isSo ? '' : 'not '}${phrase.words}`
    case 'has':
      return `${isYou ? 'have' : 'has'} ${isSo ? '' : 'no '}${phrase.words}`
    case 'can':
      return `${isSo ? 'can' : 'cannot'} ${phrase.words}`
    case 'does':
      return isSo && !isYou ? phrase.words : `${isSo ? '' : isYou ? 'do not ' : 'does not '}${phrase.base}`
    case 'marked':
      return `${isYou ? 'are' : 'is'} marked “${phrase.words}: ${isSo ? 'yes' : 'no'}”`
  }
}

const truthPart = (field: Field, isSo: boolean): string => {
  const phrase = truthPhrase(field)
  switch (phrase.kind) {
    case 'is':
      return `${isSo ? '' : 'not '}${phrase.words}`
    case 'has':
      return `${isSo ? 'with' : 'without'} ${phrase.words}`
    case 'can':
      return `${isSo ? 'can' : 'cannot'} ${phrase.words}`
    case 'does':
      return isSo ? phrase.words : `does not ${phrase.base}`
    case 'marked':
      return `${phrase.words}: ${isSo ? 'yes' : 'no'}`
  }
}
