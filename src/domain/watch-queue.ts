/** Watches that are due, shared by all processes on a database: each look is one process's, and what it found is durable or was never there. */
import type { Incident } from './incident.ts'
import type { Watch } from './watch.ts'

/** What a watch knew when it was last looked at. */
export interface WatchRecord {
  readonly watch: string
  readonly dueAt: Date
  readonly lastRunAt: Date | null
  readonly runs: number
  /** Runs that saw nothing, or less than all. */
  readonly failures: number
  readonly durationMs: number | null
  /** Of the last run. */
  readonly problem: string | null
  /** Plain JSON; null before the first run. */
  readonly memory: unknown
}

export interface WatchOutcome {
  readonly memory: unknown
  readonly problem: string | null
  readonly durationMs: number
}

/** Unresolved incidents, and those that were resolved not long ago → those that change, in the transaction that keeps the memory. */
export type FileSignals = (incidents: readonly Incident[]) => readonly Incident[]

/** A look that this process owns until its lease ends. */
export interface ClaimedWatch {
  readonly watch: string
  readonly memory: unknown
  /** The database's clock at the claim: one for all processes. */
  readonly now: Date
  /** The incidents that changed; null when another process owns it by now: nothing was kept then. */
  finish(outcome: WatchOutcome, file: FileSignals): Promise<readonly Incident[] | null>
}

export interface WatchQueue {
  /** These are the watches from now on. What was learned stays where a watch looks at the same by the same rule. */
  declare(watches: readonly Watch[]): Promise<void>
  /** Of these watches, those that are due (or all that nobody looks at now, when `force`), and leaves them to this process for `leaseMs`. */
  claim(options: {
    readonly watches: readonly string[]
    readonly limit: number
    readonly leaseMs: number
    readonly force?: boolean
  }): Promise<readonly ClaimedWatch[]>
  /** Of watches that nobody has looked at for long: they are in no file any more. `file` gives the change to their incidents. */
  forget(options: {
    readonly known: readonly string[]
    readonly file: (watch: string, incidents: readonly Incident[]) => readonly Incident[]
  }): Promise<readonly string[]>
  list(): Promise<readonly WatchRecord[]>
}
