/** What there is to copy, asked of the database itself: a table that a later version brings is copied without a word here. */
import { AppError } from '../../../base/error.ts'
import type { Query } from '../database.ts'

export interface CopiedTable {
  /** As SQL writes it, with quotes where it needs them. */
  readonly name: string
  /** Those that are written, in order; computed ones are not. */
  readonly columns: string
}

/** All tables of the schema, each after those that it refers to; one that was partitioned is one table. */
export const readTables = async (query: Query): Promise<CopiedTable[]> => {
  const tables = await query<CopiedTable & { needs: string[] }>(tablesSql)
  const ordered: CopiedTable[] = []
  let waiting = tables
  while (waiting.length > 0) {
    const ready = waiting.filter(({ needs }) => needs.every((need) => ordered.some(({ name }) => name === need)))
    if (ready.length === 0) throw new AppError('internal', `The tables ${waiting.map(({ name }) => name).join(', ')} refer to each other in a circle.`)
    ordered.push(...ready.map(({ name, columns }) => ({ name, columns })))
    waiting = waiting.filter((table) => !ready.includes(table))
  }
  return ordered
}

export const countRows = async (query: Query, tables: readonly CopiedTable[]): Promise<{ name: string; rows: number }[]> => {
  const counted = []
  for (const { name } of tables) counted.push({ name, rows: (await query<{ count: number }>(`select count(*) as count from ${name}`))[0]!.count })
  return counted
}

export const readSequences = (query: Query): Promise<{ name: string; last: number | null }[]> =>
  query(`select quote_ident(sequencename) as name, last_value as last from pg_sequences where schemaname = current_schema() order by 1`)

/** How rows are written is a matter of these; two servers may differ in all of them. */
export const sameWriting = [
  "set local timezone = 'UTC'",
  "set local datestyle = 'ISO, MDY'",
  "set local intervalstyle = 'postgres'",
  "set local bytea_output = 'hex'",
  'set local extra_float_digits = 1',
].join('; ')

// What has been migrated is known to each database by itself.
const tablesSql = `
  select quote_ident(relname) as name,
    (select string_agg(quote_ident(attname), ', ' order by attnum) from pg_attribute
      where attrelid = pg_class.oid and attnum > 0 and not attisdropped and attgenerated = '') as columns,
    array(select distinct quote_ident(other.relname) from pg_constraint join pg_class as other on other.oid = confrelid
      where conrelid = pg_class.oid and contype = 'f' and confrelid <> conrelid) as needs
  from pg_class where relkind in ('r', 'p') and not relispartition and relnamespace = current_schema()::regnamespace and relname <> 'schema_migration' order by relname`
