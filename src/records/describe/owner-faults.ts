import { didYouMean } from '../../base/nearest.ts'
import type { Fault } from './description-faults.ts'
import type { DescriptionFile } from './description-file.ts'
import { ownerOf } from './owner-text.ts'
import { readRelation } from './relation-text.ts'

/** Each row must have an owner that is found in finitely many steps. */
export const ownerFaults = (given: DescriptionFile): Fault[] => [
  ...Object.keys(given.entities).flatMap((name) => stepFaults(name, given).map((sentence): Fault => ({ path: ['entities', name, 'owner'], sentence }))),
  ...circles(given),
  ...twofold(given),
]

/** Policies are of tables: two entities of one table cannot belong to different people. */
const twofold = ({ entities }: DescriptionFile): Fault[] => {
  const names = Object.keys(entities)
  return names.flatMap((name, index): Fault[] => {
    const other = names
      .slice(0, index)
      .find((it) => entities[it]!.table === entities[name]!.table && columnOfOwner(it, entities) !== columnOfOwner(name, entities))
    if (other === undefined) return []
    const sentence = `"${name}" and "${other}" are of the table "${entities[name]!.table}" and have different owners. One table has one.`
    return [{ path: ['entities', name, 'owner'], sentence }]
  })
}

const columnOfOwner = (name: string, entities: DescriptionFile['entities']): string => {
  const { owner, fields } = entities[name]!
  return Object.hasOwn(fields, owner) ? `column ${fields[owner]!.column ?? owner}` : owner
}

const stepFaults = (name: string, given: DescriptionFile): string[] => {
  const { owner: text, fields } = given.entities[name]!
  const owner = ownerOf(text)
  if (owner.kind === 'field') return fieldFaults(name, owner.field, fields)
  if (owner.kind !== 'via') return []
  const target = given.entities[owner.entity]
  if (!target) return [`The owner of "${name}" goes via "${owner.entity}", which is no entity.${didYouMean(owner.entity, Object.keys(given.entities))}`]
  if (['everyone', 'staff'].includes(target.owner)) {
    return [`The owner of "${name}" goes via "${owner.entity}", whose rows belong to no customer. Write owner: ${target.owner}.`]
  }
  const leading = given.relations.map(readRelation).filter((it) => it?.from.entity === name && it.to.entity === owner.entity)
  if (leading.length === 1) return []
  return leading.length === 0
    ? [`The owner of "${name}" goes via "${owner.entity}", and no relation leads there. Add "${name}.… -> ${owner.entity}.…" to relations.`]
    : [`The owner of "${name}" goes via "${owner.entity}", and ${leading.length} relations lead there: it is not said whose row it is. Keep one.`]
}

const fieldFaults = (name: string, field: string, fields: DescriptionFile['entities'][string]['fields']): string[] => {
  const found = fields[field]
  if (!found) {
    return [
      `The owner of "${name}" is "${field}", which is none of its fields.${didYouMean(field, Object.keys(fields))} An owner is a field that holds the customer's key, "via" another entity, everyone or staff.`,
    ]
  }
  return found.sum_of === undefined && found.calculated === undefined ? [] : [`The owner of "${name}" is "${field}", which is computed, and no column.`]
}

/** Each circle once, at the entity of it that comes first. */
const circles = (given: DescriptionFile): Fault[] => {
  const names = Object.keys(given.entities)
  return names.flatMap((name, index): Fault[] => {
    const circle = circleFrom(name, given)
    if (!circle || circle.some((it) => names.indexOf(it) < index)) return []
    const sentence = `The owner of "${name}" goes in a circle: ${[...circle, name].join(' → ')}. One of them must name a field that holds the customer's key.`
    return [{ path: ['entities', name, 'owner'], sentence }]
  })
}

const circleFrom = (name: string, given: DescriptionFile): string[] | null => {
  const seen = [name]
  for (let at = name; ;) {
    const owner = ownerOf(given.entities[at]?.owner ?? 'staff')
    if (owner.kind !== 'via') return null
    if (owner.entity === name) return seen
    if (seen.includes(owner.entity)) return null
    seen.push((at = owner.entity))
  }
}
