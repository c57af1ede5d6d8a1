import { canonicalJson } from '../base/canonical-json.ts'
import { sha256 } from '../base/id.ts'

/** What was asked, looked at, proposed, approved and done: rows that hold each other by hash, so that none is changed or taken out unseen. */

export const auditKinds = [
  'request',
  'look',
  'refusal',
  'model',
  'diagnosis',
  'proposal',
  'approval',
  'rejection',
  'run',
  'check',
  'undo',
  'stop',
  'resume',
  'seal',
  'record_miss',
] as const
export type AuditKind = (typeof auditKinds)[number]

export interface AuditEntry {
  readonly kind: AuditKind
  /** Investigation, proposal or incident that it belongs to; null for what stands alone. */
  readonly subject: string | null
  /** Plain JSON; secrets and personal data masked before. */
  readonly detail: Readonly<Record<string, unknown>>
}

export interface AuditRecord extends AuditEntry {
  /** 1, 2, 3 …, without a gap. */
  readonly sequence: number
  readonly at: Date
  readonly caller: string
  /** SHA-256 over the hash before and this record in canonical JSON (RFC 8785); 64 hex digits. */
  readonly hash: string
  readonly previousHash: string
}

/** What the first record holds on to. */
export const genesisHash = '0'.repeat(64)

/** Of a record, over everything in it but itself. */
export const auditHash = ({ sequence, at, caller, kind, subject, detail, previousHash }: Omit<AuditRecord, 'hash'>): string =>
  sha256(canonicalJson({ sequence, at, caller, kind, subject, detail, previousHash }))

export interface AuditVerdict {
  /** That are here and fit. */
  readonly records: number
  /** Older ones, which a seal in the chain says were removed for their age: 1 … `removed`. */
  readonly removed: number
  /** The first record that does not fit, and why; null: the chain holds. */
  readonly broken: { readonly sequence: number; readonly why: string } | null
  /** Hash of the last record: noted elsewhere it proves later that nothing up to it was changed or cut off. */
  readonly head: string
}

export interface AuditLog {
  /** Durable when it resolves. Writers take turns: the chain never forks. */
  append(entry: AuditEntry): Promise<AuditRecord>
  /** Newest first. */
  list(options: { readonly subject?: string | undefined; readonly limit: number; readonly before?: number | undefined }): Promise<readonly AuditRecord[]>
  /** Reads the whole chain. `noted`: a head from before, which must be the hash of a record that is still there. */
  verify(noted?: string): Promise<AuditVerdict>
  /** The newest record; `genesisHash` before there is one. */
  head(): Promise<{ readonly sequence: number; readonly hash: string }>
  /**
   * Removes what was written before, behind records of the kind `seal`, from which `verify` then begins. Gives how many went; fails with
   * `conflict` where the chain does not hold. Never removes what is younger than a day.
   */
  seal(before: Date, signal?: AbortSignal): Promise<number>
}

/** Stops every investigation, watch and action at once, of all processes, and lets none begin until it is taken back. */
export interface KillSwitch {
  /** Aborted while it is thrown; asked for anew by each piece of work. */
  signal(): AbortSignal
  /** Fails with `unavailable` and who stopped it, why and how to go on. Reads the database: also what another process did. */
  assertRunning(): Promise<void>
  stop(reason: string): Promise<void>
  resume(): Promise<void>
  state(): Promise<{ readonly isStopped: boolean; readonly by: string | null; readonly reason: string | null; readonly at: Date | null }>
}
