/** What a description means for its tables. */
import { isAbsolute, join } from 'node:path'
import type { ImportSource } from '../../adapters/records/import/read-source.ts'
import type { TextColumns } from '../../adapters/records/import/imported.ts'
import { sha256 } from '../../base/id.ts'
import type { FieldType, RecordsDescription, RecordsSource } from '../../domain/record-description.ts'

/** Tables that not everybody may read whole. */
export const guardedTables = ({ entities }: RecordsDescription): string[] => [
  ...new Set(entities.filter(({ owner }) => owner.kind !== 'everyone').map(({ table }) => table)),
]

/** Columns that hold words, however much they look like numbers. */
export const textColumns = (description: RecordsDescription): TextColumns => columnsOfTypes(description, ['id', 'text', 'choice'])

/** Columns that hold numbers, days and the like, also where a file writes them as words. */
export const valueColumns = (description: RecordsDescription): TextColumns =>
  columnsOfTypes(description, ['count', 'number', 'money', 'date', 'time', 'boolean'])

const columnsOfTypes = ({ entities }: RecordsDescription, types: readonly FieldType[]): TextColumns => {
  const found: Record<string, string[]> = {}
  for (const { table, fields } of entities)
    for (const { type, column, computed } of fields) if (computed === null && types.includes(type)) (found[table] ??= []).push(column)
  return found
}

export const keysOf = ({ entities }: RecordsDescription): { table: string; columns: string[] }[] =>
  entities.map(({ table, key, fields }) => ({ table, columns: key.map((name) => fields.find((field) => field.name === name)!.column) }))

/** Null: somebody else's database. */
export const importOf = (source: RecordsSource, baseDir: string): ImportSource | null => {
  const whole = (path: string): string => (isAbsolute(path) ? path : join(baseDir, path))
  if (source.kind === 'postgres') return null
  return source.kind === 'sqlite' ? { kind: 'sqlite', path: whole(source.path) } : { kind: 'files', paths: source.paths.map(whole) }
}

/** Where its tables are once it is connected. */
export const schemaOf = ({ source, collection }: RecordsDescription): string => (source.kind === 'postgres' ? source.schema : ownSchemaOf(collection))

/** Of our own tables; PostgreSQL's names end after 63 bytes. */
export const ownSchemaOf = (collection: string): string => {
  const name = `answerable_records_${collection}`
  return name.length <= 59 ? name : `${name.slice(0, 50)}_${sha256(collection).slice(0, 8)}`
}
