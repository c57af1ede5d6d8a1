/** Tables as they were read from files, before they are in a database. */

/** A number whose digits a double cannot hold. */
export class ExactNumber {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

/** Objects and lists become `jsonb`; missing is null. */
export type Value = string | number | bigint | boolean | null | ExactNumber | object

export const columnTypes = ['text', 'bigint', 'numeric', 'boolean', 'date', 'timestamptz', 'jsonb'] as const
export type ColumnType = (typeof columnTypes)[number]

/** Column by column, so that a type can be told from all values. */
export interface RawColumn {
  readonly name: string
  /** One a row. */
  readonly values: Value[]
  /** Written as text by a format without types (CSV): numbers and booleans are told by their form. */
  readonly isUntyped: boolean
}

/** PostgreSQL's own limit is 1,600 and falls with the size of what they hold. */
export const mostColumns = 1000

export interface RawTable {
  readonly name: string
  /** The file, for sentences. */
  readonly from: string
  readonly columns: readonly RawColumn[]
  /** Names of columns; empty: none was found. */
  readonly key: readonly string[]
  readonly foreignKeys: readonly { readonly columns: readonly string[]; readonly table: string; readonly references: readonly string[] }[]
  readonly rows: number
}

/** Columns that the description says are words, whatever their values look like: ids keep their leading zeros. By table. */
export type TextColumns = Readonly<Record<string, readonly string[]>>
