import type { Query } from '../database.ts'
import { countRows, readSequences, readTables, sameWriting, type CopiedTable } from './catalogue.ts'
import type { AppliedMigration, DatabaseCopy, RowBatch, TableTotal } from './copy.ts'
import { rowSum } from './row-sum.ts'

/** All rows as one transaction sees them: `query` is that of `Database.snapshot`. */
export const copyOfDatabase = async (query: Query): Promise<DatabaseCopy> => {
  await query(sameWriting)
  const tables = await readTables(query)
  const counted = await countRows(query, tables)
  return {
    migrations: await appliedMigrations(query),
    rows: counted.reduce((sum, { rows }) => sum + rows, 0),
    batches: async function* () {
      const totals: TableTotal[] = []
      for (const table of tables) totals.push(yield* readTable(query, table))
      return { tables: totals, sequences: await readSequences(query) }
    },
  }
}

/** Count and hash of what a database holds now. */
export const totalOf = async (query: Query, { name }: CopiedTable): Promise<TableTotal> => {
  const sum = rowSum(name)
  for await (const rows of fetched<{ hash: string }>(query, `select ${hashSql} as hash from ${name} as copied`, () => 2000))
    for (const { hash } of rows) sum.add(hash)
  return sum.total()
}

export const appliedMigrations = async (query: Query): Promise<AppliedMigration[]> => {
  const [found] = await query<{ there: boolean }>(`select to_regclass('schema_migration') is not null as there`)
  return found!.there ? query('select name, checksum from schema_migration order by name') : []
}

const batchBytes = 1_000_000
const mostRows = 2000

async function* readTable(query: Query, { name }: CopiedTable): AsyncGenerator<RowBatch, TableTotal> {
  const sum = rowSum(name)
  // Rows of one table may be bytes or megabytes: as many as went into the last million bytes.
  let size = 20
  for await (const rows of fetched<{ line: string; hash: string }>(
    query,
    `select copied::text as line, ${hashSql} as hash from ${name} as copied`,
    () => size,
  )) {
    for (const { hash } of rows) sum.add(hash)
    const bytes = rows.reduce((total, { line }) => total + line.length, 0)
    size = Math.max(1, Math.min(mostRows, Math.ceil((rows.length * batchBytes) / Math.max(1, bytes))))
    yield { table: name, rows: rows.map(({ line }) => line) }
  }
  return sum.total()
}

const hashSql = `encode(sha256(convert_to(copied::text, 'UTF8')), 'hex')`

/** Pages of a result, read where it lies: no table has to fit into memory. */
async function* fetched<Row>(query: Query, sql: string, size: () => number): AsyncGenerator<Row[]> {
  await query(`declare copied_rows no scroll cursor for ${sql}`)
  for (;;) {
    const rows = await query<Row>(`fetch ${size()} from copied_rows`, [])
    if (rows.length === 0) break
    yield rows
  }
  await query('close copied_rows')
}
