import pg from 'pg'
import { sleep } from '../../base/async.ts'
import { AppError } from '../../base/error.ts'
import { appRole, beginScript, snapshotMode, type Database, type Query } from './database.ts'
import { purgeServer } from './purge-server.ts'
import { isConnectionLoss, isConnectionShortage, translateSqlError } from './sql-errors.ts'

export interface ServerOptions {
  /** postgres://user:password@host:port/name */
  url: string
  /** Our tables have a schema of their own, so that the database may hold other things too. */
  schema?: string
  statementTimeoutMs?: number
  connections?: number
  /** It can only be read, has what its primary has, and may be away when the program starts. */
  isReplica?: boolean
  /** What the address is called where it was given, for sentences about it. */
  calledAs?: string
}

/** A PostgreSQL server, 16 or newer, with pgvector. Lost connections are replaced; what was under way on one fails with `unavailable`. */
export const openServer = async ({
  url,
  schema = 'answerable',
  statementTimeoutMs = 60_000,
  connections = 8,
  isReplica = false,
  calledAs = 'DATABASE_URL',
}: ServerOptions): Promise<Database> => {
  const where = describe(url, calledAs)
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    application_name: 'answerable',
    connectionTimeoutMillis: isReplica ? 1000 : 5000,
    keepAlive: true,
    types: { getTypeParser },
  })
  pool.on('error', () => {}) // an idle connection was lost; the next transaction gets another

  // Told to each transaction, not to the session: a pooler between (PgBouncer) hands the next transaction to another session.
  const path = `set local search_path = ${pg.escapeIdentifier(schema)}, public`
  const settings = [path, `set local statement_timeout = ${statementTimeoutMs}`, 'set local idle_in_transaction_session_timeout = 60000']

  /** Where the server gives no more connections, one of those that others hold may be free in a moment. */
  const connect = async (until = performance.now() + waitForConnectionMs): Promise<pg.PoolClient> => {
    try {
      return await pool.connect()
    } catch (error) {
      if (!isConnectionShortage(error) || performance.now() > until) throw error
      await sleep(50)
      return connect(until)
    }
  }

  /** A connection that died while idle shows it here, before anything has run: then the next one is tried. */
  const begin = async (script: string, attemptsLeft = connections): Promise<pg.PoolClient> => {
    const client = await connect()
    try {
      await client.query(script)
      return client
    } catch (error) {
      client.release(true)
      if (attemptsLeft > 0 && isConnectionLoss(error)) return begin(script, attemptsLeft - 1)
      throw error
    }
  }

  const transaction = async <Result>(script: string, work: (query: Query) => Promise<Result>): Promise<Result> => {
    const client = await begin(script).catch((error: unknown) => {
      throw translateSqlError(error, where)
    })
    const onLoss = (): void => {} // the statement under way is told; without a listener the process would end
    client.on('error', onLoss)
    let broken = false
    try {
      const result = await work(queryOn(client, where))
      await queryOn(client, where)('commit')
      return result
    } catch (error) {
      broken = await client.query('rollback').then(
        () => false,
        () => true,
      )
      throw error
    } finally {
      client.off('error', onLoss)
      client.release(broken)
    }
  }

  const asOwner: Database['asOwner'] = (work) => transaction(beginScript('*', null, { settings }), work)
  if (!isReplica)
    await asOwner((query) => makeSchema(query, schema)).catch(async (error: unknown) => {
      await pool.end()
      throw error
    })

  let role: Promise<string | null> | null = null
  const begun: Database['transaction'] = async (work, scope = '*') => {
    role ??= asOwner((query) => usableRole(query, where))
    role.catch(() => (role = null))
    return transaction(beginScript(scope, await role, { settings }), work)
  }
  return {
    kind: 'server',
    where,
    query: (sql, values = [], scope = '*') => begun((query) => query(sql, values), scope),
    transaction: begun,
    asOwner,
    // Whoever takes the rows may be slower than any limit for people who wait.
    snapshot: (work) => transaction(beginScript('*', null, { mode: snapshotMode, settings: [path] }), work),
    purge: async () => {
      const client = await pool.connect()
      try {
        return await purgeServer(client, queryOn(client, where), schema)
      } finally {
        // Its settings go with it.
        client.release(true)
      }
    },
    files: async () => [],
    close: () => pool.end(),
  }
}

const waitForConnectionMs = 3_000

/** Host, port and name; never the password. */
const describe = (url: string, calledAs: string): string => {
  const parsed = URL.parse(url)
  if (!parsed) throw noServer(calledAs, 'is no address of a PostgreSQL server')
  const { protocol, hostname, port, pathname, searchParams } = parsed
  if (!/^postgres(?:ql)?:$/.test(protocol)) throw noServer(calledAs, `begins with ${protocol}//, and only PostgreSQL servers are spoken to`)
  return `${hostname || searchParams.get('host') || 'localhost'}:${port || 5432}${pathname}`
}

const noServer = (calledAs: string, fault: string): AppError =>
  new AppError('invalid', `${calledAs} ${fault}. It looks like postgres://user:password@host:5432/name.`)

const queryOn =
  (client: pg.PoolClient, where: string): Query =>
  async <Row>(sql: string, values?: readonly unknown[]): Promise<Row[]> => {
    try {
      const result: pg.QueryResult | pg.QueryResult[] = await client.query(sql, values && [...values])
      return (Array.isArray(result) ? (result.at(-1)?.rows ?? []) : result.rows) as Row[]
    } catch (error) {
      throw translateSqlError(error, where)
    }
  }

const bigintType = 20

const getTypeParser = ((type: number, format?: 'text' | 'binary') =>
  type === bigintType ? Number : pg.types.getTypeParser(type, format as 'text')) as typeof pg.types.getTypeParser

/** Under the migrations’ lock, as two servers may start at once. A user who may not make it can be given it beforehand. */
const makeSchema = async (query: Query, schema: string): Promise<void> => {
  const [server] = await query<{ version: number }>(`select current_setting('server_version_num')::int as version`)
  if (server!.version < 160_000)
    throw new AppError(
      'unavailable',
      'Answerable needs PostgreSQL 16 or newer with pgvector. Name such a server in DATABASE_URL, or leave it out to use the embedded one.',
    )
  await query('select pg_advisory_xact_lock(1634628471)')
  const [found] = await query('select from pg_namespace where nspname = $1', [schema])
  if (!found) await query(`create schema ${pg.escapeIdentifier(schema)}`)
}

/**
 * The role that row security is certain to bind. Null where this user may not take it (another owner made it, or nobody may make roles):
 * then FORCE ROW LEVEL SECURITY binds the user itself, unless the server exempts it, which is refused.
 */
const usableRole = async (query: Query, where: string): Promise<string | null> => {
  const [row] = await query<{ mine: boolean; grantable: boolean; exempt: boolean }>(
    `select exists (select from pg_roles where rolname = $1 and pg_has_role(current_user, oid, 'set')) as mine,
       exists (select from pg_roles where rolname = $1 and pg_has_role(current_user, oid, 'member with admin option')) as grantable,
       rolsuper or rolbypassrls as exempt
     from pg_roles where rolname = current_user`,
    [appRole],
  )
  if (row?.mine) return appRole
  if (row?.grantable) {
    // Who made a role without being a superuser may grant it, but has to do so to take it.
    await query(`grant ${appRole} to current_user`)
    return appRole
  }
  if (!row?.exempt) return null
  throw new AppError(
    'unavailable',
    `The database user at ${where} bypasses row security and may not become ${appRole}. Let an administrator run "CREATE ROLE ${appRole}; GRANT ${appRole} TO" that user, then start again.`,
  )
}
