import type { Entity, FieldRef, RecordsDescription } from '../domain/record-description.ts'
import type { Condition } from '../domain/record-request.ts'
import { entityNamed, fieldOf } from './described.ts'

/** Whose rows a field's values are the ids of: of an order's number the order, also where it stands in an item. */
export const keyedBy = (description: RecordsDescription, { entity: name, field }: FieldRef): Entity | null => {
  const entity = entityNamed(description, name)
  if (entity?.key.length === 1 && entity.key[0] === field) return entity
  const relation = description.relations.find(({ from }) => from.entity === name && from.fields.length === 1 && from.fields[0] === field)
  if (relation) return entityNamed(description, relation.to.entity)
  return description.entities.find(({ key }) => key.length === 1 && key[0] === field) ?? null
}

/** Does it name a row by its id? */
export const namesRow = (description: RecordsDescription, { field, is }: Condition): boolean => is === 'equal' && fieldOf(description, field)?.type === 'id'
