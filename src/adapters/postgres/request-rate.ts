import type { RequestRate } from '../../domain/key.ts'
import type { Database } from './database.ts'

/**
 * The generic cell rate algorithm in one statement: each key has a time until which what it asked is paid off, and a request that would move it
 * further than a minute ahead is refused. The database's clock, so that processes agree; an unlogged row, so that no request waits for a disk.
 */
export const openRequestRate = (database: Database): RequestRate => {
  let taken = 0
  return {
    take: async (keyId, perMinute) => {
      // Customers come by token in any number; what is paid off says nothing any more.
      if (++taken % takesPerSweep === 0) await database.query('delete from key_rate where paid_at < now()')
      const intervalMs = windowMs / perMinute
      const [row] = await database.query<{ aheadMs: number; isAdmitted: boolean }>(takeSql, [keyId, intervalMs, windowMs])
      // Refused by a request of the same moment, whose row this statement does not see yet.
      const { aheadMs, isAdmitted } = row ?? { aheadMs: windowMs, isAdmitted: false }
      return {
        isAdmitted,
        limit: perMinute,
        remaining: Math.max(0, Math.floor((windowMs - aheadMs) / intervalMs + rounding)),
        resetMs: Math.max(0, aheadMs),
        retryAfterMs: isAdmitted ? 0 : Math.max(1, aheadMs + intervalMs - windowMs),
      }
    },
  }
}

const takesPerSweep = 1_000
const windowMs = 60_000
// Microseconds of the database against thirds of a millisecond.
const rounding = 1e-3

const takeSql = `
  with clock as materialized (select clock_timestamp() as now),
  took as (
    insert into key_rate (key_id, paid_at) select $1, now + $2::float8 * interval '1 millisecond' from clock
    on conflict (key_id) do update
      set paid_at = greatest(key_rate.paid_at, (select now from clock)) + $2::float8 * interval '1 millisecond'
      where greatest(key_rate.paid_at, (select now from clock)) + $2::float8 * interval '1 millisecond'
        <= (select now from clock) + ($3::float8 + 0.01) * interval '1 millisecond'
    returning paid_at
  )
  select extract(epoch from paid_at - now)::float8 * 1000 as "aheadMs", true as "isAdmitted" from took, clock
  union all
  select extract(epoch from paid_at - now)::float8 * 1000, false from key_rate, clock where key_id = $1 and not exists (select from took)`
