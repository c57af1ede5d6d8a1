/** Words for where a thing stands that a description may not have: `overdue`, `open`, `what I owe`. They are worked out from what it has, or told as not known. */
import type { Entity, Field } from '../../domain/record-description.ts'
import type { Condition, FindRecords, RecordRequest } from '../../domain/record-request.ts'
import { entityNamed } from '../described.ts'
import { moneyOf, visibleFields } from './relate.ts'
import type { Seen } from './seen.ts'

/** A word that should narrow the rows and that nothing in the description explains; null: there is none. */
export const stateNotKnown = ({ words, mentions, text }: Seen): string | null => {
  const index = words.findIndex(
    ({ lower, end }, at) =>
      states.test(lower) &&
      !mentions.some(({ from, to }) => at >= from && at < to) &&
      (mentions.some(({ from, meanings, isVerb }) => from === at + 1 && !isVerb && meanings.some(({ kind }) => kind === 'entity')) ||
        (/^\s*(?:[?.!]|$)/.test(text.slice(end)) && /\b(?:is|are|was|were|any|that|still|waiting|not|be)\b/i.test(text))),
  )
  return index < 0 ? null : words[index]!.lower
}
const states =
  /^(?:open|unpaid|overdue|outstanding|pending|active|inactive|ongoing|unfinished|finished|completed|closed|delayed|expired|unresolved|failed|unsettled|undelivered|waiting)$/

/** `overdue` of what has a day it is due and a day it was done: past the one, without the other. Null where it has not both. */
export const overdueOf = (seen: Seen, request: RecordRequest, isOne: boolean): RecordRequest | null => {
  const entity = entityNamed(seen.description, request.entity)!
  const [due, done] = [dateNamed(seen, entity, /\b(?:due|deadline)\b/i), dateNamed(seen, entity, /\b(?:paid|settled|returned)\b/i)]
  if (!due || !done) return null
  const ref = ({ name }: Field) => ({ entity: entity.name, field: name })
  if (isOne) return request.kind === 'find' ? { ...request, fields: [ref(due), ref(done)] } : null
  const where: Condition[] = [
    { field: ref(due), is: 'less', values: [seen.today], words: 'overdue' },
    { field: ref(done), is: 'missing', values: [], words: 'overdue' },
  ]
  return { ...request, where: [...request.where, ...where] }
}

/** `how much do I owe`: the rows that are not paid, and no sum, as a part of them may be. Null where nothing says what is paid. */
export const owedIn = (seen: Seen): FindRecords | null => {
  if (!owing.test(seen.text) || seen.ids.length > 0) return null
  for (const entity of seen.description.entities) {
    if ((entity.owner.kind !== 'field' && entity.owner.kind !== 'via') || !moneyOf(entity, seen.isStaff)) continue
    const condition = unpaidIn(seen, entity)
    if (condition)
      return {
        kind: 'find',
        entity: entity.name,
        fields: [],
        where: [condition],
        order: entity.newestBy === null ? null : { by: { entity: entity.name, field: entity.newestBy }, descending: true },
        offset: 0,
        limit: seen.description.limits.rows,
      }
  }
  return null
}
const owing =
  /\b(?:do|did) (?:i|we) (?:still |currently )?owe\b|\b(?:i|we) (?:still )?owe\b|\b(?:open|outstanding|unpaid|due) (?:balance|amount|sum)\b|\b(?:left|still|have|need) to (?:be )?pa(?:y|id)\b.*\b(?:altogether|in total|now)\b|\bwhat(?:'s| is| do i have)? (?:still )?(?:outstanding|unpaid|owing)\b|\bhow much is (?:still )?(?:outstanding|unpaid|due|owed)\b/i

const unpaidIn = (seen: Seen, entity: Entity): Condition | null => {
  for (const field of visibleFields(entity, seen.isStaff)) {
    const ref = { entity: entity.name, field: field.name }
    const open = Object.entries(field.values).flatMap(([value, called]) => ([value, ...called].some((word) => notPaid.test(word)) ? [value] : []))
    const isPaidOrNot = Object.entries(field.values).some(([value, called]) => [value, ...called].some((word) => /^paid$/i.test(word)))
    if (isPaidOrNot && open.length > 0) return { field: ref, is: 'equal', values: open, words: 'not paid' }
  }
  const paid = dateNamed(seen, entity, /\bpaid\b/i)
  return paid && dateNamed(seen, entity, /\bdue\b/i) ? { field: { entity: entity.name, field: paid.name }, is: 'missing', values: [], words: 'not paid' } : null
}
const notPaid = /^(?:open|unpaid|overdue|outstanding|due|not paid|partly paid|partially paid|pending)$/i

const dateNamed = ({ isStaff }: Seen, entity: Entity, name: RegExp): Field | null =>
  visibleFields(entity, isStaff).find(
    (field) => (field.type === 'date' || field.type === 'time') && name.test([field.name, ...field.called].join(' ').replaceAll('_', ' ')),
  ) ?? null
