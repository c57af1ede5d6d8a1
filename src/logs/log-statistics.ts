import type { LogReport, LogTemplate, LogExample, Severity } from '../domain/log.ts'

/** All that is counted of one kind of line; findings are made of it. */
export interface TemplateStatistics extends LogTemplate {
  /** Its lines by what they say of their gravity; the sum is `count`. */
  readonly severities: Readonly<Partial<Record<Severity, number>>>
  /** Who wrote it (logger, program, module), most frequent first, masked; at most 5. */
  readonly components: readonly { readonly value: string; readonly count: number }[]
  /** Its lines continue others (a stack trace), and count with their own template as well as for the line they continue. */
  readonly isContinuation: boolean
  /** Lines that continued lines of this kind. */
  readonly continuations: number
  /** The first of its lines that was continued, with what continued it (at most 20 lines, 4,000 characters), masked. */
  readonly trace: LogExample | null
  /**
   * For kinds of `error` and graver: what stood within 20 lines before, most frequent first, at most 8 kinds; `count` is in how many
   * of the `precededOf` lines that were looked at (the first 64 at most), exactly.
   */
  readonly precededBy: readonly { readonly template: string; readonly count: number }[]
  readonly precededOf: number
}

/** A silence between two lines that follow each other, in time order. */
export interface LogGap {
  readonly from: Date
  readonly to: Date
  /** The line before and the line after, 1-based. */
  readonly fromLine: number
  readonly toLine: number
}

/** What one pass over a log knows. Sizes depend on the number of templates, never on that of lines. */
export interface LogStatistics extends Omit<LogReport, 'templates' | 'findings'> {
  readonly templates: readonly TemplateStatistics[]
  /** Lines that bear a time of their own. */
  readonly timedLines: number
  /** Lines before `since`: read, and in no figure. */
  readonly skippedLines: number
  /** Lines that continue the line before. */
  readonly continuationLines: number
  /** All lines in each bucket, the sum of the templates' rates. */
  readonly rate: readonly number[]
  /** The longest silences, longest first, at most 5. */
  readonly gaps: readonly LogGap[]
}
