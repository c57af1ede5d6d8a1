import { AppError } from '../../../base/error.ts'
import { throwIfAborted } from '../../../base/async.ts'
import type { Database, Query } from '../database.ts'
import { migrate } from '../migrate.ts'
import { countRows, readTables, sameWriting, type CopiedTable } from './catalogue.ts'
import type { DatabaseCopy, OnCopied, TableTotal, Totals } from './copy.ts'
import { appliedMigrations, totalOf } from './read-database.ts'

/**
 * Fills an empty database, in one transaction from the first table to the last comparison: whatever ends it early, a signal, a power cut, a
 * difference, leaves the database as it was before. Fails with `conflict` where there is data, or another schema. Gives what was compared.
 */
export const writeDatabase = (target: Database, copy: DatabaseCopy, onCopied: OnCopied, signal?: AbortSignal): Promise<readonly TableTotal[]> =>
  target.asOwner(async (query) => {
    await query(`set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0; ${sameWriting}`)
    const tables = await prepare(target, query, copy)
    const totals = await fill(query, tables, copy, onCopied, signal)
    await compare(query, tables, totals, signal)
    return totals.tables
  })

/** The target with its tables, all empty, and nobody else writing. */
const prepare = async (target: Database, query: Query, { migrations }: DatabaseCopy): Promise<CopiedTable[]> => {
  const [lock] = await query<{ taken: boolean }>('select pg_try_advisory_xact_lock(1634628472) as taken')
  if (!lock!.taken) throw new AppError('conflict', `Another copy into ${target.where} is under way. Let it end, or stop it.`)
  const [encoding] = await query<{ name: string }>(`select current_setting('server_encoding') as name`)
  if (encoding!.name !== 'UTF8')
    throw new AppError('invalid', `The database at ${target.where} holds text as ${encoding!.name}. Make one with "createdb -E UTF8".`)
  const isNew = (await appliedMigrations(query)).length === 0
  await migrate({ asOwner: (work) => work(query) })
  checkSame(migrations, await appliedMigrations(query))
  const tables = await readTables(query)
  await query(`lock table ${tables.map(({ name }) => name).join(', ')} in exclusive mode`)
  // Rows that migrations bring come with the copy.
  if (isNew) await query(`truncate ${tables.map(({ name }) => name).join(', ')}`)
  // A database that was only looked at ("answerable doctor") is still empty.
  else await query(`truncate ${notedAtStart}`)
  const filled = (await countRows(query, tables)).filter(({ rows }) => rows > 0)
  if (filled.length > 0) throw notEmpty(target.where, filled)
  return tables
}

/** What the program notes by itself when it opens a database: how the model of the settings is opened. */
const notedAtStart = 'embedder'

const notEmpty = (where: string, filled: readonly { name: string; rows: number }[]): AppError =>
  new AppError(
    'conflict',
    `There is data at ${where} already (${filled.map(({ name, rows }) => `${name}: ${rows}`).join(', ')}), and nothing is ever mixed or overwritten. Name an empty database or a new folder.`,
  )

const checkSame = (theirs: DatabaseCopy['migrations'], ours: DatabaseCopy['migrations']): void => {
  const names = (list: DatabaseCopy['migrations']): string => list.map(({ name, checksum }) => `${name} ${checksum}`).join('\n')
  if (names(theirs) === names(ours)) return
  throw new AppError(
    'conflict',
    theirs.length > ours.length
      ? 'What is to be copied was written by a newer Answerable. Copy it with that version.'
      : 'What is to be copied was written by an older Answerable. Open a database once with this version ("answerable doctor"), then copy it; restore a backup file with the version that wrote it, and open that.',
  )
}

const fill = async (query: Query, tables: readonly CopiedTable[], copy: DatabaseCopy, onCopied: OnCopied, signal?: AbortSignal): Promise<Totals> => {
  const columnsOf = new Map(tables.map(({ name, columns }) => [name, columns]))
  const batches = copy.batches()
  let quiet: string | null = null
  for (;;) {
    throwIfAborted(signal)
    const step = await batches.next()
    if (step.done) {
      for (const { name, last } of step.value.sequences) if (last !== null) await query('select setval($1::regclass, $2)', [name, last])
      return step.value
    }
    const { table, rows } = step.value
    const columns = columnsOf.get(table)
    if (columns === undefined)
      throw new AppError('conflict', `There is no table ${table} in this version of Answerable. Copy it with the version that wrote it.`)
    // What its own triggers made of these rows is among the rows that come.
    if (quiet !== table) await query(`alter table ${(quiet = table)} disable trigger user`)
    await query(`insert into ${table} (${columns}) overriding system value select ${columns} from unnest(($1::text[])::${table}[])`, [rows])
    onCopied(table, rows.length)
  }
}

/** Both sides were hashed where they lie. */
const compare = async (query: Query, tables: readonly CopiedTable[], { tables: wanted }: Totals, signal?: AbortSignal): Promise<void> => {
  for (const table of tables) {
    throwIfAborted(signal)
    const found = await totalOf(query, table)
    const { rows, hash } = wanted.find((it) => it.table === table.name) ?? { rows: 0, hash: ''.padStart(64, '0') }
    if (found.rows !== rows || found.hash !== hash) {
      throw new AppError(
        'internal',
        `The copy of ${table.name} differs: ${found.rows} of ${rows} rows, hash ${found.hash.slice(0, 12)} for ${hash.slice(0, 12)}. Nothing was kept.`,
      )
    }
    await query(`alter table ${table.name} enable trigger user`)
  }
}
