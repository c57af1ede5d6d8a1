import type { FinishedRun } from './run-desk.ts'

export interface ReportRequest {
  /** Id of a run, or `latest`. */
  readonly run: string
  /** Absolute path of its suite: what was expected is shown with each case. Null = without. */
  readonly suite: string | null
  /** Folder for the report's files; null = none. */
  readonly outDir: string | null
}

/** Runs that are kept, looked at again. */
export interface ReportDesk {
  /** Fails with `not_found`, `invalid`, or `conflict` for a run that has no report yet. */
  report(request: ReportRequest, signal?: AbortSignal): Promise<FinishedRun>
}
