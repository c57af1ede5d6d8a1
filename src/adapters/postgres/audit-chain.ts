import { auditHash, genesisHash, type AuditEntry, type AuditRecord, type AuditVerdict } from '../../domain/audit.ts'
import { canonicalJson } from '../../base/canonical-json.ts'
import type { Query } from './database.ts'

/** A place in the chain: what the next record holds on to. */
export interface ChainEnd {
  readonly sequence: number
  readonly hash: string
}

export interface Walked {
  /** The last record that fits. */
  readonly end: ChainEnd
  readonly broken: AuditVerdict['broken']
}

export const readHead = async (query: Query): Promise<ChainEnd> => {
  const [head] = await query<ChainEnd>('select sequence, hash from audit_head')
  return head ?? genesis
}

/** All of it, from its first record or from its seal. `noted`: a head from before. */
export const verifyChain = async (query: Query, noted: string | undefined): Promise<AuditVerdict> => {
  const head = await readHead(query)
  const start = await readStart(query)
  let hasNoted = noted === undefined || noted === start.hash || noted === genesisHash
  const { end, broken } = await walkChain(query, start, { onRecord: ({ hash }) => (hasNoted ||= hash === noted) })
  const verdict = { records: end.sequence - start.sequence, removed: start.sequence, head: end.hash }
  const brokenAfter = (why: string): AuditVerdict => ({ ...verdict, broken: { sequence: end.sequence + 1, why } })
  if (broken) return { ...verdict, broken }
  if (head.sequence !== end.sequence || head.hash !== end.hash)
    return brokenAfter(
      `${head.sequence} records were written, and the last one here is ${end.sequence}: the newest were taken away, or others put behind them.`,
    )
  if (hasNoted) return { ...verdict, broken: null }
  const orOlder = start.sequence > 0 ? ` Or it was the hash of one of the first ${start.sequence}, which were sealed and removed: note a newer one.` : ''
  return brokenAfter(`No record has the hash that was noted: the newest were taken away, or the whole chain was written anew.${orOlder}`)
}

/** Where the chain begins: behind what the newest seal says was removed. Whether that seal itself fits is found by walking on to it. */
export const readStart = async (query: Query): Promise<ChainEnd> => {
  const [row] = await query<Row>(`select ${columns} from audit_record where kind = 'seal' order by sequence desc limit 1`)
  const { through, hash } = row ? readRow(row).detail : {}
  return Number.isSafeInteger(through) && typeof hash === 'string' ? { sequence: through as number, hash } : genesis
}

/** From `start` to the newest record or to `through`; stops at the first one that does not fit. */
export const walkChain = async (
  query: Query,
  start: ChainEnd,
  { through = Number.MAX_SAFE_INTEGER, onRecord }: { through?: number; onRecord?: (record: AuditRecord) => void } = {},
): Promise<Walked> => {
  let end = start
  const brokenAt = (sequence: number, why: string): Walked => ({ end, broken: { sequence, why } })
  const [older] = await query<{ sequence: number }>('select sequence from audit_record where sequence <= $1 order by sequence limit 1', [start.sequence])
  if (older) return brokenAt(older.sequence, `Record ${older.sequence} is here, and a seal says that it was removed: one of them is forged.`)
  for (;;) {
    const rows = await query<Row>(`select ${columns} from audit_record where sequence > $1 and sequence <= $2 order by sequence limit $3`, [
      end.sequence,
      through,
      recordsAtOnce,
    ])
    for (const row of rows) {
      const sequence = end.sequence + 1
      if (row.sequence !== sequence) return brokenAt(sequence, `Record ${sequence} is missing.`)
      if (row.previousHash !== end.hash)
        return brokenAt(sequence, `Record ${sequence} does not follow the one before it: one of them was changed or put elsewhere.`)
      const [record, isReadable] = readable(row)
      if (!isReadable || auditHash(record) !== row.hash) return brokenAt(sequence, `Record ${sequence} was changed after it was written.`)
      end = { sequence, hash: row.hash }
      onRecord?.(record)
    }
    if (rows.length < recordsAtOnce) return { end, broken: null }
  }
}

const genesis: ChainEnd = { sequence: 0, hash: genesisHash }
const recordsAtOnce = 1_000

export interface Row {
  readonly sequence: number
  readonly at: Date
  readonly caller: string
  readonly kind: AuditRecord['kind']
  readonly subject: string | null
  readonly detail: string
  /** Its time is of whole milliseconds, as `Date` holds them. */
  readonly isWhole: boolean
  readonly previousHash: string
  readonly hash: string
}

export const columns = 'sequence, at, caller, kind, subject, detail, date_trunc(\'milliseconds\', at) = at as "isWhole", previous_hash as "previousHash", hash'

export const readRow = (row: Row): AuditRecord => readable(row)[0]

/** Somebody who changed the text of a record may have left something that is no JSON. */
const readable = ({ isWhole, ...row }: Row): [AuditRecord, boolean] => {
  try {
    const detail = JSON.parse(row.detail) as AuditEntry['detail']
    // Another parser must not read another value: of a name that stands there twice, say.
    return [{ ...row, detail }, isWhole && canonicalJson(detail) === row.detail]
  } catch {
    return [{ ...row, detail: { unreadable: row.detail } }, false]
  }
}
