/** The database as a whole: what is in it, and copies of it. */
import type { DatabaseState, ReplicaState } from '../domain/database-state.ts'

export interface DatabaseDesk {
  /** What is in use now; no replicas without DATABASE_READ_URL. */
  state(): Promise<DatabaseState & { readonly replicas: readonly ReplicaState[] }>
  /** Fails with `conflict` where the target holds data, the source is in use, or their versions differ; then, as when it is stopped, nothing has changed. */
  move(request: MoveRequest, onProgress: OnRows, signal?: AbortSignal): Promise<DatabaseCopied>
  /** Into a file, while everything goes on. Never overwrites one. */
  backup(file: string, onProgress: OnRows, signal?: AbortSignal): Promise<DatabaseCopied>
  /** From such a file into the database of the settings, which must be empty and not in use. */
  restore(file: string, onProgress: OnRows, signal?: AbortSignal): Promise<DatabaseCopied>
}

export interface MoveRequest {
  /** postgres://… or a data folder; null = the database of the settings. */
  readonly from: string | null
  readonly to: string
}

export type OnRows = (progress: { readonly done: number; readonly total: number; readonly table: string }) => void

/** What was read and written, each table counted and hashed on both sides. */
export interface DatabaseCopied {
  readonly from: string
  readonly to: string
  readonly tables: readonly { readonly table: string; readonly rows: number; readonly hash: string }[]
  /** What to do next, and what was not copied. */
  readonly notes: readonly string[]
}
