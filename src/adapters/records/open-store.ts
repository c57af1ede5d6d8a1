import { AppError } from '../../base/error.ts'
import type { RecordLimits } from '../../domain/record-description.ts'
import type { Catalogue, ReadRows, RecordReader, RecordStore, Statement } from '../../domain/record-store.ts'
import { quoteName, type Ask, type RecordConnection, type TextRows } from './connection.ts'
import { readCatalogue } from './read-catalogue.ts'
import { recordError } from './record-errors.ts'

export interface StoreOptions {
  readonly connection: RecordConnection
  /** For sentences: whose records they are. */
  readonly title: string
  readonly setting: string
  readonly schema: string
  /** Tables whose rows belong to customers or are for staff: row security must hold whoever reads. */
  readonly guarded: readonly string[]
  readonly timeoutMs: number
  /** Of an import; null: somebody else's database. */
  readonly revision: string | null
}

/** The port over a connection. Each read proves within its own transaction that row security holds for the role that reads. */
export const openStore = ({ connection, title, setting, schema, guarded, timeoutMs, revision }: StoreOptions): RecordStore => {
  const told = async <Result>(work: () => Promise<Result>, signal?: AbortSignal): Promise<Result> => {
    try {
      return await work()
    } catch (error) {
      if (signal?.aborted) throw signal.reason
      throw recordError(error, title, connection.where)
    }
  }
  const as = <Result>(reader: RecordReader, limitMs: number, signal: AbortSignal | undefined, work: (ask: Ask) => Promise<Result>): Promise<Result> => {
    if (reader.kind === 'customer' && reader.id === '') throw new AppError('forbidden', 'A customer without an id can be shown nothing.')
    return told(() => connection.transaction({ reader, setting, timeoutMs: limitMs, signal }, work), signal)
  }
  const assertHeld = async (ask: Ask, reader: RecordReader): Promise<void> => {
    if (guarded.length === 0) return
    const { rows } = await ask(reader.kind === 'customer' ? `${heldSql} or ${openToAllSql})` : `${heldSql})`, [
      guarded.map((table) => `${quoteName(schema)}.${quoteName(table)}`),
    ])
    const open = rows.map(([table]) => String(table))
    if (open.length > 0) throw notHeld(title, open)
  }
  const catalogueOf = (signal: AbortSignal | undefined, withSamples: boolean): Promise<Catalogue> => {
    const limitMs = withSamples ? Math.max(timeoutMs, catalogueMs) : timeoutMs
    const asking = { setting, timeoutMs: limitMs, signal }
    return told(() => readCatalogue(connection, asking, schema, withSamples), signal)
  }

  return {
    read: (reader, statement, limits, signal) =>
      as(reader, limits.statementMs, signal, async (ask) => {
        await assertHeld(ask, reader)
        return readWithin(ask, statement, limits)
      }),
    explain: (reader, { sql, values }, signal) =>
      as(reader, timeoutMs, signal, async (ask) => {
        const { rows } = await ask(`explain (format json) ${sql}`, values)
        const [{ Plan: plan }] = JSON.parse(String(rows[0]![0])) as [{ Plan: { 'Plan Rows': number; 'Total Cost': number } }]
        return { rows: plan['Plan Rows'], cost: plan['Total Cost'] }
      }),
    catalogue: ({ samples }, signal) => catalogueOf(signal, samples),
    revision: async () => revision,
    close: connection.close,
  }
}

const catalogueMs = 30_000

// Views have no row security of their own: what they show is proved when they are connected.
const heldSql = `
  select name from unnest($1::text[]) as name join pg_catalog.pg_class on oid = pg_catalog.to_regclass(name)::oid
  where relkind in ('r', 'p') and (not pg_catalog.row_security_active(oid)`

// Of a policy that lets everybody through, whoever made it and when; one of a role is one of all its members.
const openToAllSql = `exists (
    select from pg_catalog.pg_policy
    where polrelid = pg_class.oid and polpermissive and polcmd in ('r', '*') and pg_catalog.pg_get_expr(polqual, polrelid) = 'true'
      and exists (select from unnest(polroles) as role where case when role = 0 then true else pg_catalog.pg_has_role(role, 'member') end))`

const notHeld = (title: string, tables: readonly string[]): AppError =>
  new AppError(
    'forbidden',
    `Row security does not hold for ${tables.join(', ')} in the database of ${title}, so nothing is read from it: it is off, a policy shows everything to the role that reads, or does not bind that role. "answerable records check" says which, and "answerable records policies" prints what mends it.`,
  )

/** A cursor: only a query can be one, and no more rows leave the database than are wanted. */
const readWithin = async (ask: Ask, { sql, values }: Statement, limits: RecordLimits): Promise<ReadRows> => {
  await ask(`declare records no scroll cursor for ${sql}`, values)
  const rows: TextRows['rows'][number][] = []
  let columns: readonly string[] = []
  let bytes = 0
  let largest = 0
  while (rows.length <= limits.rows) {
    // Rows may be as large as strangers made them: no more of them come at once than the largest so far lets fit.
    const fitting = rows.length === 0 ? firstRows : Math.max(1, Math.floor(limits.bytes / largest))
    const wanted = Math.min(fitting, batchRows, limits.rows + 1 - rows.length)
    const batch = await ask(`fetch forward ${wanted} from records`)
    columns = batch.columns
    for (const row of batch.rows) {
      const size = row.reduce<number>((sum, value) => sum + (typeof value === 'string' ? Buffer.byteLength(value) : 1), 1)
      largest = Math.max(largest, size)
      bytes += size - 1
      if (bytes > limits.bytes) return { columns, rows, isCut: true }
      rows.push(row)
    }
    if (batch.rows.length < wanted) return { columns, rows, isCut: false }
  }
  return { columns, rows: rows.slice(0, limits.rows), isCut: true }
}

const firstRows = 10
const batchRows = 100
