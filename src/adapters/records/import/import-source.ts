import { AppError } from '../../../base/error.ts'
import { throwIfAborted } from '../../../base/async.ts'
import type { Query } from '../../postgres/database.ts'
import { startWorker, type WorkerClient } from '../../workers/rpc.ts'
import { quoteName } from '../connection.ts'
import type { OwnRecords } from '../own-records.ts'
import type { ImportedTable, ImportHandlers } from './import-worker.ts'
import type { TextColumns } from './imported.ts'
import type { ImportSource } from './read-source.ts'

export interface Import {
  readonly own: OwnRecords
  /** Where the tables will be. What is there now stays until it is accepted. */
  readonly schema: string
  readonly source: ImportSource
  readonly texts: TextColumns
  /** Columns that the description says are numbers, days and the like, however a file writes them. */
  readonly values?: TextColumns
  /** IANA name, in which moments without a zone are meant. */
  readonly zone: string
  readonly onRows?: (progress: { readonly done: number; readonly total: number; readonly table: string }) => void
  readonly signal?: AbortSignal | undefined
}

/** Rows that lie beside what is there, in a schema of their own, until it is decided about them. */
export interface Staged {
  readonly schema: string
  readonly tables: readonly ImportedTable[]
  readonly notes: readonly string[]
  /** Fails with `invalid` where several rows have the same key. */
  assertKeys(keys: readonly RowKey[]): Promise<void>
  /** Roles, grants and policies, as the owner of the tables. */
  run(statements: readonly string[]): Promise<void>
  /** Takes the place of what was there, in one transaction with what `keep` does: where that fails, what was there stays. */
  accept<Result>(keep: () => Promise<Result>): Promise<Result>
  discard(): Promise<void>
}

export interface RowKey {
  readonly table: string
  readonly columns: readonly string[]
}

/** Fails with a sentence, and leaves what was there as it was; with `conflict` while another import of the same is under way. */
export const stageImport = async (given: Import): Promise<Staged> => {
  const { own, schema, source, texts, values = {}, signal } = given
  // With a point, which no collection has in its name: it is never the schema of another one.
  const making = `${schema}.new`
  const letGo = await own.claim(making)
  const discard = (): Promise<void> => own.asOwner(async (query) => void (await query(`drop schema if exists ${quoteName(making)} cascade`))).finally(letGo)
  const reader = startWorker<ImportHandlers>(new URL('./import-worker.ts', import.meta.url), {
    name: 'import',
    resourceLimits: { maxOldGenerationSizeMb: 6144 },
  })
  try {
    const { tables, notes } = await reader.call('open', { source, texts, values }, { signal })
    await own.asOwner((query) => makeTables(query, making, tables))
    await copyRows(given, reader, making, tables)
    await own.asOwner((query) => addKeys(query, making, tables))
    return {
      schema: making,
      tables,
      notes,
      assertKeys: (keys) =>
        own.asOwner(async (query) => {
          for (const key of keys) await assertUnique(query, making, key, tables)
        }),
      run: (statements) =>
        own.asOwner(async (query) => {
          for (const statement of statements) await query(statement)
          for (const { name } of tables) await query(`analyze ${at(making, name)}`)
        }),
      accept: async (keep) => {
        const kept = await own.asOwner(async (query) => {
          await query(`drop schema if exists ${quoteName(schema)} cascade`)
          await query(`alter schema ${quoteName(making)} rename to ${quoteName(schema)}`)
          return keep()
        })
        await letGo()
        return kept
      },
      discard,
    }
  } catch (error) {
    await discard().catch(() => {})
    throw error
  } finally {
    await reader.close()
  }
}

const addKeys = async (query: Query, schema: string, tables: readonly ImportedTable[]): Promise<void> => {
  for (const { name, key } of tables) if (key.length > 0) await query(`alter table ${at(schema, name)} add primary key (${key.map(quoteName).join(', ')})`)
  for (const table of tables) for (const it of table.foreignKeys) await query(foreignKeySql(schema, table.name, it))
}

const at = (schema: string, table: string): string => `${quoteName(schema)}.${quoteName(table)}`

const makeTables = async (query: Query, schema: string, tables: readonly ImportedTable[]): Promise<void> => {
  await query(`drop schema if exists ${quoteName(schema)} cascade`)
  await query(`create schema ${quoteName(schema)}`)
  for (const { name, columns } of tables)
    await query(`create table ${at(schema, name)} (${columns.map((it) => `${quoteName(it.name)} ${it.type}${it.isNullable ? '' : ' not null'}`).join(', ')})`)
}

/** Where it holds, the catalogue says so; real files have orphans, and keys of other types. */
const foreignKeySql = (schema: string, name: string, { columns, table, references }: ImportedTable['foreignKeys'][number]): string => {
  const list = (names: readonly string[]): string => names.map(quoteName).join(', ')
  const sql = `alter table ${at(schema, name)} add foreign key (${list(columns)}) references ${at(schema, table)} (${list(references)})`
  return `do $foreign$ begin ${sql}; exception when others then null; end $foreign$`
}

const copyRows = async (
  { own, zone, onRows, signal }: Import,
  reader: WorkerClient<ImportHandlers>,
  schema: string,
  tables: readonly ImportedTable[],
): Promise<void> => {
  const total = tables.reduce((sum, { rows }) => sum + rows, 0)
  let before = 0
  for (const { name, columns, rows } of tables) {
    const values = columns.map(({ type }, index) => `(row ->> ${index})::${type}`).join(', ')
    const insert = `insert into ${at(schema, name)} select ${values} from jsonb_array_elements($1::text::jsonb) as row`
    for (let from = 0; from < rows;) {
      throwIfAborted(signal)
      const { json, next } = await reader.call('rows', { table: name, from }, { signal })
      await own.asOwner(async (query) => {
        await query(`select set_config('timezone', $1, true)`, [zone])
        await query(insert, [json])
      })
      from = next
      onRows?.({ done: before + from, total, table: name })
    }
    before += rows
  }
}

const assertUnique = async (query: Query, schema: string, { table, columns }: RowKey, tables: readonly ImportedTable[]): Promise<void> => {
  const known = tables.find(({ name }) => name === table)
  // What is not there is told by the check of the description.
  if (!known || !columns.every((column) => known.columns.some(({ name }) => name === column))) return
  const list = columns.map(quoteName).join(', ')
  const [twice] = await query<{ rows: number; shown: string }>(
    `select count(*)::int as rows, concat_ws(', ', ${columns.map((it) => `${quoteName(it)}::text`).join(', ')}) as shown from ${at(schema, table)} group by ${list} having count(*) > 1 limit 1`,
  )
  if (twice)
    throw new AppError(
      'invalid',
      `${columns.join(' and ')} is no key of ${known.from}: "${twice.shown}" stands in ${twice.rows} rows. Name another key, or mend the file.`,
    )
  // Says to the catalogue, and to the planner, that it is one.
  if (columns.join('\n') !== known.key.join('\n')) await query(`create unique index on ${at(schema, table)} (${list})`)
}
