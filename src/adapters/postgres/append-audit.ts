import { canonicalJson } from '../../base/canonical-json.ts'
import { auditHash, type AuditEntry, type AuditRecord } from '../../domain/audit.ts'
import { currentCall } from '../../domain/call.ts'
import { readHead } from './audit-chain.ts'
import { toStorable, type Query } from './database.ts'

/** Takes secrets and personal data out of a text before it is written down. */
export type Mask = (text: string) => string

export interface AuditParts {
  readonly mask: Mask
  readonly now: () => Date
}

/** For stores whose changes stand and fall with their record: in their own transaction. */
export const appendAudit = async (query: Query, entry: AuditEntry, parts: AuditParts): Promise<AuditRecord> =>
  (await appendAll(query, [{ entry, caller: currentCall().caller.id }], parts))[0]!

/** Until the transaction ends nobody else writes to the chain. */
export const takeAuditTurn = (query: Query): Promise<unknown> => query(`select pg_advisory_xact_lock(hashtext('answerable.audit'))`)

export interface Waiting {
  readonly entry: AuditEntry
  readonly caller: string
}

export const appendAll = async (query: Query, waiting: readonly Waiting[], { mask, now }: AuditParts): Promise<AuditRecord[]> => {
  await takeAuditTurn(query)
  let { sequence, hash } = await readHead(query)
  const records: AuditRecord[] = []
  for (const { entry, caller } of waiting) {
    const at = now()
    const record = {
      ...entry,
      subject: entry.subject === null ? null : toStorable(mask(entry.subject)),
      detail: masked(entry.detail, mask) as AuditEntry['detail'],
      caller: toStorable(caller),
      sequence: ++sequence,
      at,
      previousHash: hash,
    }
    hash = auditHash(record)
    records.push({ ...record, hash })
  }
  for (const record of records)
    await query('insert into audit_record (sequence, at, caller, kind, subject, detail, previous_hash, hash) values ($1, $2, $3, $4, $5, $6, $7, $8)', [
      record.sequence,
      record.at,
      record.caller,
      record.kind,
      record.subject,
      canonicalJson(record.detail),
      record.previousHash,
      record.hash,
    ])
  await query(
    'insert into audit_head (sequence, hash) values ($1, $2) on conflict (is_the_one) do update set sequence = excluded.sequence, hash = excluded.hash',
    [sequence, hash],
  )
  return records
}

const masked = (value: unknown, mask: Mask): unknown => {
  if (typeof value === 'string') return toStorable(mask(value))
  if (Array.isArray(value)) return value.map((it) => masked(it, mask))
  if (typeof value !== 'object' || value === null || value instanceof Date) return value
  return Object.fromEntries(Object.entries(value).map(([name, it]) => [toStorable(mask(name)), masked(it, mask)]))
}
