/** Rows of a connected database, read with the eyes of one reader. */
import type { FieldRef, RecordLimits, RecordsDescription } from './record-description.ts'
import type { RecordRequest } from './record-request.ts'

/** Comes from the credential alone. */
export type RecordReader = { readonly kind: 'customer'; readonly id: string } | { readonly kind: 'staff' }

/** Text with `$1`…, made from a description by us; values travel beside it. */
export interface Statement {
  readonly sql: string
  readonly values: readonly (string | number | boolean | null | readonly string[])[]
}

export interface ReadRows {
  readonly columns: readonly string[]
  /** Exact decimals, dates and moments as text; null as null. */
  readonly rows: readonly (readonly (string | boolean | null)[])[]
  /** There were more rows or bytes than the limits. */
  readonly isCut: boolean
}

/**
 * One database of records. Each read is a read-only transaction of its own with the reader set for it alone, under row security, with a time, row
 * and byte limit. Fails with `unavailable` (down, refused, too many connections), `upstream_timeout` (slow), `conflict` (its schema is not the
 * described one any more: the sentence names what), `forbidden` (row security is not on): never with rows of somebody else.
 */
export interface RecordStore {
  read(reader: RecordReader, statement: Statement, limits: RecordLimits, signal?: AbortSignal): Promise<ReadRows>
  /** The planner's guess, nothing is run. */
  explain(reader: RecordReader, statement: Statement, signal?: AbortSignal): Promise<{ readonly rows: number; readonly cost: number }>
  /** With samples it looks into every table, which takes its time. */
  catalogue(options: { readonly samples: boolean }, signal?: AbortSignal): Promise<Catalogue>
  /** The same rows read again are the same while it is the same; null: nobody tells (somebody else's database). */
  revision(): Promise<string | null>
  close(): Promise<void>
}

/** What the database says of itself. */
export interface Catalogue {
  readonly tables: readonly CatalogueTable[]
  readonly roles: readonly CatalogueRole[]
}

export interface CatalogueTable {
  readonly name: string
  readonly isView: boolean
  readonly comment: string
  readonly columns: readonly CatalogueColumn[]
  readonly primaryKey: readonly string[]
  readonly uniqueKeys: readonly (readonly string[])[]
  readonly foreignKeys: readonly { readonly columns: readonly string[]; readonly table: string; readonly references: readonly string[] }[]
  /** Of the planner; null where it was never counted. */
  readonly rows: number | null
  readonly rowSecurity: {
    readonly isOn: boolean
    readonly isForced: boolean
    readonly policies: readonly CataloguePolicy[]
    /** Of a view: the tables that it reads, with their schema where it is another one. */
    readonly beneath?: readonly { readonly name: string; readonly policies: readonly CataloguePolicy[] }[] | null
  }
}

export interface CataloguePolicy {
  readonly name: string
  readonly roles: readonly string[]
  readonly command: string
  readonly using: string
}

export interface CatalogueColumn {
  readonly name: string
  /** As `format_type` says it. */
  readonly type: string
  readonly isNullable: boolean
  readonly comment: string
  /** A few values that stand in it, for a draft; empty where it was not looked. */
  readonly samples: readonly string[]
  readonly distinct: number | null
}

/** The roles that the connection reads as. */
export interface CatalogueRole {
  readonly reader: RecordReader['kind']
  readonly name: string
  readonly isSuperuser: boolean
  readonly bypassesRowSecurity: boolean
  /** Other roles whose rights it has or may take: policies for them are policies for it. */
  readonly memberOf: readonly string[]
  /** Tables it owns, and those that it may write to, by name. */
  readonly owns: readonly string[]
  readonly writes: readonly string[]
}

/** What is wrong, or not proved, of a description before its database. With an `error` nothing is connected. */
export interface RecordFinding {
  readonly severity: 'error' | 'warning'
  /** What it is, and what to do. */
  readonly sentence: string
}

/** A value as it was read, and whose: `id` of the row of `field.entity`. */
export interface Cell {
  readonly field: FieldRef
  readonly id: string
  readonly value: string | boolean | null
}

export interface FoundRow {
  readonly entity: string
  readonly id: string
  readonly cells: readonly Cell[]
}

/** Computed by the database. */
export interface Figure {
  /** Exact; null: of no rows. */
  readonly value: string | null
  /** How many rows it is of. */
  readonly rows: number
  /** Of those rows, at most 50. */
  readonly ids: readonly string[]
  readonly group: Cell | null
}

export interface FoundRecords {
  readonly request: RecordRequest
  readonly rows: readonly FoundRow[]
  readonly figures: readonly Figure[]
  /** That match; null where it could not be counted in time. */
  readonly total: number | null
  /** That there are for this reader with no condition at all: tells "none like that" from "none"; null where it was not asked. */
  readonly without: number | null
  readonly isCut: boolean
  /** For the trace: the statement without its values. */
  readonly sql: string
  readonly ms: number
}

/** A database of records that is connected to a collection. */
export interface ConnectedRecords {
  readonly description: RecordsDescription
  readonly store: RecordStore
  /** Another number: it was connected or imported again. */
  readonly revision: number
}

/** What is connected, for all processes together: a change is seen with the next question. */
export interface RecordConnections {
  /** Null where nothing is connected to the collection. Fails with a sentence when it cannot be opened. */
  of(collection: string): Promise<ConnectedRecords | null>
  /** The same; where it cannot be opened, what is known of it, with a store whose every read fails with why. For questions that may need no row. */
  described(collection: string): Promise<ConnectedRecords | null>
  close(): Promise<void>
}
