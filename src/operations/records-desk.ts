import type { RecordsSource } from '../domain/record-description.ts'
import type { NotedMiss } from '../domain/record-miss.ts'
import type { RecordConnections, RecordFinding } from '../domain/record-store.ts'

/** Databases of records that customers ask about: connected, checked, and looked into before. For whoever runs the program. */
export interface RecordsDesk {
  /** Null where nothing is connected to the collection. */
  readonly of: RecordConnections['of']
  /**
   * A description made of what a source says of itself: the name of an environment variable that holds the address of a PostgreSQL server, a
   * SQLite file, or files and folders of JSON and CSV. Nothing is kept. With `out` it is a file too; one that is there is replaced with `force` alone.
   */
  inspect(request: InspectRequest, onRows: OnRecordRows, signal?: AbortSignal): Promise<RecordsDraft>
  /** Reads the file, checks it against its database, imports what has to be, and keeps it. What was connected before stays until all of it is done. */
  connect(file: string, onRows: OnRecordRows, signal?: AbortSignal): Promise<RecordsConnected>
  /**
   * Of a collection that is connected, or of a file before it is. Changes nothing. What `whileThere` asks as this call is answered by what was
   * checked, also where that is not connected.
   */
  check<Result>(target: RecordsTarget, whileThere: (checked: RecordsChecked) => Promise<Result>, signal?: AbortSignal): Promise<Result>
  /** What the database's own administrator runs, once. */
  policies(file: string): Promise<{ readonly sql: string }>
  /** By collection. */
  list(): Promise<readonly ConnectedSummary[]>
  /** With imported rows. Somebody else's database is not touched. False where nothing was connected. */
  remove(collection: string): Promise<boolean>
  readonly card: ReadRecordCard
  /** Ids that customers asked for and that are not theirs, newest first. */
  refused(collection: string, limit: number): Promise<readonly NotedMiss[]>
}

/**
 * A record of the caller's own, or any for staff, as the text that answers cite. Fails with `not_found`, in the same words for a record of somebody
 * else as for one that is not there.
 */
export type ReadRecordCard = (
  wanted: { readonly collection: string; readonly entity: string; readonly id: string },
  signal?: AbortSignal,
) => Promise<{ readonly source: string; readonly title: string; readonly version: string; readonly text: string }>

export type OnRecordRows = (progress: { readonly done: number; readonly total: number; readonly table: string }) => void

export interface InspectRequest {
  /** Paths, or one name of an environment variable, as a path too where a door has made it one. */
  readonly source: readonly string[]
  readonly schema: string
  readonly collection: string
  readonly out: string | null
  readonly force: boolean
}

export interface RecordsDraft {
  readonly yaml: string
  /** Where it was written; null: nowhere. */
  readonly file: string | null
  readonly notes: readonly string[]
}

export interface RecordsConnected {
  readonly summary: ConnectedSummary
  readonly findings: readonly RecordFinding[]
  /** Rows that were imported, by table; empty where the database is somebody else's. */
  readonly imported: readonly { readonly table: string; readonly rows: number }[]
  readonly notes: readonly string[]
}

export type RecordsTarget = { readonly kind: 'collection'; readonly collection: string } | { readonly kind: 'file'; readonly file: string }

export interface RecordsChecked {
  readonly collection: string
  readonly title: string
  readonly findings: readonly RecordFinding[]
  /** What has changed in the database since it was connected, each a sentence. */
  readonly drift: readonly string[]
  readonly questions: readonly string[]
  /** Somebody to ask them as; null: none was found, or may be looked for. */
  readonly customer: string | null
}

export interface ConnectedSummary {
  readonly collection: string
  readonly title: string
  readonly source: RecordsSource['kind']
  /** Where the rows are: an environment variable's name, or files. */
  readonly from: string
  readonly entities: readonly string[]
  readonly revision: number
  readonly connectedAt: Date
  /** A sentence where it cannot be asked; null: it can. */
  readonly trouble: string | null
}
