/** What is wrong with a description although each value is in order: names of nothing, owners that lead nowhere. */
import type { Located, Path } from '../../base/located.ts'
import { didYouMean } from '../../base/nearest.ts'
import type { DescriptionFile, EntityFile } from './description-file.ts'
import { entityFaults } from './entity-faults.ts'
import { isName } from './names.ts'
import { ownerFaults } from './owner-faults.ts'
import { readRelation } from './relation-text.ts'
import { issuerFaults, sourceFaults } from './source-faults.ts'
import { wordFaults } from './word-faults.ts'

/** A sentence, and where in the file it is so. */
export interface Fault {
  readonly path: Path
  readonly sentence: string
}

export const descriptionFaults = (given: DescriptionFile, located: Located): string[] =>
  [
    ...sourceFaults(given),
    ...issuerFaults(given),
    ...nameFaults(given),
    ...customerFaults(given),
    // Before what rests on them.
    ...given.relations.flatMap((text, index) => relationFaults(text, given).map((sentence): Fault => ({ path: ['relations', index], sentence }))),
    ...Object.keys(given.entities).flatMap((name) => entityFaults(name, given)),
    ...ownerFaults(given),
    ...wordFaults(given),
  ].map(({ path, sentence }) => `${located.placeOf(path)}: ${sentence}`)

const nameFaults = ({ entities }: DescriptionFile): Fault[] =>
  Object.entries(entities).flatMap(([name, { fields }]) => [
    ...(isName(name) ? [] : [{ path: ['entities', name], sentence: `"${name}" must be words of letters, digits and _, at most 63 characters.` }]),
    ...Object.keys(fields)
      .filter((field) => !isName(field))
      .map((field): Fault => ({
        path: ['entities', name, 'fields', field],
        sentence: `"${field}" must be words of letters, digits and _, at most 63 characters. The column may be called otherwise: column: "${field}".`,
      })),
  ])

const customerFaults = ({ customers, entities }: DescriptionFile): Fault[] => {
  const path = ['customers', 'entity']
  const entity = entities[customers.entity]
  if (!entity) return [{ path, sentence: `There is no entity "${customers.entity}".${didYouMean(customers.entity, Object.keys(entities))}` }]
  if (entity.key.length > 1) return [{ path, sentence: `"${customers.entity}" must have a key of one field: tokens and keys name a customer by one value.` }]
  if (entity.owner === entity.key[0]) return []
  return [
    {
      path: ['entities', customers.entity, 'owner'],
      sentence: `The rows of "${customers.entity}" are the customers, so its owner is its own key: owner: ${entity.key[0]}.`,
    },
  ]
}

const relationFaults = (text: string, { entities }: DescriptionFile): string[] => {
  const relation = readRelation(text)
  if (!relation) {
    return [`"${text}" must read like "item.order_id -> order.order_id", with as many fields on both sides; several stand in parentheses.`]
  }
  return [relation.from, relation.to].flatMap(({ entity, fields }) => {
    const found: EntityFile | undefined = entities[entity]
    if (!found) return [`"${text}": there is no entity "${entity}".${didYouMean(entity, Object.keys(entities))}`]
    return fields.flatMap((field) => {
      const known = found.fields[field]
      if (!known) return [`"${text}": "${entity}" has no field "${field}".${didYouMean(field, Object.keys(found.fields))}`]
      return known.sum_of !== undefined || known.calculated !== undefined ? [`"${text}": "${field}" of "${entity}" is computed, and no column.`] : []
    })
  })
}
