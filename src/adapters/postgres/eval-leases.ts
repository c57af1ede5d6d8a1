import { AppError } from '../../base/error.ts'
import { newId } from '../../base/id.ts'
import type { Database } from './database.ts'

export interface LeaseOptions {
  /** An owner that is silent for longer has lost its lease. */
  readonly leaseMs?: number
}

/** That one process of all on a database runs a suite. */
export interface RunLease {
  /** Aborts when it could not be renewed in time, and another may have it. */
  readonly lost: AbortSignal
  release(): Promise<void>
}

/** Null while somebody else has it. It is renewed by itself until it is released. */
export const takeRunLease = async (
  database: Database,
  { key, collection }: { readonly key: string; readonly collection: string },
  { leaseMs = 45_000 }: LeaseOptions = {},
): Promise<RunLease | null> => {
  const owner = newId()
  const [taken] = await database.query(database.kind === 'pglite' ? takeAloneSql : takeSql, [key, collection, owner, leaseMs])
  if (!taken) return null

  const lost = new AbortController()
  const lose = (): void => lost.abort(new AppError('conflict', 'This process was silent for too long, and another may run the suite now.'))
  let renewedAt = performance.now()
  const renew = async (): Promise<void> => {
    const asked = performance.now()
    const [kept] = await database.query(renewSql, [key, owner, leaseMs])
    if (kept) renewedAt = asked
    else lose()
  }
  const timer = setInterval(() => {
    if (performance.now() - renewedAt > leaseMs) lose()
    // A database that is away for a moment is asked again with the next beat.
    renew().catch(() => {})
  }, leaseMs / 4)
  return {
    lost: lost.signal,
    release: async () => {
      clearInterval(timer)
      // Where the database is away it ends by itself.
      await database.query('delete from eval_lease where key = $1 and owner = $2', [key, owner]).catch(() => {})
    },
  }
}

const takenOver = 'owner = excluded.owner, collection = excluded.collection, lease_until = excluded.lease_until'

const insertSql = `
  insert into eval_lease (key, collection, owner, lease_until) values ($1, $2, $3, now() + $4::float8 * interval '1 millisecond')`

const takeSql = `${insertSql} on conflict (key) do update set ${takenOver} where eval_lease.lease_until < now() returning key`

// Nobody else can have an embedded database open: what a dead process left there is nobody's.
const takeAloneSql = `${insertSql} on conflict (key) do update set ${takenOver} returning key`

const renewSql = `
  update eval_lease set lease_until = now() + $3::float8 * interval '1 millisecond' where key = $1 and owner = $2 returning key`
