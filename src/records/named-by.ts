import type { Entity, RecordsDescription } from '../domain/record-description.ts'
import { entityNamed, isVisible } from './described.ts'

/** For rows without a name of their own, what names them: of an order's line its product. Null: nothing does. */
export const namedBy = (description: RecordsDescription, entity: Entity, isStaff: boolean): { readonly entity: Entity; readonly label: string } | null => {
  if (entity.label !== null || entity.key.length < 2) return null
  for (const { from, to } of description.relations) {
    if (from.entity !== entity.name || !from.fields.every((field) => entity.key.includes(field))) continue
    const other = entityNamed(description, to.entity)
    const label = other?.fields.find(({ name }) => name === other.label)
    if (other && label && isVisible(other, label, isStaff) && !(entity.owner.kind === 'via' && entity.owner.entity === other.name))
      return { entity: other, label: label.name }
  }
  return null
}
