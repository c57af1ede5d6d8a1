/** What a report is drawn from: the figures, the rows behind them, and the words that the journal still has. */
import type { Citation, SentenceVerdict } from '../../domain/answer.ts'
import type { Span } from '../../domain/document.ts'
import type { CaseRow, EvalReport } from '../../domain/eval-run.ts'
import type { EvalCase } from '../../domain/eval-suite.ts'

export interface ReportInput {
  readonly report: EvalReport
  readonly rows: readonly CaseRow[]
  /** By trace id; a trace that is not there was never journalled, or is gone. */
  readonly words: ReadonlyMap<string, CaseWords>
  /** What was expected, by id of the case; empty where the suite is not at hand. */
  readonly expected: ReadonlyMap<string, EvalCase>
}

/** One question and its answer as the journal kept them. */
export interface CaseWords {
  readonly question: string
  /** As it was searched, where history made it another. */
  readonly standaloneQuestion: string | null
  readonly answer: string
  readonly citations: readonly Citation[]
  readonly verdicts: readonly SentenceVerdict[]
  /** Best first. */
  readonly passages: readonly ShownPassage[]
}

export interface ShownPassage {
  readonly source: string
  readonly heading: string
  readonly ranks: { readonly vector: number | null; readonly words: number | null }
  /** Null: its document, or that version of it, is gone. */
  readonly text: string | null
  /** Spans of `text` that the answer cites, in order, not overlapping. */
  readonly quoted: readonly Span[]
}
