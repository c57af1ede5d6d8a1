/** Where what the rules read by the words outweighs the meaning that is likeliest by the vector. Chosen on voices that nothing had been learned from. */
import type { FieldRef, RecordsDescription } from '../../domain/record-description.ts'
import type { RecordReading, RecordRequest } from '../../domain/record-request.ts'
import { entityNamed } from '../described.ts'
import { mainEntity } from '../read/relate.ts'
import type { Seen } from '../read/seen.ts'
import { sameField } from '../read/sketch.ts'
import type { Intent } from './intent.ts'
import type { LikelyIntent } from './likely-intent.ts'

/** A refusal stands against a meaning that is not nearly sure, and an amount against a list of rows. */
export const isOutweighed = ({ intent, probability }: LikelyIntent, read: RecordReading, plain: RecordReading, { manner, ids, description }: Seen): boolean => {
  if (read.refusal?.why === 'others') return probability < nearlySure && ids.length === 0
  if (read.refusal?.why === 'not_covered' && read.certainty >= 0.85) return true
  // Who of the staff did it; a field that is hidden by its name may be another that is not.
  if (read.refusal?.why === 'hidden') return read.certainty < 0.8 || probability < sure
  if (read.requests.some((one) => isPlacedOtherwise(one, plain.requests, description))) return true
  const holds = (one: RecordRequest): boolean =>
    probability < fairlySure ||
    (one.kind === 'figure' && (one.figure === 'average' || one.where.some(({ field, is }) => field.entity === one.entity && is === 'between')))
  if (read.certainty >= 0.9 && read.requests.some((one) => holds(one) && plain.requests.some((other) => isAnotherFigure(one, other)))) return true
  if (read.certainty >= 0.9 && isPartOf(plain.requests, read.requests)) return true
  const isAmount = (manner.howMuch || manner.howMany || manner.summed) && read.certainty >= 0.5 && read.requests.length > 0 && read.requests.every(asksFigure)
  const isFigure = isAmount && read.requests.every(({ kind }) => kind === 'figure')
  return (isAmount && listsRows.has(intent) && !plain.requests.every(asksFigure)) || (isFigure && tellsHow.has(intent))
}

/** The intent said plainly found nothing of its own in this description: a balance that nothing has, a day that is another's. */
export const isMadeUp = (plain: RecordReading, intent: Intent, { text, description }: Seen): boolean => {
  const lower = text.toLowerCase()
  if (plain.requests.some(({ where }) => where.some(({ is, words }) => is === 'contains' && !lower.includes(words.toLowerCase())))) return true
  const main = mainEntity(description)
  const isPlaced = ({ entity, field }: FieldRef): boolean => entity === main?.name && field === main.newestBy
  return ofAnotherDay.has(intent) && plain.requests.some((request) => request.kind === 'find' && request.fields.length === 1 && isPlaced(request.fields[0]!))
}
const ofAnotherDay: ReadonlySet<Intent> = new Set(['sent', 'was-sent', 'arrived', 'needed'])

/** A second meaning that is nearly as likely, and that the words say as well. */
export const isSecondMeant = async (
  [best, ...others]: readonly LikelyIntent[],
  read: RecordReading,
  plainOf: (meant: LikelyIntent) => Promise<RecordReading | null>,
): Promise<boolean> => {
  const asksNothing = (request: RecordRequest): boolean => request.kind === 'find' && request.fields.length === 0
  if (!best || read.requests.length === 0 || read.requests.some(asksNothing)) return false
  const near = others.filter(({ probability }) => probability >= best.probability / 2)
  const plain = await Promise.all(near.map(plainOf))
  return plain.some((each) => each !== null && saysTheSame(each, read))
}

const sure = 0.6
const fairlySure = 0.8
const nearlySure = 0.9
const listsRows: ReadonlySet<string> = new Set(['list', 'contents', 'latest-contents'])
const tellsHow: ReadonlySet<string> = new Set(['methods', 'paid-with'])

const asksFigure = (request: RecordRequest): boolean => request.kind === 'figure' || request.fields.length === 1

/** The cheapest is not the dearest, nor the first the last, nor the one before it; and the dearest order is not the latest. */
const isPlacedOtherwise = (one: RecordRequest, plain: readonly RecordRequest[], description: RecordsDescription): boolean => {
  const isNewest = ({ entity, field }: FieldRef): boolean => entityNamed(description, entity)?.newestBy === field
  const place = placeOf(one)
  const others = plain.flatMap((other) => placeOf(other) ?? [])
  return (
    place !== null &&
    others.some(
      (other) => isNewest(place.by) !== isNewest(other.by) || place.descending !== other.descending || (isNewest(place.by) && place.offset > other.offset),
    )
  )
}
const placeOf = (request: RecordRequest): { by: FieldRef; descending: boolean; offset: number } | null =>
  request.within
    ? { ...request.within.order, offset: request.within.offset }
    : request.kind === 'find' && request.order !== null && (request.limit === 1 || request.offset > 0)
      ? { ...request.order, offset: request.offset }
      : null

/** An average is no sum, and what was paid not what was ordered. */
const isAnotherFigure = (one: RecordRequest, other: RecordRequest): boolean =>
  one.kind === 'figure' &&
  other.kind === 'figure' &&
  (one.entity !== other.entity || one.figure !== other.figure || (one.of !== null && (other.of === null || !sameField(one.of, other.of))))

/** One of two fields that are asked for. */
const isPartOf = ([plain, ...more]: readonly RecordRequest[], [read, ...others]: readonly RecordRequest[]): boolean =>
  plain?.kind === 'find' &&
  read?.kind === 'find' &&
  more.length + others.length === 0 &&
  plain.entity === read.entity &&
  plain.fields.length > 0 &&
  plain.fields.length < read.fields.length &&
  plain.fields.every((field) => read.fields.some((other) => sameField(other, field)))

const saysTheSame = (one: RecordReading, other: RecordReading): boolean =>
  one.refusal?.why === other.refusal?.why && JSON.stringify(one.requests.map(meaningOf)) === JSON.stringify(other.requests.map(meaningOf))

/** Whatever words it was said in. */
const meaningOf = (request: RecordRequest): unknown => ({
  ...request,
  where: request.where.map(({ field, is, values }) => [field.entity, field.field, is, values].join(' ')).sort(),
  within: request.within && [request.within.entity, request.within.offset, request.within.limit, request.within.order.descending],
})
