import type { Entity, RecordsDescription, Relation } from '../../../domain/record-description.ts'
import type { Catalogue, CatalogueTable, RecordFinding } from '../../../domain/record-store.ts'
import { relationText } from '../relation-text.ts'
import { compares } from './column-types.ts'
import { columnOf, error, tableOf, warning } from './columns.ts'

/** A key names one row, and relations lead to one. */
export const keyFindings = (description: RecordsDescription, catalogue: Catalogue): RecordFinding[] => [
  ...description.entities.flatMap((entity) => {
    const table = tableOf(entity, catalogue)
    return table ? ownKey(entity, table) : []
  }),
  ...description.relations.flatMap((relation) => relationFindings(relation, description, catalogue)),
]

const ownKey = (entity: Entity, table: CatalogueTable): RecordFinding[] => {
  if (isUnique(entity.key, entity, table)) return []
  const key = entity.key.join(', ')
  return [
    warning(
      table.isView
        ? `"${table.name}" is a view, and the database does not say that ${key} names one row of it. Where it names two, an answer may show either.`
        : `Nothing in the database says that ${key} names one ${entity.name}: "${table.name}" has no primary or unique key of it.`,
    ),
  ]
}

/** A key of some of these columns is enough. */
const isUnique = (fields: readonly string[], entity: Entity, { primaryKey, uniqueKeys }: CatalogueTable): boolean => {
  const columns = fields.map((name) => entity.fields.find((it) => it.name === name)?.column)
  return [primaryKey, ...uniqueKeys].some((key) => key.length > 0 && key.every((it) => columns.includes(it)))
}

const relationFindings = (relation: Relation, { entities }: RecordsDescription, catalogue: Catalogue): RecordFinding[] => {
  const [from, to] = [relation.from, relation.to].map(({ entity: name }) => entities.find((it) => it.name === name)!) as [Entity, Entity]
  const [child, parent] = [tableOf(from, catalogue), tableOf(to, catalogue)]
  if (!child || !parent) return []
  const text = relationText(relation)
  const isKnown = isUnique(relation.to.fields, to, parent) || relation.to.fields.join() === to.key.join()
  return [
    ...relation.from.fields.flatMap((field, index) => {
      const [one, other] = [columnOf(field, from, child), columnOf(relation.to.fields[index]!, to, parent)]
      if (!one || !other || compares(one.type, other.type)) return []
      return [error(`${text}: ${one.name} is ${one.type}, and ${other.name} is ${other.type}. Rows can be joined by columns of one kind only.`)]
    }),
    ...(isKnown ? [] : [warning(`${text}: nothing in the database says that it leads to one ${to.name}. Where it leads to several, sums count rows twice.`)]),
  ]
}
