import { AppError } from '../../base/error.ts'
import type { Database } from '../postgres/database.ts'
import { ownRoles } from './connection.ts'
import { isClaimed, type OwnRecords } from './own-records.ts'
import { serverConnection } from './server-connection.ts'

/** Imported records in the server that holds our own tables, a schema for each collection: all processes see them. */
export const ownServer = (everything: Pick<Database, 'asOwner'>, url: string): OwnRecords => ({
  asOwner: (work) =>
    everything.asOwner(work).catch((error: unknown) => {
      throw lacksRight(error) ? noRight(error) : error
    }),
  claim: (name) => claimOn(everything, name),
  connectionTo: (schema) =>
    serverConnection({ urls: { customer: url, staff: url }, schema, roles: ownRoles, calledAs: { customer: 'DATABASE_URL', staff: 'DATABASE_URL' } }),
  close: async () => {},
})

/** A lock that ends with its transaction, and so with its process, whatever becomes of that. */
const claimOn = async (everything: Pick<Database, 'asOwner'>, name: string): Promise<() => Promise<void>> => {
  const answered = Promise.withResolvers<boolean>()
  const done = Promise.withResolvers<void>()
  const holding = everything.asOwner(async (query) => {
    await query('set local idle_in_transaction_session_timeout = 0')
    const [lock] = await query<{ taken: boolean }>(`select pg_try_advisory_xact_lock(hashtext('answerable.records'), hashtext($1)) as taken`, [name])
    answered.resolve(lock!.taken)
    if (lock!.taken) await done.promise
  })
  const ended = holding.catch(answered.reject)
  if (!(await answered.promise)) throw isClaimed()
  return () => {
    done.resolve()
    return ended
  }
}

const lacksRight = (error: unknown): boolean => (error as AppError | null)?.details?.['sqlState'] === '42501'

const noRight = (cause: unknown): AppError =>
  new AppError(
    'unavailable',
    `The database user of DATABASE_URL may not make what imported records need. Let an administrator run "${Object.values(ownRoles)
      .map((role) => `CREATE ROLE ${role} NOLOGIN; GRANT ${role} TO the_user WITH SET TRUE;`)
      .join(' ')} GRANT CREATE ON DATABASE the_database TO the_user;", then connect again.`,
    { cause },
  )
