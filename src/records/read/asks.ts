/** The things that one question asks for, each with the fields that are told of it. */
import type { Entity, FieldRef, RecordsDescription } from '../../domain/record-description.ts'
import type { Condition, Picked } from '../../domain/record-request.ts'
import { entityNamed, pathBetween } from '../described.ts'
import { byNearness, contentsOf, isReachable, leadsToOne, mainEntity, visibleFields } from './relate.ts'
import type { Roles } from './roles.ts'
import type { Seen } from './seen.ts'
import { sameField, type Ask } from './sketch.ts'

export interface Rows {
  readonly ids: readonly Condition[]
  readonly pick: Picked | null
  /** Conditions on the names of things. */
  readonly named: readonly Condition[]
  readonly isSingular: boolean
}

/** Of `my order`, of several: enough to find it among them. */
const fewest = 5

export const asksOf = (seen: Seen, roles: Roles, about: string, fields: readonly FieldRef[], rows: Rows): Ask[] => {
  const { description, manner } = seen
  const { ids, pick } = rows
  const ask = (entity: string, of: readonly FieldRef[]): Ask => ({
    ...toldOf(seen, reached(seen, entity, of, rows), rows),
    figure: null,
    limit: manner.own && ids.length === 0 && !pick && rows.isSingular && entity === mainEntity(description)?.name ? fewest : null,
  })
  const who = fields.length === 0 ? whoOf(seen, roles, about) : null
  if (who) return [ask(who.name, [])]
  const near = fields.filter(({ entity }) => entity === about || leadsToOne(description, about, entity))
  const far = fields.filter((field) => !near.includes(field))
  const others = [...new Set(far.map(({ entity }) => entity))].map((entity) =>
    ask(
      entity,
      far.filter((field) => field.entity === entity),
    ),
  )
  const also = roles.entities.filter(
    ({ isOf, entity }) =>
      !isOf &&
      entity !== about &&
      !others.some((other) => other.entity === entity) &&
      isOwned(entityNamed(description, entity)) &&
      isReachable(description, entity, about),
  )
  const isMore = ids.length > 0 || pick !== null || fields.length > 0
  const first = near.length > 0 || fields.length === 0 ? [ask(about, near)] : []
  return [...first, ...others, ...(isMore ? [...new Set(also.map(({ entity }) => entity))].map((entity) => ask(entity, [])) : [])]
}

const isOwned = (entity: Entity | null): boolean => entity?.owner.kind === 'field' || entity?.owner.kind === 'via'

/** What no one way leads to from the row that is meant is told by what stands between: how an order was paid by its payments. */
const reached = (
  { description, isStaff }: Seen,
  entity: string,
  fields: readonly FieldRef[],
  { ids, pick }: Rows,
): { entity: string; fields: readonly FieldRef[] } => {
  const from = ids[0]?.field.entity ?? pick?.entity
  if (!from || isReachable(description, from, entity)) return { entity, fields }
  const between = byNearness(
    description,
    [from],
    description.entities.filter(({ name }) => name !== entity && leadsToOne(description, name, entity) && isReachable(description, from, name)),
    ({ name }) => name,
  )[0]
  if (!between) return { entity, fields }
  return { entity: between.name, fields: [...usual(between, isStaff), ...(fields.length > 0 ? fields : usual(entityNamed(description, entity)!, isStaff))] }
}

const usual = (entity: Entity, isStaff: boolean): FieldRef[] =>
  visibleFields(entity, isStaff).flatMap(({ name, isUsual }) => (isUsual ? [{ entity: entity.name, field: name }] : []))

/** Rows that have no name are told with the name of what they lead to, and with what they were chosen by. */
const toldOf = (
  seen: Seen,
  { entity, fields }: { entity: string; fields: readonly FieldRef[] },
  { pick, ids, named }: Rows,
): { entity: string; fields: readonly FieldRef[] } => {
  const { description, isStaff } = seen
  const described = entityNamed(description, entity)!
  const by = pick?.entity === entity && described.newestBy !== pick.order.by.field ? [pick.order.by] : []
  const name = nameOf(seen, described)
  const isNamed =
    named.some(({ field, values }) => name !== null && name.entity === entity && fields.length === 0 && sameField(field, name) && values.length === 1) ||
    ids.some(({ field }) => field.entity === entity)
  const label = name && isOwned(described) && !isNamed && (name.entity !== entity || fields.length > 0) ? [name] : []
  const own = fields.length > 0 ? fields : label.length > 0 || by.some((field) => !isAmong(field, usual(described, isStaff))) ? usual(described, isStaff) : []
  if (own.length === 0) return { entity, fields: [] }
  const all = [...label, ...own, ...by]
  return { entity, fields: all.filter((field, index) => all.findIndex((other) => sameField(other, field)) === index) }
}

const isAmong = (field: FieldRef, fields: readonly FieldRef[]): boolean => fields.some((other) => sameField(other, field))

const nameOf = ({ description, isStaff }: Seen, entity: Entity): FieldRef | null => {
  const own = visibleFields(entity, isStaff).find(({ name, type }) => name === entity.label && type === 'text')
  if (own) return entity.name === description.customers.entity ? null : { entity: entity.name, field: own.name }
  const isMain = entity.name === mainEntity(description)?.name
  if (isMain && contentsOf(description, entity.name)) return null
  const named = description.entities.filter(
    ({ name, owner, label }) => owner.kind === 'everyone' && label !== null && name !== entity.name && isSharedPath(description, entity.name, name),
  )
  const [over] = byNearness(description, [entity.name], named, ({ name }) => name)
  return over?.label ? { entity: over.name, field: over.label } : null
}

/** Does it lead to one through what everybody may see? What somebody else's row leads to does not name this one. */
const isSharedPath = (description: RecordsDescription, from: string, to: string): boolean => {
  const path = pathBetween(description, from, to)
  return path !== null && path !== 'ambiguous' && path.every((step) => step.toOne && entityNamed(description, step.to)?.owner.kind === 'everyone')
}

/** `who carries my order`: the one that it leads to and everybody may know. */
const whoOf = ({ manner, description, text }: Seen, { entities }: Roles, about: string): Entity | null => {
  if (
    !(manner.who || /\b(?:which|what) (?:company|firm|carrier|haulier|courier|forwarder|person|service)\b/i.test(text)) ||
    entities.some(({ isOf, entity }) => !isOf && entity !== about && entity !== description.customers.entity)
  )
    return null
  const known = description.relations.filter(({ from }) => from.entity === about).flatMap(({ to }) => entityNamed(description, to.entity) ?? [])
  const others = known.filter(({ name, owner, label }) => name !== description.customers.entity && label !== null && owner.kind === 'everyone')
  return others.length === 1 ? others[0]! : null
}
