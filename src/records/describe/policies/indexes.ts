import type { Entity, RecordsDescription } from '../../../domain/record-description.ts'
import { lookedUpBy, tableName, type Tables } from './owner-condition.ts'
import { quoteComment, quoteName } from './quote.ts'

/** Column lists; as text as the policy compares them, where the column is of another type. */
export const indexesOf = (table: string, description: RecordsDescription): string[] => {
  const entities = description.entities.filter((it) => it.table === table)
  return [...new Set(entities.flatMap((it) => indexOf(it, description)))]
}

const indexOf = (entity: Entity, description: RecordsDescription): string[] => {
  const columns = lookedUpBy(entity, description).map(quoteName)
  if (columns.length === 0) return []
  return [entity.owner.kind === 'field' ? `(${columns[0]}::text)` : columns.join(', ')]
}

/** As comments: they are made outside of a transaction, by whoever knows the table's size. */
export const indexAdvice = (description: RecordsDescription, options: Tables): string[] => {
  const tables = [...new Set(description.entities.map((it) => it.table))]
  const lines = tables.flatMap((table) => indexesOf(table, description).map((it) => `-- create index concurrently on ${tableName(table, options)} (${it});`))
  return lines.length === 0 ? [] : ['', quoteComment('For big tables, where no such index is there yet; not within a transaction:'), ...lines.map(oneLine)]
}

const oneLine = (text: string): string => text.replaceAll(/[\r\n]+/g, ' ')
