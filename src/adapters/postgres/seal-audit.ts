import { AppError } from '../../base/error.ts'
import { readStart, walkChain } from './audit-chain.ts'
import { appendAll, takeAuditTurn, type AuditParts } from './append-audit.ts'
import type { Query } from './database.ts'

/**
 * Removes the oldest records that were written before `before`, `sealedAtOnce` at most, behind a record that says so: last sequence and hash of
 * what went. The whole in the transaction of `query`. Gives how many went. Fails with `conflict` where the chain does not hold up to there:
 * what was tampered with is not swept away.
 */
export const sealOldest = async (query: Query, before: Date, parts: AuditParts): Promise<number> => {
  await takeAuditTurn(query)
  const [oldest] = await query<{ through: number | null }>(oldestSql, [before, sealedAtOnce])
  const through = oldest?.through ?? null
  if (through === null) return 0
  const start = await readStart(query)
  const { end, broken } = await walkChain(query, start, { through })
  if (broken) throw new AppError('conflict', `Nothing was removed from the audit log, because its chain is broken. ${broken.why}`)
  const records = end.sequence - start.sequence
  const detail = { through: end.sequence, hash: end.hash, records, before: before.toISOString() }
  // As it is: a mask might take the hash for a secret.
  await appendAll(query, [{ entry: { kind: 'seal', subject: null, detail }, caller: 'system' }], { ...parts, mask: (text) => text })
  await query('insert into audit_seal (through) values ($1)', [through])
  const removed = await query('delete from audit_record where sequence <= $1 returning 1', [through])
  if (removed.length !== records) throw new AppError('internal', `${removed.length} of ${records} sealed records could be removed; none was.`)
  return records
}

/** Of one seal: the database serves nobody else meanwhile. */
export const sealedAtOnce = 5_000

// Up to the first one that is to be kept, as clocks may have gone back.
const oldestSql = `
  with oldest as (select sequence, at from audit_record order by sequence limit $2)
  select max(sequence) as through from oldest where sequence < coalesce((select min(sequence) from oldest where at >= $1), 9223372036854775807)`
