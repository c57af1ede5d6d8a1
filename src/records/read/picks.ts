/** `my last order`, `the cheapest item`: rows chosen by their place in an order. */
import type { FieldRef } from '../../domain/record-description.ts'
import type { Condition, Picked } from '../../domain/record-request.ts'
import { entityNamed } from '../described.ts'
import type { PlaceMark } from './places.ts'
import { notAhead, stillToCome } from './planned.ts'
import { byNearness, isReachable, leadsToOne, mainEntity, moneyOf, priceOf } from './relate.ts'
import { typeOf, type Roles } from './roles.ts'
import type { Seen } from './seen.ts'

/** The first place that can be meant; null: none. Its conditions are added by whoever knows them. */
export const pickOf = (seen: Seen, roles: Roles, asked: string | null): Picked | null => {
  for (const place of seen.places) {
    const picked =
      place.by === 'newest' ? last(seen, roles, place, asked) : place.by === 'coming' ? coming(seen, roles, place, asked) : most(seen, roles, place, asked)
    // A row that its id names is picked already: `second thoughts about order 7`.
    if (picked && !(place.by === 'newest' && isNamedById(seen, picked.entity))) return picked
  }
  return null
}

const isNamedById = ({ ids, description }: Seen, entity: string): boolean =>
  ids.some(({ fields }) => fields.some((field) => field.entity === entity && entityNamed(description, entity)?.key.includes(field.field)))

const usualMany = 5

const newest = (seen: Seen, roles: Roles, place: PlaceMark, asked: string | null): Picked | null => {
  const { description } = seen
  const after = namedAfter(seen, roles, place)
  const from = after?.entity ?? asked ?? mainEntity(description)?.name
  if (!from) return null
  const over =
    byNearness(
      description,
      [from],
      description.entities.filter(({ newestBy, name }) => newestBy !== null && (name === from || leadsToOne(description, from, name))),
      ({ name }) => name,
    )[0] ?? (after ? null : mainEntity(description))
  if (!over?.newestBy || !isReachable(description, from, over.name)) return null
  return {
    entity: over.name,
    where: [],
    order: { by: { entity: over.name, field: over.newestBy }, descending: place.descending },
    offset: place.offset,
    limit: place.limit ?? (after?.mention.isPlural ? usualMany : 1),
    words: wordsOf(seen, place, after),
  }
}

const last = (seen: Seen, roles: Roles, place: PlaceMark, asked: string | null): Picked | null => {
  const picked = newest(seen, roles, place, asked)
  return picked && place.descending ? { ...picked, where: notAhead(seen, picked.order.by, place.words) } : picked
}

/** The first that is still to come, of what has a time; of several all are meant, and none is picked. */
const coming = (seen: Seen, roles: Roles, place: PlaceMark, asked: string | null): Picked | null => {
  const picked = newest(seen, roles, place, asked)
  if (!picked || !isTimed(seen, picked.order.by) || isOfSeveral(seen, roles)) return null
  // `which invoice is due next`: by when it is due, and not by when it was issued.
  const said = roles.fields.find(({ field }) => field.entity === picked.entity && isTimed(seen, field))?.field
  const by = said ?? picked.order.by
  return { ...picked, order: { by, descending: false }, limit: place.limit ?? 1, where: stillToCome(seen, roles, by, place.words) }
}

/** `my upcoming appointments`: all that are still to come. */
export const comingConditions = (seen: Seen, roles: Roles, asked: string): Condition[] => {
  const place = seen.places.find(({ by }) => by === 'coming')
  const picked = place && isOfSeveral(seen, roles) ? newest(seen, roles, place, asked) : null
  return place && picked && isTimed(seen, picked.order.by) ? stillToCome(seen, roles, picked.order.by, place.words) : []
}

const isTimed = (seen: Seen, field: FieldRef): boolean => ['date', 'time'].includes(typeOf(seen, field))
const isOfSeveral = ({ manner, text }: Seen, { entities }: Roles): boolean =>
  manner.howMany || entities.some(({ mention }) => mention.isPlural) || /\bany\b/i.test(text)

const most = (seen: Seen, roles: Roles, place: PlaceMark, asked: string | null): Picked | null => {
  const after = namedAfter(seen, roles, place)
  const field = roles.fields.find(
    ({ field: each, mention }) =>
      ['money', 'count', 'number'].includes(typeOf(seen, each)) &&
      Math.abs(seen.words[mention.from]!.start - place.end) < 25 &&
      !/^(?:total|cost|price|amount|value)s?$/.test(mention.words),
  )
  const entity = entityNamed(seen.description, field?.field.entity ?? asked ?? after?.entity ?? '')
  if (!entity) return null
  const money = field
    ? null
    : place.by === 'dear' && after?.entity !== mainEntity(seen.description)?.name
      ? priceOf(entity, seen.isStaff)
      : moneyOf(entity, seen.isStaff)
  const by: FieldRef | null = field?.field ?? (money ? { entity: entity.name, field: money.name } : null)
  return (
    by && {
      entity: entity.name,
      where: [],
      order: { by, descending: place.descending },
      offset: place.offset,
      limit: place.limit ?? 1,
      words: wordsOf(seen, place, after),
    }
  )
}

/** The entity named within three words of it. */
const namedAfter = ({ words }: Seen, { entities }: Roles, { end, start }: PlaceMark): Roles['entities'][number] | undefined =>
  entities.find(({ mention }) => words[mention.from]!.start >= start && words.slice(0, mention.from).filter((word) => word.start >= end).length <= 3)

const wordsOf = ({ text, words }: Seen, { start, end }: PlaceMark, after: Roles['entities'][number] | undefined): string =>
  text.slice(start, after ? Math.max(end, words[after.mention.to - 1]!.end) : end)
