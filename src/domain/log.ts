/** A log, read: what its lines have in common, how often, when, and what stands out. Counts first, words after. */

/** As syslog ranks them (RFC 5424), `trace` below; a line that says nothing of it is `info`. */
export const severities = ['trace', 'debug', 'info', 'notice', 'warning', 'error', 'critical', 'alert', 'emergency'] as const
export type Severity = (typeof severities)[number]

/** Where a log comes from. Files are read as they are, `.gz` by their first bytes; `name` is what people call an upload. */
export type LogSource = { readonly path: string; readonly name?: string } | { readonly text: string } | { readonly stdin: true }

/** Where a template's words stand in the log, 1-based; secrets and personal data are masked. */
export interface LogExample {
  readonly line: number
  readonly text: string
}

/** One `<*>` of a template, in order from 0. */
export interface LogVariable {
  readonly position: number
  /** Different values seen; a lower bound where `isCapped`. */
  readonly distinct: number
  readonly isCapped: boolean
  /** Masked; most frequent first. Where `isCapped`, counts are lower bounds, at least half of the truth; values that nothing so near is known of are left out. */
  readonly top: readonly { readonly value: string; readonly count: number }[]
}

/** Lines of one kind. `count` counts its first lines; lines that continue one (a stack trace) have templates of their own. */
export interface LogTemplate {
  /** The same for the same template in every run: made from its words. */
  readonly id: string
  /** Words with `<*>` where lines differ. */
  readonly template: string
  readonly count: number
  /** The gravest that any of its lines says. */
  readonly severity: Severity
  /** Null where lines bear no time. */
  readonly firstSeen: Date | null
  readonly lastSeen: Date | null
  readonly firstLine: number
  readonly lastLine: number
  readonly examples: readonly LogExample[]
  readonly variables: readonly LogVariable[]
  /** Lines in each of `LogReport.buckets`. */
  readonly rate: readonly number[]
}

/** What the figures show without a model; each says its numbers, and they are right. */
export const findingKinds = ['errors', 'rare', 'burst', 'new', 'vanished', 'rate', 'sequence', 'gap', 'summary', 'cause', 'next'] as const
export type FindingKind = (typeof findingKinds)[number]

export interface LogFinding {
  readonly kind: FindingKind
  readonly text: string
  /** Ids. */
  readonly templates: readonly string[]
  /** 1-based. */
  readonly lines: readonly number[]
  /** First and last of `LogReport.buckets` that it speaks of; left out: of no time in particular. */
  readonly buckets?: readonly [first: number, last: number]
  /** `rules`, or the id of the model that wrote it; what a model wrote was checked against the counts. */
  readonly by: string
}

export interface LogReport {
  /** Physical lines, as `wc -l` counts them, with a last one that has no end. */
  readonly lines: number
  /** Those of `lines` that are not of the time that was asked for: they count in no other figure. */
  readonly skippedLines?: number
  readonly bytes: number
  /** As recognised, the most frequent first. */
  readonly formats: readonly { readonly name: string; readonly lines: number }[]
  readonly firstSeen: Date | null
  readonly lastSeen: Date | null
  /** Starts of equal spans of time, or of lines where there are no times: what `rate` counts in. */
  readonly buckets:
    | { readonly by: 'time'; readonly from: Date; readonly widthMs: number; readonly count: number }
    | { readonly by: 'line'; readonly width: number; readonly count: number }
  /** All lines in each bucket. */
  readonly rate: readonly number[]
  /** Most frequent first. */
  readonly templates: readonly LogTemplate[]
  readonly findings: readonly LogFinding[]
  /** What was not as it should be, in sentences: bytes that are no text, a file that was cut while it was read, times that run backwards. */
  readonly notes: readonly string[]
}
