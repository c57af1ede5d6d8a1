import { didYouMean } from '../../../base/nearest.ts'
import type { Entity, RecordsDescription } from '../../../domain/record-description.ts'
import type { Catalogue, CatalogueColumn, CatalogueTable, RecordFinding } from '../../../domain/record-store.ts'
import { fits } from './column-types.ts'

/** Tables and columns are there, and hold what the fields say. */
export const columnFindings = ({ entities }: RecordsDescription, catalogue: Catalogue): RecordFinding[] =>
  entities.flatMap((entity) => {
    // PostgreSQL looks for a name among its own tables first.
    if (/^pg_/i.test(entity.table))
      return [
        error(
          `"${entity.table}" is a name that PostgreSQL keeps for itself. Rename the table or file of "${entity.name}", or describe a view of it by another name.`,
        ),
      ]
    const table = tableOf(entity, catalogue)
    if (table) return fieldFindings(entity, table)
    const known = catalogue.tables.map((it) => it.name)
    return [error(`There is no table "${entity.table}" for "${entity.name}" that may be read.${didYouMean(entity.table, known)}`)]
  })

export const tableOf = ({ table }: Entity, { tables }: Catalogue): CatalogueTable | undefined => tables.find((it) => it.name === table)

export const columnOf = (field: string, entity: Entity, table: CatalogueTable): CatalogueColumn | undefined => {
  const column = entity.fields.find((it) => it.name === field)?.column
  return table.columns.find((it) => it.name === column)
}

export const error = (sentence: string): RecordFinding => ({ severity: 'error', sentence })
export const warning = (sentence: string): RecordFinding => ({ severity: 'warning', sentence })

const fieldFindings = (entity: Entity, table: CatalogueTable): RecordFinding[] =>
  entity.fields
    .filter((it) => it.computed === null)
    .flatMap((field) => {
      const column = table.columns.find((it) => it.name === field.column)
      const whole = `"${field.name}" of "${entity.name}"`
      if (!column) {
        const known = table.columns.map((it) => it.name)
        return [error(`There is no column "${field.column}" in "${table.name}" for ${whole}.${didYouMean(field.column, known)}`)]
      }
      return fits(field.type, column.type) ? [] : [error(`${whole} is of type ${field.type}, and its column "${column.name}" is ${column.type}.`)]
    })
