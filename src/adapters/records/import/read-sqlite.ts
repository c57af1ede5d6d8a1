import { DatabaseSync } from 'node:sqlite'
import { AppError } from '../../../base/error.ts'
import type { RawColumn, RawTable, Value } from './imported.ts'

/** All tables of a SQLite database, with their keys, read at one moment; views and blobs are left out. Fails with `invalid` where it is none. */
export const readSqlite = (path: string, file: string): { readonly tables: RawTable[]; readonly notes: string[] } => {
  try {
    const database = new DatabaseSync(path, { readOnly: true, readBigInts: true })
    try {
      database.exec('begin')
      return readTables(database, file)
    } finally {
      database.close()
    }
  } catch (cause) {
    throw new AppError('invalid', `"${file}" cannot be read as a SQLite database: ${(cause as Error).message}.`, { cause })
  }
}

const readTables = (database: DatabaseSync, file: string): { tables: RawTable[]; notes: string[] } => {
  const notes: string[] = []
  const names = rowsOf<{ name: string }>(
    database,
    `select name from sqlite_schema where type = 'table' and name not like 'sqlite\\_%' escape '\\' order by name`,
  )
  const tables = names.map(({ name }): RawTable => {
    const described = rowsOf<{ name: string; type: string; pk: bigint }>(database, `select name, type, pk from pragma_table_info(?)`, name)
    const rows = rowsOf<Record<string, unknown>>(database, `select * from ${quoted(name)}`)
    const columns = described.map((column): RawColumn => {
      const values = rows.map((row) => valueOf(row[column.name], column.type))
      if (rows.some((row) => row[column.name] instanceof Uint8Array)) notes.push(`${name}.${column.name} holds binary data, which is left out.`)
      return { name: column.name, isUntyped: false, values }
    })
    const key = described.filter(({ pk }) => pk > 0n).sort((one, other) => Number(one.pk - other.pk))
    return { name, from: file, columns, key: key.map((it) => it.name), foreignKeys: foreignKeysOf(database, name), rows: rows.length }
  })
  return { tables, notes }
}

const rowsOf = <Row>(database: DatabaseSync, sql: string, ...values: string[]): Row[] => database.prepare(sql).all(...values) as Row[]

/** SQLite keeps booleans as 0 and 1 and says so in the declared type alone. */
const valueOf = (value: unknown, declared: string): Value => {
  if (value === null || value === undefined || value instanceof Uint8Array) return null
  if (typeof value === 'bigint' && /^bool/i.test(declared) && (value === 0n || value === 1n)) return value === 1n
  return value as Value
}

interface ForeignKeyRow {
  readonly id: bigint
  readonly from: string
  readonly table: string
  readonly to: string | null
}

const foreignKeysOf = (database: DatabaseSync, table: string): RawTable['foreignKeys'] => {
  const rows = rowsOf<ForeignKeyRow>(database, `select id, "from", "table", "to" from pragma_foreign_key_list(?) order by id, seq`, table)
  const ids = [...new Set(rows.map(({ id }) => id))]
  return ids.flatMap((id) => {
    const parts = rows.filter((row) => row.id === id)
    // Without a column the other table's key is meant; whoever draws a relation looks there.
    if (parts.some(({ to }) => to === null)) return []
    return [{ columns: parts.map(({ from }) => from), table: parts[0]!.table, references: parts.map(({ to }) => to!) }]
  })
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`
