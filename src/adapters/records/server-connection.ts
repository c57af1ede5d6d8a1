import pg from 'pg'
import { orAborted } from '../../base/async.ts'
import { AppError } from '../../base/error.ts'
import type { RecordReader } from '../../domain/record-store.ts'
import { isConnectionLoss } from '../postgres/sql-errors.ts'
import { quoteName, sameWriting, settingFor, type Ask, type RecordConnection, type TextRows } from './connection.ts'

export interface ServerConnectionOptions {
  /** postgres://user:password@host:port/name, and the same for staff; null: staff cannot ask. TLS as the address says (sslmode). */
  readonly urls: Readonly<Record<RecordReader['kind'], string | null>>
  readonly schema: string
  /** Taken in each transaction; null: the user of the address is the role. */
  readonly roles: Readonly<Record<RecordReader['kind'], string>> | null
  /** What the addresses are called where they were given, for sentences. */
  readonly calledAs: Readonly<Record<RecordReader['kind'], string>>
  readonly connections?: number
}

/** A PostgreSQL server, 14 or newer. Connects when first asked; waits at most 5 s for a connection. */
export const serverConnection = ({ urls, schema, roles, calledAs, connections = 4 }: ServerConnectionOptions): RecordConnection => {
  const pools = new Map<RecordReader['kind'], pg.Pool>()
  const poolOf = (kind: RecordReader['kind']): pg.Pool => {
    const url = urls[kind]
    if (url === null) throw noStaff
    const made = pools.get(kind) ?? openPool(url, connections)
    pools.set(kind, made)
    return made
  }
  for (const kind of ['customer', 'staff'] as const) if (urls[kind] !== null) describe(urls[kind], calledAs[kind])

  return {
    where: describe(urls.customer ?? urls.staff!, calledAs.customer),
    has: (kind) => urls[kind] !== null,
    transaction: async (as, work) => {
      const client = await begun(
        () => connected(poolOf(as.reader.kind), as.signal),
        { text: beginning(schema, as.timeoutMs), query_timeout: patienceFor(as.timeoutMs) },
        connections,
      )
      return within(client, as.signal, async () => {
        const ask = askOn(client, patienceFor(as.timeoutMs))
        await ask('select set_config($1, $2, true)', [as.setting, settingFor(as.reader)])
        if (roles) await client.query(`set local role ${quoteName(roles[as.reader.kind])}`)
        const result = await work(ask)
        await client.query('commit')
        return result
      })
    },
    close: async () => {
      const open = [...pools.values()]
      // Whoever was given this connection before, and asks it only now, gets a pool that empties itself when it is idle.
      pools.clear()
      await Promise.all(open.map((pool) => pool.end()))
    },
  }
}

const openPool = (url: string, connections: number): pg.Pool => {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    application_name: 'answerable records',
    connectionTimeoutMillis: 5000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    // An idle pool of records keeps no command from ending.
    allowExitOnIdle: true,
  })
  pool.on('error', () => {}) // an idle connection was lost; the next read gets another
  return pool
}

const noStaff = new AppError(
  'forbidden',
  'Staff cannot ask here: the description names no role for them. Add "staff_url_from" to its source, and connect it again.',
)

/** All of it ends with the transaction, so that a pooler between (PgBouncer) may hand the next one to another session. */
const beginning = (schema: string, timeoutMs: number): string =>
  [
    'begin read only',
    `set local search_path = ${quoteName(schema)}`,
    `set local statement_timeout = ${Math.max(1, Math.round(timeoutMs))}`,
    `set local idle_in_transaction_session_timeout = ${Math.max(1, Math.round(timeoutMs)) + 5000}`,
    // Who hangs up is noticed while a statement runs, and it is stopped.
    'set local client_connection_check_interval = 500',
    ...sameWriting,
  ].join('; ')

/** The server stops what takes too long by itself; one of which nothing comes back any more is given up a little later. */
const patienceFor = (timeoutMs: number): number => timeoutMs + 2000

/** An option of pg that its types leave out. */
interface Patience {
  readonly query_timeout: number
}

const isSilence = (error: unknown): boolean => /query read timeout/i.test((error as Error).message)

const connected = async (pool: pg.Pool, signal: AbortSignal | undefined): Promise<pg.PoolClient> => {
  signal?.throwIfAborted()
  const client = await pool.connect()
  if (!signal?.aborted) return client
  client.release()
  throw signal.reason
}

/** A connection that died while idle shows it here, before anything has run: then the next one is tried. */
const begun = async (connect: () => Promise<pg.PoolClient>, script: pg.QueryConfig & Patience, triesLeft: number): Promise<pg.PoolClient> => {
  const client = await connect()
  try {
    await client.query(script)
    return client
  } catch (error) {
    client.release(true)
    if (triesLeft > 0 && isConnectionLoss(error)) return begun(connect, script, triesLeft - 1)
    throw error
  }
}

/** The connection goes back whole, or is thrown away: after an abort at once, which the server notices. */
const within = async <Result>(client: pg.PoolClient, signal: AbortSignal | undefined, work: () => Promise<Result>): Promise<Result> => {
  const onLoss = (): void => {} // the statement under way is told; without a listener the process would end
  client.on('error', onLoss)
  let isBroken = false
  const working = work()
  try {
    return await orAborted(working, signal)
  } catch (error) {
    isBroken =
      signal?.aborted ||
      isSilence(error) ||
      (await client.query('rollback').then(
        () => false,
        () => true,
      ))
    throw error
  } finally {
    client.off('error', onLoss)
    if (isBroken) client.on('error', onLoss)
    client.release(isBroken)
  }
}

const askOn =
  (client: pg.PoolClient, query_timeout: number): Ask =>
  async (sql, values = []): Promise<TextRows> => {
    const query: pg.QueryArrayConfig & Patience = { text: sql, values: [...values], rowMode: 'array', types: asWritten, query_timeout }
    const { fields, rows } = await client.query(query)
    return { columns: fields.map(({ name }) => name), rows: rows as TextRows['rows'] }
  }

const booleanType = 16

const asWritten = {
  getTypeParser: (type: number) => (type === booleanType ? (text: string) => text === 't' : (text: string) => text),
} as unknown as pg.CustomTypesConfig

/** Host, port and name; never the password. */
const describe = (url: string, calledAs: string): string => {
  const parsed = URL.parse(url)
  if (!parsed || !/^postgres(?:ql)?:$/.test(parsed.protocol))
    throw new AppError('invalid', `${calledAs} is no address of a PostgreSQL server. It looks like postgres://user:password@host:5432/name.`)
  return `${parsed.hostname || parsed.searchParams.get('host') || 'localhost'}:${parsed.port || 5432}${parsed.pathname}`
}
