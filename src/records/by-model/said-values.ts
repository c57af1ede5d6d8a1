import type { Field } from '../../domain/record-description.ts'
import type { Comparison, RecordQuestion } from '../../domain/record-request.ts'
import { dayIn } from '../read/calendar.ts'
import { readIds } from '../read/ids.ts'
import { readTimes } from '../read/times.ts'

export interface SaidValue {
  readonly is: Comparison
  readonly values: readonly string[]
  readonly words: string
}

/** A model's value as it may be asked for: it stands in the question or in what was said before, else null. Times are read by our rules, not by it. */
export const saidValue = (question: RecordQuestion, entity: string, field: Field, is: Comparison, value: string): SaidValue | null => {
  const said = [question.text, ...question.history.map(({ content }) => content)]
  switch (field.type) {
    case 'id':
      return saidId(question, said, entity, field, is, value)
    case 'choice': {
      const stored = Object.keys(field.values).find((it) => it.toLowerCase() === value.trim().toLowerCase())
      return stored === undefined ? null : { is: is === 'contains' ? 'equal' : is, values: [stored], words: value }
    }
    case 'boolean':
      return /^(?:true|false)$/i.test(value) ? { is: 'equal', values: [value.toLowerCase()], words: value } : null
    case 'date':
    case 'time':
      return saidTime(question, said, is, value)
    case 'count':
    case 'number':
    case 'money': {
      const number = plainNumber(value)
      const stands = said.some((text) => (text.match(/\d[\d,]*(?:\.\d+)?/g) ?? []).some((it) => Number(plainNumber(it)) === Number(number)))
      return number !== '' && stands ? { is: is === 'contains' ? 'equal' : is, values: [number], words: value } : null
    }
    case 'text':
    case 'properties':
      return value.trim().length > 1 && said.some((text) => folded(text).includes(folded(value)))
        ? { is: is === 'not' ? 'not' : 'contains', values: [value.trim()], words: value }
        : null
  }
}

const saidId = ({ description }: RecordQuestion, said: readonly string[], entity: string, field: Field, is: Comparison, value: string): SaidValue | null => {
  const mark = said
    .flatMap((text) => readIds(text, description))
    .find((it) => letters(it.value) === letters(value) && it.fields.some((ref) => ref.entity === entity && ref.field === field.name))
  if (mark) return { is: is === 'not' ? 'not' : 'equal', values: [mark.value], words: mark.words }
  const isSaid = letters(value).length > 1 && said.some((text) => ` ${folded(text)} `.includes(` ${folded(value)} `))
  return isSaid && field.like === null ? { is: is === 'not' ? 'not' : 'equal', values: [value.trim()], words: value } : null
}

/** The question's own words for a time: of several, the one that the model repeats. */
const saidTime = ({ description, now }: RecordQuestion, said: readonly string[], is: Comparison, value: string): SaidValue | null => {
  const marks = readTimes(said[0]!, dayIn(description.zone, now))
  const mark =
    marks.find(({ words }) => folded(words).includes(folded(value)) || folded(value).includes(folded(words))) ?? (marks.length === 1 ? marks[0] : undefined)
  if (!mark) return null
  const { from, before, words } = mark
  if (is === 'not' || is === 'contains') return null
  if (is === 'less' && from) return { is: 'less', values: [from], words }
  if (from && before) return { is: 'between', values: [from, before], words }
  return from ? { is: 'at_least', values: [from], words } : before ? { is: 'less', values: [before], words } : null
}

const plainNumber = (text: string): string => /^[$€£]?\s?(\d[\d,]*(?:\.\d{1,4})?)/.exec(text.trim())?.[1]?.replaceAll(',', '') ?? ''
const folded = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
const letters = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '')
