/** What lies ahead: fields whose times are mostly still to come, and which of two times a question means of them. */
import type { FieldRef } from '../../domain/record-description.ts'
import type { Condition } from '../../domain/record-request.ts'
import { entityNamed, fieldOf } from '../described.ts'
import { addDays } from './calendar.ts'
import { stateOf } from './relate.ts'
import type { Roles } from './roles.ts'
import type { Seen } from './seen.ts'
import type { Ends, TimeMark } from './times.ts'

/** By its own words, or those of what it is of: `due_on`, the time of an appointment. */
export const isPlanned = ({ description }: Seen, ref: FieldRef): boolean => {
  const entity = entityNamed(description, ref.entity)
  const field = fieldOf(description, ref)
  if (!entity || !field || (field.type !== 'date' && field.type !== 'time')) return false
  return (
    plannedTime.test(spaced([field.name, ...field.called, field.meaning])) ||
    (entity.newestBy === field.name &&
      !/^(?:booked|created|made|reserved|ordered|placed)(?:_|$)/.test(field.name) &&
      plannedThing.test(spaced([entity.name, ...entity.called])))
  )
}

const spaced = (words: readonly string[]): string => words.join(' ').replaceAll('_', ' ')
const plannedTime =
  /\b(?:starts?|begins?|due|ends?|expir\p{L}*|until|expect\p{L}*|requir\p{L}*|needed|deadline|schedul\p{L}*|plan\p{L}*|estimated|eta|next|renew\p{L}*|valid|depart\p{L}*|appointment|check in|check out)\b/iu
const plannedThing =
  /\b(?:appointments?|visits?|bookings?|reservations?|events?|sessions?|class|classes|lessons?|courses?|flights?|trips?|stays?|meetings?|rentals?)\b/i

export const speaksOfPast = ({ text }: Seen): boolean => /\b(?:did|didn't|was|wasn't|were|weren't|had|been|ago|missed|attended)\b/i.test(text)
const speaksOfFuture = ({ text }: Seen): boolean => /\b(?:will|won't|going to|upcoming|coming|next|scheduled|planned|ahead|future)\b/i.test(text)

/** Of a time without a year, or a weekday: the nearer, where both may be meant. */
export const endsFor = (seen: Seen, field: FieldRef, time: TimeMark): Ends => {
  const { ahead } = time
  if (!ahead || !isPlanned(seen, field) || speaksOfPast(seen)) return time
  const nextStart = ahead.from ?? ahead.before
  const lastEnd = time.before ?? time.from
  if (speaksOfFuture(seen) || nextStart === null || lastEnd === null) return ahead
  return daysBetween(seen.today, nextStart) <= Math.max(6, daysBetween(lastEnd, seen.today)) ? ahead : time
}

const daysBetween = (one: string, other: string): number => Math.abs(Date.parse(other) - Date.parse(one)) / 86_400_000

/** The last one was, whatever is still to come. */
export const notAhead = (seen: Seen, field: FieldRef, words: string): Condition[] =>
  isPlanned(seen, field) && (speaksOfPast(seen) || /\blast\b|\brecent/i.test(words))
    ? [{ field, is: 'less', values: [addDays(seen.today, 1)], words: `${words}, up to today` }]
    : []

/** From today on, without what will not take place, unless the question says where it should stand. */
export const stillToCome = (seen: Seen, roles: Roles, field: FieldRef, words: string): Condition[] => {
  const state = stateOf(entityNamed(seen.description, field.entity)!, seen.isStaff)
  const off = Object.entries(state?.values ?? {}).flatMap(([value, called]) => ([value, ...called].some((word) => calledOff.test(word)) ? [value] : []))
  return [
    { field, is: 'at_least', values: [seen.today], words },
    ...(state && off.length > 0 && roles.choices.length === 0
      ? [{ field: { entity: field.entity, field: state.name }, is: 'not' as const, values: off, words: `not ${off.join(' or ')}` }]
      : []),
  ]
}
const calledOff = /^(?:cancel|void|withdr|declin|reject|annul|called off|no.?show|miss)/i
