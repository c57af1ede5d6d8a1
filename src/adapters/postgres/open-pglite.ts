import { mkdir } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { listPgliteFiles, purgePglite } from './purge-pglite.ts'
import { appRole, beginScript, snapshotMode, type Database, type Query, type Scope } from './database.ts'
import { pgliteThread, turns } from './pglite-thread.ts'

export interface PgliteOptions {
  /** The caller holds its lock (`openDataFolder`): two PGlites on one folder lose rows silently. The database lies in `database/` within. */
  dataDir: string
  /** Where a freshly made database is kept to be copied next time; null = make each one anew. Its name should carry `pgliteVersion`. */
  templateDir?: string | null
  statementTimeoutMs?: number
}

/** Of the pinned packages: another version may not read a template made by this one. */
export const pgliteVersion = 'pglite-0.5.14'

/** PostgreSQL in this program: PGlite with pgvector in a worker thread, durable, one transaction at a time. */
export const openPglite = async ({ dataDir, templateDir = null, statementTimeoutMs = 60_000 }: PgliteOptions): Promise<Database> => {
  const dir = join(resolve(dataDir), 'database')
  await mkdir(dirname(dir), { recursive: true, mode: 0o700 })
  const instance = pgliteThread(dir, templateDir, statementTimeoutMs)
  await instance.ready()
  const inTurn = turns()

  const transaction = <Result>(beginning: string, needsSpace: boolean, work: (query: Query) => Promise<Result>): Promise<Result> =>
    inTurn(async () => {
      const run = await instance.ready()
      // Begins with the first statement, in the same message: a hop costs as much as a small statement.
      let before: string | undefined = beginning
      let over = false
      const query: Query = async <Row>(sql: string, values?: readonly unknown[]): Promise<Row[]> => {
        if (over) throw new Error('A query was sent after its transaction had ended.')
        const input = { before, sql, values, needsSpace: needsSpace && before !== undefined }
        before = undefined
        return (await run(input)) as Row[]
      }
      try {
        const result = await work(query)
        over = true
        if (before === undefined) await run({ sql: 'commit' })
        return result
      } catch (error) {
        over = true
        await run({ sql: 'rollback' }).catch(() => {})
        throw error
      }
    })

  const upkeep = quietly(async () => {
    const tables = (await inTurn(async () => (await instance.ready())({ sql: tablesSql }))) as { upkeep: string }[]
    for (const { upkeep: sql } of tables) await inTurn(async () => (await instance.ready())({ sql }))
  })

  return {
    kind: 'pglite',
    where: dir,
    query: <Row>(sql: string, values: readonly unknown[] = [], scope: Scope = '*') =>
      inTurn(async () => (await (await instance.ready())({ before: beginScript(scope, appRole), sql, values, after: 'commit' })) as Row[]),
    transaction: async (work, scope = '*') => {
      const result = await transaction(beginScript(scope, appRole), true, work)
      upkeep.afterWrite()
      return result
    },
    asOwner: (work) => transaction(beginScript('*', null), false, work),
    snapshot: (work) => transaction(beginScript('*', null, { mode: snapshotMode }), false, work),
    // In one turn: the log is done only when nobody writes between its steps.
    purge: () =>
      inTurn(async () => {
        const run = await instance.ready()
        return purgePglite(dir, (sql) => run({ sql }, purgeStatementMs) as Promise<never[]>)
      }),
    files: () =>
      inTurn(async () => {
        const run = await instance.ready()
        return listPgliteFiles(dir, (sql) => run({ sql }) as Promise<never[]>)
      }),
    close: () => {
      upkeep.stop()
      return inTurn(() => instance.close())
    },
  }
}

// A large table is written anew with all its indexes.
const purgeStatementMs = 30 * 60_000

/**
 * PGlite has no autovacuum: without this the planner knows nothing of the tables, and replaced rows are never freed. It runs when writing has
 * paused, or after so many writes that it cannot wait; table by table, so that questions come in between.
 */
const quietly = (vacuum: () => Promise<unknown>): { afterWrite: () => void; stop: () => void } => {
  let writes = 0
  let timer: NodeJS.Timeout | undefined
  const run = (): void => {
    writes = 0
    void vacuum().catch(() => {}) // the next pause tries again
  }
  return {
    afterWrite: () => {
      clearTimeout(timer)
      if (++writes >= 2000) run()
      else if (writes >= 50) timer = setTimeout(run, 1000).unref()
    },
    stop: () => clearTimeout(timer),
  }
}

// Statistics of vectors are no use to the planner, and reading 10,000 of them takes half a second.
const tablesSql = `
  select unnest(array[format('vacuum %s', oid::regclass), (
    select format('analyze %s (%s)', attrelid::regclass, string_agg(quote_ident(attname), ', ')) from pg_attribute
    where attrelid = pg_class.oid and attnum > 0 and not attisdropped and atttypid <> 'vector'::regtype group by attrelid)]) as upkeep
  from pg_class where relkind = 'r' and relnamespace = current_schema()::regnamespace`
