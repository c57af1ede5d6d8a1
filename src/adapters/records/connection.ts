/** How a database of records is spoken to: one read-only transaction a time, as one reader. Foreign servers and our own tables both fit. */
import type { RecordReader } from '../../domain/record-store.ts'

/** Values as PostgreSQL writes them, but booleans: dates, moments (UTC) and decimals are exact. */
export interface TextRows {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly (string | boolean | null)[])[]
}

/** One statement with bound values. */
export type Ask = (sql: string, values?: readonly unknown[]) => Promise<TextRows>

export interface RecordConnection {
  /** For people: host and name of the database, never a password; or the folder. */
  readonly where: string
  /** Whether the reader has a role to be read as. */
  has(kind: RecordReader['kind']): boolean
  /**
   * Sets the reader and the time limit for this transaction alone, does the work, commits. Fails with the database's own errors, and with
   * `signal.reason` as soon as it is aborted; the statement under way is then stopped by the server, in ours within its time limit.
   */
  transaction<Result>(as: ReadAs, work: (ask: Ask) => Promise<Result>): Promise<Result>
  close(): Promise<void>
}

export interface ReadAs {
  readonly reader: RecordReader
  /** The transaction-local setting that policies compare with. */
  readonly setting: string
  readonly timeoutMs: number
  readonly signal?: AbortSignal | undefined
}

/** How rows are written, whatever the server's own settings say. */
export const sameWriting = ["set local timezone = 'UTC'", "set local datestyle = 'ISO, YMD'", "set local intervalstyle = 'iso_8601'"]

/** Roles of our own tables; each transaction takes one of them. */
export const ownRoles: Readonly<Record<RecordReader['kind'], string>> = { customer: 'answerable_record_customer', staff: 'answerable_record_staff' }

/** What the setting holds: nobody for staff, whose policies do not ask. */
export const settingFor = (reader: RecordReader): string => (reader.kind === 'customer' ? reader.id : '')

/** No customer has it: who is set to it sees what belongs to everyone. */
export const nobody = '\u0001'

export const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`

export const quoteText = (text: string): string => `'${text.replaceAll("'", "''")}'`
