import type { Catalogue, CatalogueRole, CatalogueTable, RecordReader } from '../../domain/record-store.ts'
import { nobody, quoteName, type Ask, type ReadAs, type RecordConnection } from './connection.ts'
import { roleSql, tablesSql } from './catalogue-sql.ts'

/** What the database says of one schema, of the roles that read it, and (where wanted) a few values of each column, as staff sees them. */
export const readCatalogue = async (connection: RecordConnection, as: Omit<ReadAs, 'reader'>, schema: string, withSamples: boolean): Promise<Catalogue> => {
  const readers = ([{ kind: 'customer', id: nobody }, { kind: 'staff' }] satisfies RecordReader[]).filter(({ kind }) => connection.has(kind))
  const roles: CatalogueRole[] = []
  let tables: CatalogueTable[] = []
  for (const reader of readers) {
    const seen = await connection.transaction({ ...as, reader }, async (ask) => {
      roles.push({ reader: reader.kind, ...(await one<Omit<CatalogueRole, 'reader'>>(ask, roleSql, [schema])) })
      const found = (await one<CatalogueTable[] | null>(ask, tablesSql, [schema])) ?? []
      return withSamples ? await sampled(ask, schema, found) : found
    })
    tables = merged(tables, seen)
  }
  return { tables, roles }
}

const one = async <Value>(ask: Ask, sql: string, values: readonly unknown[]): Promise<Value> =>
  JSON.parse(String((await ask(sql, values)).rows[0]![0] ?? 'null')) as Value

/** The later reader sees more rows; both see the same tables, but what neither may use. */
const merged = (known: readonly CatalogueTable[], seen: readonly CatalogueTable[]): CatalogueTable[] => [
  ...known.filter(({ name }) => !seen.some((it) => it.name === name)),
  ...seen,
]

/** Columns that this reader may not select have none; a table that takes too long has none. */
const sampled = async (ask: Ask, schema: string, tables: readonly CatalogueTable[]): Promise<CatalogueTable[]> => {
  const done: CatalogueTable[] = []
  for (const table of tables) done.push({ ...table, columns: await samplesOf(ask, schema, table) })
  return done
}

interface Sampled {
  readonly name: string
  readonly samples: readonly string[] | null
  readonly distinct: number
}

const samplesOf = async (ask: Ask, schema: string, { name, columns }: CatalogueTable): Promise<CatalogueTable['columns']> => {
  const readable = await readableColumns(ask, schema, name)
  const wanted = columns.filter((it) => readable.has(it.name))
  if (wanted.length === 0) return columns
  const list = wanted.map((it) => quoteName(it.name)).join(', ')
  const parts = wanted.map(
    (it, index) =>
      `(select json_build_object('name', $${index + 1}::text, 'distinct', (select count(distinct ${quoteName(it.name)}::text) from seen), 'samples',
         (select json_agg(value) from (select left(${quoteName(it.name)}::text, 80) as value from seen where ${quoteName(it.name)} is not null group by 1 order by count(*) desc, 1 limit 12) as top)))`,
  )
  const sql = `with seen as materialized (select ${list} from ${quoteName(schema)}.${quoteName(name)} limit ${sampledRows}) select json_build_array(${parts.join(', ')})::text`
  // A function takes at most 100 arguments: what a table has beyond that is looked at without samples.
  if (wanted.length > 90) return columns
  const found = await one<Sampled[]>(
    ask,
    sql,
    wanted.map((it) => it.name),
  )
  return columns.map((column) => {
    const seen = found.find((it) => it.name === column.name)
    return seen ? { ...column, samples: seen.samples ?? [], distinct: seen.distinct } : column
  })
}

const sampledRows = 2000

const readableColumns = async (ask: Ask, schema: string, table: string): Promise<ReadonlySet<string>> =>
  new Set(
    await one<string[]>(
      ask,
      `select coalesce(json_agg(attname), '[]')::text from pg_catalog.pg_attribute
       where attrelid = pg_catalog.to_regclass($1)::oid and attnum > 0 and not attisdropped and pg_catalog.has_column_privilege(attrelid, attnum, 'select')`,
      [`${quoteName(schema)}.${quoteName(table)}`],
    ),
  )
