/** Which of several things that a word may name is meant: the one nearest to what else the question names. */
import type { Entity, Field, FieldRef, RecordsDescription } from '../../domain/record-description.ts'
import { entityNamed, fieldOf, isVisible, pathBetween } from '../described.ts'
import { rootOf, wordsOfName } from './words.ts'

/** Steps between two entities, those to several rows a little longer; infinite where no one way leads. */
export const distance = (description: RecordsDescription, from: string, to: string): number => {
  let known = distances.get(description)
  if (!known) distances.set(description, (known = new Map()))
  const key = `${from}\n${to}`
  let found = known.get(key)
  if (found === undefined) {
    const path = pathBetween(description, from, to)
    found = path === null || path === 'ambiguous' ? Number.POSITIVE_INFINITY : path.reduce((sum, { toOne }) => sum + (toOne ? 1 : 1.25), 0)
    known.set(key, found)
  }
  return found
}
const distances = new WeakMap<RecordsDescription, Map<string, number>>()

export const leadsToOne = (description: RecordsDescription, from: string, to: string): boolean => {
  const path = pathBetween(description, from, to)
  return path !== null && path !== 'ambiguous' && path.every(({ toOne }) => toOne)
}

export const isReachable = (description: RecordsDescription, from: string, to: string): boolean => distance(description, from, to) < Number.POSITIVE_INFINITY

/** From the nearest of the `around` that come first; what no one way leads to comes last. Keeps the order of equals. */
export const byNearness = <Item>(
  description: RecordsDescription,
  around: readonly string[],
  items: readonly Item[],
  entityOf: (item: Item) => string,
): Item[] => {
  const far = (item: Item): number => Math.min(...around.map((from, index) => distance(description, from, entityOf(item)) + index * 0.01), 1000)
  return items
    .map((item) => ({ item, far: far(item) }))
    .sort((one, other) => one.far - other.far)
    .map(({ item }) => item)
}

export const visibleFields = (entity: Entity, isStaff: boolean): readonly Field[] => entity.fields.filter((field) => isVisible(entity, field, isStaff))

export const isVisibleRef = (description: RecordsDescription, ref: FieldRef, isStaff: boolean): boolean => {
  const entity = entityNamed(description, ref.entity)
  const field = fieldOf(description, ref)
  return entity !== null && field !== null && isVisible(entity, field, isStaff)
}

/** The entity that "my last" and "what did I …" are about: owned, and ordered by something. */
export const mainEntity = ({ entities, customers }: RecordsDescription): Entity | null =>
  entities.find(({ newestBy, owner, name }) => newestBy !== null && owner.kind === 'field' && name !== customers.entity) ??
  entities.find(({ newestBy, owner }) => newestBy !== null && owner.kind !== 'staff') ??
  entities.find(({ owner, name }) => (owner.kind === 'field' || owner.kind === 'via') && name !== customers.entity) ??
  null

/** What rows of an entity hold: its items. Those with a name of their own first, then those that lead on to one. */
export const contentsOf = (description: RecordsDescription, of: string): Entity | null => {
  const inside = description.relations.filter(({ to }) => to.entity === of).flatMap(({ from }) => entityNamed(description, from.entity) ?? [])
  const owned = inside.filter(({ owner }) => owner.kind === 'via' || owner.kind === 'field')
  return (
    owned.find((entity) => words(entity).some((word) => itemWords.has(rootOf(word)))) ??
    owned.find(({ label, fields }) => label !== null && fields.some(({ name, type }) => name === label && type === 'text')) ??
    owned.find((entity) =>
      description.relations.some(({ from, to }) => from.entity === entity.name && entityNamed(description, to.entity)?.owner.kind === 'everyone'),
    ) ??
    null
  )
}
const words = ({ name, called }: Entity): string[] => [name, ...called].flatMap(wordsOfName)
const itemWords = new Set(['item', 'line', 'articl', 'content', 'posit'].map(rootOf))

/** When a row came to be: what says which is newer, else its first date. */
export const dateOf = (entity: Entity, isStaff: boolean): Field | null => {
  const dates = visibleFields(entity, isStaff).filter(({ type }) => type === 'date' || type === 'time')
  // When it was done says when it came to be of none that is still open.
  const newest = dates.find(({ name }) => name === entity.newestBy && !/^(?:paid|delivered|returned|closed|settled|completed)/i.test(name))
  const begun = dates.find(({ name, isUsual }) => isUsual && /^(?:issued|created|ordered|placed|opened|requested)/i.test(name))
  return newest ?? begun ?? dates.find(({ name }) => name === entity.newestBy) ?? dates.find(({ isUsual }) => isUsual) ?? dates[0] ?? null
}

/** What a row costs: of several amounts the usual one, then the one that is called a total. */
export const moneyOf = (entity: Entity, isStaff: boolean): Field | null => {
  const amounts = visibleFields(entity, isStaff).filter(({ type }) => type === 'money')
  return amounts.find((field) => field.isUsual && isTotal(field)) ?? amounts.find(isTotal) ?? amounts.find(({ isUsual }) => isUsual) ?? amounts[0] ?? null
}
export const isTotal = ({ name, called, computed }: Field): boolean =>
  computed !== null || [name, ...called].some((word) => /\b(?:total|amount|sum)\b/i.test(word))
/** What one of several costs, before it is multiplied. */
export const priceOf = (entity: Entity, isStaff: boolean): Field | null => {
  const amounts = visibleFields(entity, isStaff).filter(({ type }) => type === 'money')
  return amounts.find(({ name, called }) => [name, ...called].some((word) => /\bprice\b/i.test(word.replaceAll('_', ' ')))) ?? moneyOf(entity, isStaff)
}

/** Where a row stands: the choice that says so, or the only one. */
export const stateOf = (entity: Entity, isStaff: boolean): Field | null => {
  const choices = visibleFields(entity, isStaff).filter(({ type }) => type === 'choice')
  return (
    visibleFields(entity, isStaff).find(({ name, type }) => type === 'text' && name === 'status') ??
    choices.find(({ name, called, meaning }) =>
      /\b(?:status|state|stage|progress|situation)\b/i.test([name, ...called, meaning].join(' ').replaceAll('_', ' ')),
    ) ??
    (choices.length === 1 && !/(?:^|_)(?:kind|type|category|method|source|gender|colou?r|size|genre|language)$/i.test(choices[0]!.name) ? choices[0]! : null)
  )
}

/** Parts of a postal address, in the order in which they are written. */
export const addressFields = (entity: Entity, isStaff: boolean): readonly Field[] =>
  visibleFields(entity, isStaff).filter(({ type, name }) => type !== 'date' && wordsOfName(name).some((word) => postal.test(word)))
const postal = /^(?:address\d*|addresses|street|suite|city|town|state|region|province|zip|zipcode|postal|postcode|country)$/
