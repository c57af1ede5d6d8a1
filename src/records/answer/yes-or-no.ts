/** "Has my order been delivered?" wants a yes or a no first; it is read off the rows, never guessed. */
import type { Field, FieldRef } from '../../domain/record-description.ts'
import type { FindRecords } from '../../domain/record-request.ts'
import type { Cell, FoundRow } from '../../domain/record-store.ts'
import { stem } from '../../base/stem.ts'
import { entityNamed, fieldOf } from '../described.ts'
import { namesRow } from '../keyed-by.ts'
import type { Telling } from './fact.ts'
import type { LookedUp } from './tell-records.ts'

/** `Yes: `, `No: `, or nothing where the rows do not tell. */
export const yesOrNo = (question: string, { found, instead, whole }: LookedUp, { description }: Telling): string => {
  if (!isYesNo(question)) return ''
  if (instead) return 'No. '
  const { request } = found
  if (request.kind === 'figure') return request.figure === 'count' ? (Number(found.figures[0]?.value ?? 0) > 0 ? 'Yes. ' : 'No. ') : ''
  if (found.rows.length === 0) return whole || !request.where.some((it) => namesRow(description, it)) ? 'No. ' : ''
  const [row] = found.rows
  const [asked, ...others] = (request as FindRecords).fields
  if (asked && others.length === 0) {
    const field = fieldOf(description, asked)
    // What is asked of a thing by its name is not that there is such a thing: "is The Sea for children?"
    const said = found.rows.map((each) => ofValue(question, field!, valueIn(each, asked)))
    if (field && field.name !== entityNamed(description, asked.entity)?.label) return said.every((it) => it === said[0]) ? said[0]! : ''
  }
  // Rows that fit what was asked are the yes; of a thing that is only named, that there is one, where that was asked.
  const narrowing = request.where.filter((it) => !namesRow(description, it))
  const isNamed = narrowing.every(({ field }) => fieldOf(description, field)?.type === 'text')
  return row && others.length === 0 && narrowing.length > 0 && (!isNamed || asksForAny.test(question)) ? 'Yes. ' : ''
}

/** `did I ever order`, `do I have`, `is there`, `does it contain`, `is a lamp in my order`. */
const asksForAny =
  /\b(?:do|did|have|had|has) (?:i|we)\b|\b(?:is|are|was|were) there\b|\bany\b|\b(?:contains?|contained|includes?|included)\b|\b(?:in|on|among|part of) (?:my|our|the|it|this|that|order)\b/i

const valueIn = ({ cells }: FoundRow, asked: FieldRef): Cell['value'] | undefined =>
  cells.find(({ field }) => field.entity === asked.entity && field.field === asked.field)?.value

const isYesNo = (question: string): boolean =>
  /^(?:(?:and|so|but|hi|hello|hey|please|ok|okay)\b[\s,!.]*)*(?:is|isn't|are|aren't|was|wasn't|were|has|hasn't|have|haven't|had|did|didn't|do|does|am)\b(?!\s+you\b)/i.test(
    question.trim(),
  )

const ofValue = (question: string, field: Field, value: string | boolean | null | undefined): string => {
  const isNot = /n't\b|\bnot\b/i.test(question)
  const answer = (isSo: boolean) => (isNot ? '' : isSo ? 'Yes. ' : 'No. ')
  if (field.type === 'boolean') return value === null || value === undefined ? '' : answer(value === true)
  if (['count', 'number', 'money'].includes(field.type)) return value !== null && Number(value) === 0 ? answer(false) : ''
  // That there is a day on which it ends says nothing of whether it has; nor does any day of what it is not the day of.
  if (field.type === 'date' || field.type === 'time')
    return value !== null && (ahead.test([field.name, ...field.called].join(' ')) || !isSaid(question, field)) ? '' : answer(value !== null)
  if (field.type !== 'choice' || typeof value !== 'string') return ''
  const said = Object.entries(field.values).filter(([stored, words]) => [stored, ...words].some((word) => holds(question, word)))
  return said.length === 1 ? answer(said[0]![0] === value) : ''
}

/** By a word of its names: the `shipped` of `has it been shipped`. */
const isSaid = (question: string, { name, called }: Field): boolean => {
  const words = new Set(
    question
      .toLowerCase()
      .match(/\p{L}+/gu)
      ?.map((word) => stem(word, 'en')),
  )
  return [name, ...called].some((it) => it.split(/[_ ]+/).some((word) => word.length > 3 && words.has(stem(word.toLowerCase(), 'en'))))
}

const ahead = /(?:^|[ _])(?:due|ends?|expir\w*|until|expected|required|estimated|planned|starts?|deadline)(?:$|[ _])/i

const holds = (question: string, word: string): boolean =>
  ` ${question.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ')} `.includes(` ${word.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, ' ')} `)
