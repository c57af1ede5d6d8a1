import type { Context } from '../operation.ts'
import type { FinishedRun } from './run-desk.ts'

export interface AgentRunRequest {
  /** Absolute path of the suite's file. */
  readonly suite: string
  /** Models to compare, `rules` for none; null: as the settings say. */
  readonly models: readonly string[] | null
  /** Beginnings of ids; empty: all scenarios. */
  readonly only: readonly string[]
  /** One in so many, chosen by the seed; null: all. */
  readonly sample: { readonly size: number; readonly seed: number } | null
  /** A further variant without these: capabilities (`log_*`), `runbooks`, `actions`. Empty: none. */
  readonly without: readonly string[]
  /** Scenarios beside each other. */
  readonly concurrency: number
  /** Absolute path of a report, or the id of a run; null: the first variant is what others are compared with. */
  readonly against: string | null
  readonly outDir: string | null
}

/** The agent is examined, and what came of it is kept like every run. */
export interface AgentDesk {
  /** Fails with `invalid`, `not_found` or `unavailable` before the first scenario. What goes wrong later is a row that failed. */
  examine(request: AgentRunRequest, context: Context): Promise<FinishedRun>
}
