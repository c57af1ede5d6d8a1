import type { CaseRow, EvalReport, EvalRun } from '../../domain/eval-run.ts'
import type { EvalCase } from '../../domain/eval-suite.ts'
import type { Context } from '../operation.ts'

export interface RunRequest {
  /** Absolute path of the suite's file. */
  readonly suite: string
  /** `answers`: level 2 only, and nothing that has to hold. */
  readonly levels: 'answers' | 'all'
  /** Absolute path of a report, or the id of a run, or the name of a variant, whichever there is; null = the first variant. */
  readonly against: string | null
  /** These models instead of the suite's variants. */
  readonly models: readonly string[] | null
  /** Begin anew, whatever was left unfinished. */
  readonly fresh: boolean
  /** Questions at once; null = as the models can take. */
  readonly concurrency: number | null
  /** Folder for the report's files; null = none. */
  readonly outDir: string | null
}

export interface FinishedRun {
  readonly report: EvalReport
  readonly rows: readonly CaseRow[]
  readonly cases: readonly EvalCase[]
  /** That were written. */
  readonly files: readonly string[]
}

/** Before anything is asked. */
export interface RunEstimate {
  readonly answers: number
  /** Calls of judges that are language models. */
  readonly judgements: number
  /** With the longest prompts and answers there can be; most runs cost a part of it. Null while a price is not known. */
  readonly mostUsd: number | null
}

/** Suites are run, and what came of them is kept. */
export interface RunDesk {
  /**
   * Fails with `invalid` or `not_found` before the first question, a sentence with file and line where the suite is not right; with `conflict` when
   * it is being run already. What goes wrong later makes the report partial.
   */
  run(request: RunRequest, context: Context): Promise<FinishedRun>
  /** What running it may cost. Fails as `run` does before its first question. */
  estimate(request: RunRequest): Promise<RunEstimate>
  /** Newest first. */
  list(suite: string | null, limit: number): Promise<readonly EvalRun[]>
  remove(runId: string): Promise<boolean>
}
