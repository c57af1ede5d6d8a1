/** A whole database as rows in text form, in an order in which they can be stored: read from a database or from a file. */

export interface AppliedMigration {
  readonly name: string
  readonly checksum: string
}

/** Rows of one table as PostgreSQL writes a row: `(1,"two words",)`. */
export interface RowBatch {
  readonly table: string
  readonly rows: readonly string[]
}

/** `hash` does not depend on the order of rows: the SHA-256 of all rows, added up modulo 2^256, in hexadecimal digits. */
export interface TableTotal {
  readonly table: string
  readonly rows: number
  readonly hash: string
}

export interface Totals {
  readonly tables: readonly TableTotal[]
  /** Numbers that were given out last; null = none yet. */
  readonly sequences: readonly { readonly name: string; readonly last: number | null }[]
}

export interface DatabaseCopy {
  readonly migrations: readonly AppliedMigration[]
  /** In all tables, for whoever watches. */
  readonly rows: number
  /** Tables follow each other, those that others refer to first. What was read is told at the end, hashed where it lay. */
  batches(): AsyncGenerator<RowBatch, Totals>
}

/** Called after each batch. */
export type OnCopied = (table: string, rows: number) => void
