import type { Entity, Field, RecordsDescription } from '../../../domain/record-description.ts'
import type { Catalogue, CatalogueTable, RecordFinding } from '../../../domain/record-store.ts'
import { columnOf, tableOf, warning } from './columns.ts'

/** Values that were seen and are not described, ids of another form: questions about them would not be understood. */
export const valueFindings = ({ entities }: RecordsDescription, catalogue: Catalogue): RecordFinding[] =>
  entities.flatMap((entity) => {
    const table = tableOf(entity, catalogue)
    return table ? entity.fields.flatMap((field) => [...choiceFindings(field, entity, table), ...formFindings(field, entity, table)]) : []
  })

const choiceFindings = (field: Field, entity: Entity, table: CatalogueTable): RecordFinding[] => {
  if (field.type !== 'choice') return []
  const unknown = (columnOf(field.name, entity, table)?.samples ?? []).filter((it) => !Object.hasOwn(field.values, it))
  if (unknown.length === 0) return []
  const told = unknown.slice(0, 5).map((it) => `"${it}"`)
  return [
    warning(
      `"${field.name}" of "${entity.name}" holds ${told.join(', ')}${unknown.length > 5 ? ', …' : ''}, and its values do not name ${unknown.length === 1 ? 'it' : 'them'}.`,
    ),
  ]
}

const formFindings = (field: Field, entity: Entity, table: CatalogueTable): RecordFinding[] => {
  const samples = columnOf(field.name, entity, table)?.samples ?? []
  const { like } = field
  if (like === null || samples.length === 0 || samples.some((it) => formOf(it) === formOf(like))) return []
  return [warning(`No "${field.name}" of "${entity.name}" that was seen is like "${like}"; one is "${samples[0]}".`)]
}

const formOf = (id: string): string => id.replaceAll(/\p{N}+/gu, '0')
