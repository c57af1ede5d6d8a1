/** A short visit to a watched PostgreSQL: one read-only transaction, a statement timeout, and gone. */
import pg from 'pg'
import type { Systems } from '../../../domain/systems.ts'
import { Unseen } from '../look.ts'

export type WatchedDatabase = Systems['postgres'][number]
export type Row = Readonly<Record<string, string | number | boolean | null>>
export type Ask = (sql: string, values?: readonly unknown[]) => Promise<readonly Row[]>

export type Visit<Result> = { readonly reached: true; readonly result: Result } | { readonly reached: false; readonly failure: string }

/**
 * `work` asks in one transaction that cannot write, whatever the role may do. Not reached: the code of the system or SQLSTATE (53300: too many
 * connections). Fails with `Unseen` where the address is not set.
 */
export const visit = async <Result>(
  { name, urlEnv }: WatchedDatabase,
  env: NodeJS.ProcessEnv,
  work: (ask: Ask) => Promise<Result>,
  signal: AbortSignal,
): Promise<Visit<Result>> => {
  const connectionString = env[urlEnv]
  if (!connectionString) throw new Unseen(`The environment variable ${urlEnv}, the address of the database "${name}", is not set.`)
  const client = new pg.Client({
    connectionString,
    application_name: 'answerable',
    connectionTimeoutMillis: 2500,
    statement_timeout: 3000,
    lock_timeout: 1000,
    // Of the client: a server that says nothing any more.
    query_timeout: 4000,
    options: '-c default_transaction_read_only=on -c idle_in_transaction_session_timeout=5000',
  })
  client.on('error', () => {}) // The visit fails with it, or is over.
  const leave = (): void => void client.end().catch(() => {})
  signal.addEventListener('abort', leave, { once: true })
  try {
    try {
      await client.connect()
    } catch (error) {
      return { reached: false, failure: codeOf(error) }
    }
    await client.query('BEGIN READ ONLY')
    const result = await work(async (sql, values) => (await client.query<Record<string, string | number | boolean | null>>(sql, values as unknown[])).rows)
    return { reached: true, result }
  } catch (error) {
    throw error instanceof Unseen ? error : new Unseen(`The database "${name}" refused the query or broke off (${codeOf(error)}).`)
  } finally {
    signal.removeEventListener('abort', leave)
    leave()
  }
}

const codeOf = (error: unknown): string => {
  const { code, message } = error as { code?: unknown; message?: string }
  if (typeof code === 'string' && /^[A-Z0-9_]{2,60}$/.test(code)) return code
  return /timeout/i.test(message ?? '') ? 'ETIMEDOUT' : 'EUNKNOWN'
}
