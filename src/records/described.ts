/** Looking things up in a description, for all who read or make requests. */
import type { Entity, Field, FieldRef, RecordsDescription, Relation } from '../domain/record-description.ts'

export const entityNamed = ({ entities }: RecordsDescription, name: string): Entity | null => entities.find((entity) => entity.name === name) ?? null

export const fieldOf = (description: RecordsDescription, { entity, field }: FieldRef): Field | null =>
  entityNamed(description, entity)?.fields.find(({ name }) => name === field) ?? null

/** May its values be told? Of an entity for staff alone, to nobody else. */
export const isVisible = (entity: Entity, field: Field, isStaff: boolean): boolean =>
  field.visibleTo !== 'nobody' && (isStaff || (field.visibleTo === 'customer' && entity.owner.kind !== 'staff'))

/**
 * Does a condition on it say whose rows are meant? The customers' key, every field that holds it, and what relations join to it: whoever asks is
 * known by their credential alone.
 */
export const namesACustomer = ({ customers, entities, relations }: RecordsDescription, { entity, field }: FieldRef): boolean => {
  const described = entities.find(({ name }) => name === entity)
  if (!described) return false
  if (entity === customers.entity && described.key.includes(field)) return true
  if (described.owner.kind === 'field' && described.owner.field === field) return true
  return relations.some(({ from, to }) => to.entity === customers.entity && from.entity === entity && from.fields.includes(field))
}

/** One step along a relation: `toOne` where each row before it leads to at most one. */
export interface Step {
  readonly relation: Relation
  readonly to: string
  readonly toOne: boolean
}

/** The one shortest way from an entity to another, empty for itself; null where there is none; `ambiguous` where there are several as short. */
export const pathBetween = (description: RecordsDescription, from: string, to: string): readonly Step[] | 'ambiguous' | null => {
  const seen = new Set([from])
  let reached: readonly { readonly at: string; readonly path: readonly Step[] }[] = [{ at: from, path: [] }]
  while (reached.length > 0) {
    const arrived = reached.filter(({ at }) => at === to)
    if (arrived.length > 0) return arrived.length === 1 ? arrived[0]!.path : 'ambiguous'
    const next = reached
      .flatMap(({ at, path }) => stepsFrom(description, at).map((step) => ({ at: step.to, path: [...path, step] })))
      .filter(({ at }) => !seen.has(at))
    for (const { at } of next) seen.add(at)
    reached = next
  }
  return null
}

/** Along relations in both directions. */
export const stepsFrom = (description: RecordsDescription, entity: string): Step[] =>
  description.relations.flatMap((relation) => [
    ...(relation.from.entity === entity ? [{ relation, to: relation.to.entity, toOne: true }] : []),
    ...(relation.to.entity === entity ? [{ relation, to: relation.from.entity, toOne: isKey(description, relation) }] : []),
  ])

const isKey = (description: RecordsDescription, { from }: Relation): boolean => {
  const key = entityNamed(description, from.entity)?.key ?? []
  return key.length > 0 && key.every((name) => from.fields.includes(name))
}
