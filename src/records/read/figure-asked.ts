/** Figures of a question: `how many`, `how much in total`, `on average`, `by status`. The database computes them. */
import type { FieldRef } from '../../domain/record-description.ts'
import { entityNamed } from '../described.ts'
import { moneyFor } from './asked-fields.ts'
import { contentsOf, isReachable, leadsToOne, mainEntity, visibleFields } from './relate.ts'
import { typeOf, type Roles } from './roles.ts'
import type { Seen } from './seen.ts'
import { sameField, type Ask } from './sketch.ts'

/** Null: it asks for rows. `isOne`: of one row or thing, whose own total is a field. */
export const figureOf = (
  seen: Seen,
  roles: Roles,
  about: string,
  { isOne, hasRow, hasTimes, hasThing }: { isOne: boolean; hasRow: boolean; hasTimes: boolean; hasThing: boolean },
): Ask | null => {
  const { manner, text } = seen
  const measured = roles.fields.filter(({ field }) => ['money', 'count', 'number'].includes(typeOf(seen, field)))
  // The `total freight` is the freight's.
  const plain = measured.filter(({ mention }) => !/(?:^| )(?:total|sum|amount|cost)s?$/.test(mention.words))
  // `the total amount of my deposit invoices` is the invoices' amount.
  const ofNamed = measured.filter(({ field }) => roles.entities.some(({ entity, mention }) => entity === field.entity && mention.isPlural))
  const numeric = plain.length > 0 ? plain : ofNamed.length > 0 ? ofNamed : measured
  const group = groupOf(seen, roles, about) ?? eachChoice(seen, roles)
  const ask = (entity: string, kind: NonNullable<Ask['figure']>['kind'], of: FieldRef | null): Ask => ({
    entity,
    fields: [],
    figure: { kind, of, by: group && leadsToOne(seen.description, entity, group.entity) ? group : null },
    limit: null,
  })
  if (manner.howMany || hasThing) {
    const [first] = numeric
    // `how often do I get it` may be the name of a field; `how many each time` is no sum.
    if (first && (/^how (?:often|many)\b/.test(first.mention.words) || /\b(?:each|every|per) (?:time|delivery|shipment|parcel|order)\b/i.test(text)))
      return null
    // `how many days were all my reservations`: the number that is named, of them all.
    const counted = numeric.find(
      ({ mention, field }) => typeOf(seen, field) === 'count' && /\bhow many $/i.test(text.slice(0, seen.words[mention.from]!.start)),
    )
    if (counted && !isOne) return ask(counted.field.entity, 'sum', counted.field)
    const unit = pieces(seen, about, hasThing)
    if (unit) return ask(unit.entity, 'sum', unit)
    if (first && !roles.entities.some(({ isOf }) => !isOf))
      return typeOf(seen, first.field) === 'count' && !isOne ? ask(first.field.entity, 'sum', first.field) : null
    return ask(about, 'count', null)
  }
  const inside = group && !leadsToOne(seen.description, about, group.entity) ? contentsOf(seen.description, about) : null
  const of = numeric[0]?.field ?? moneyFor(seen, inside?.name ?? about)
  if (!of) return group && /\b(?:most often|how often)\b/i.test(text) ? ask(about, 'count', null) : null
  if (manner.average) return ask(of.entity, 'average', of)
  if (
    /\b(?:most|least|highest|lowest|maximum|minimum|max|min)\b(?: \p{L}+){0,3} (?:i|we|i've|ever|i have)\b|\b(?:most|least) (?:i|we)\b/iu.test(text) &&
    manner.howMuch
  )
    return ask(of.entity, /least|lowest|min/i.test(text) ? 'least' : 'most', of)
  // `the total quantity of everything in order 7`: of what is in it there are several.
  const isOfItems =
    numeric.length > 0 && typeOf(seen, of) === 'count' && contentsOf(seen.description, mainEntity(seen.description)?.name ?? '')?.name === of.entity
  const isTotalOf = hasTimes && /\btotal \p{L}+\b/iu.test(text) && plain.length > 0 && ['money', 'count'].includes(typeOf(seen, of))
  const isSum =
    (manner.summed || isTotalOf) && (!hasRow || isOfItems || (seen.places.length > 0 && seen.places[0]!.limit !== null && seen.places[0]!.limit > 1))
  const isSumOfMany =
    manner.howMuch &&
    !isOne &&
    (hasTimes || roles.entities.some(({ mention }) => mention.isPlural) || roles.choices.length > 0) &&
    !/\beach\b|\bevery\b|\bper\b|\ball of\b.*\bprices\b|\bprices\b/i.test(text)
  if (isSum || isSumOfMany || (group && manner.howMuch)) return ask(of.entity, 'sum', of)
  // One order's price may be nowhere but in its items.
  if (
    isOne &&
    manner.howMuch &&
    numeric.length === 0 &&
    of.entity !== about &&
    isReachable(seen.description, of.entity, about) &&
    contentsOf(seen.description, about)?.name === of.entity
  )
    return ask(of.entity, 'sum', of)
  return null
}

/** `how many came by web and how many by phone`: a figure for each. */
const eachChoice = ({ text, manner }: Seen, { choices }: Roles): FieldRef | null =>
  (manner.howMany || manner.summed || manner.howMuch) &&
  /\bhow m(?:any|uch)\b.*\b(?:and how m(?:any|uch)|vs|versus|compared (?:to|with))\b/i.test(text) &&
  choices.length > 1 &&
  choices.every(({ field }) => sameField(field, choices[0]!.field))
    ? choices[0]!.field
    : null

/** `by status`, `per product`, `for each category`. */
const groupOf = (seen: Seen, roles: Roles, about: string): FieldRef | null => {
  const { description, words, isStaff } = seen
  const isAfterBy = (from: number): boolean =>
    /^(?:by|per|each|every)$/.test(words[from - 1]?.lower ?? '') &&
    // `the combined value of every order` is one.
    !(seen.manner.summed && words[from - 2]?.lower === 'of') &&
    !(words[from - 1]?.lower === 'by' && /^(?:paid|made|placed|sent|ordered|shipped)$/.test(words[from - 2]?.lower ?? ''))
  const field = roles.fields.find(({ mention }) => isAfterBy(mention.from))?.field
  const from = [about, ...(contentsOf(description, about) ? [contentsOf(description, about)!.name] : [])]
  const isReached = (entity: string): boolean => from.some((each) => leadsToOne(description, each, entity))
  if (field && isReached(field.entity)) return field
  const entity = roles.entities.find(({ mention }) => isAfterBy(mention.from))?.entity
  if (entity === about) return null
  const named = entity ? entityNamed(description, entity) : null
  const label =
    named &&
    (visibleFields(named, isStaff).find(({ name }) => name === named.label) ??
      visibleFields(named, isStaff).find(({ name }) => named.key.length === 1 && name === named.key[0]))
  return named && label && isReached(named.name) ? { entity: named.name, field: label.name } : null
}

/** `how many pieces`: a number of each row that says how many it is of. */
const pieces = ({ description, isStaff, text }: Seen, about: string, hasThing: boolean): FieldRef | null => {
  if (!/\bhow many (?:pieces|units|copies|bottles|boxes|packs)\b/i.test(text) && !hasThing) return null
  const entity = [entityNamed(description, about), contentsOf(description, about)].find((each) => each && quantityIn(each.fields))
  const field = entity && quantityIn(visibleFields(entity, isStaff))
  return entity && field ? { entity: entity.name, field: field.name } : null
}
const quantityIn = (fields: readonly { name: string; called: readonly string[]; type: string }[]): { name: string } | undefined =>
  fields.find(({ name, called, type }) => type === 'count' && [name, ...called].some((word) => /\b(?:quantity|pieces|units|amount)\b/i.test(word)))
