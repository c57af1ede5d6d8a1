/** What is kept of every question, also of those that failed: how it ended, and its spans. What it said is in the journal. */
import type { AbstentionReason, CacheOutcome, Degradation } from './answer.ts'
import type { ErrorCode } from '../base/error.ts'
import type { Purpose } from './journal.ts'
import type { LedgerEntry, Money } from './ledger.ts'
import type { RecordedSpan } from './trace.ts'

/** `cancelled`: whoever asked went away. */
export const traceOutcomes = ['answered', 'abstained', 'failed', 'cancelled'] as const
export type TraceOutcome = (typeof traceOutcomes)[number]

/** Known when a question ends. */
export interface QuestionFacts {
  readonly traceId: string
  readonly askedAt: Date
  readonly collection: string
  readonly callerId: string
  readonly purpose: Purpose
  readonly outcome: TraceOutcome
  readonly abstained: AbstentionReason | null
  /** Why it failed; null unless it did, or was cancelled. */
  readonly errorCode: ErrorCode | null
  /** Null where it ended before anybody answered. */
  readonly model: string | null
  readonly cache: CacheOutcome | null
  readonly degraded: readonly Degradation['part'][]
  readonly durationMs: number
  /** From the question to its first verified text; null where none came. */
  readonly firstTextMs: number | null
  /** Of questions that left no journal row; null otherwise, and where content is not kept. */
  readonly question: string | null
}

export interface QuestionTrace extends QuestionFacts {
  /** Null for questions that did not come over HTTP. */
  readonly httpStatus: number | null
  /** In the order in which they began. */
  readonly spans: readonly RecordedSpan[]
}

/** A row of the ledger, as far as a trace shows it. */
export interface TracedCall extends Pick<LedgerEntry, 'provider' | 'model' | 'task' | 'state' | 'firstChunkMs' | 'durationMs'> {
  readonly inputTokens: number
  readonly outputTokens: number
  readonly cacheReadTokens: number | null
  readonly costUsd: Money | null
  readonly priceSource: string | null
  /** YYYY-MM-DD. */
  readonly priceDate: string | null
}

export interface TraceFilter {
  readonly collection: string | null
  /** Null: of all callers. */
  readonly callerId: string | null
  readonly outcome: TraceOutcome | null
  readonly abstained: AbstentionReason | null
  /** Those that took at least this long. */
  readonly slowerThanMs: number | null
  readonly purpose: Purpose | null
  readonly limit: number
  /** Of the page before. */
  readonly cursor: string | null
}

/** One row per question. */
export interface TraceStore {
  /** Written behind, many at once; a trace that cannot be written is lost, its question never. */
  record(traces: readonly QuestionTrace[]): Promise<void>
  find(traceId: string): Promise<QuestionTrace | null>
  /** Newest first, without spans, with the question as far as it is kept. */
  list(filter: TraceFilter): Promise<{ readonly traces: readonly Omit<QuestionTrace, 'spans'>[]; readonly nextCursor: string | null }>
  /** The model calls of one question, first to last. */
  calls(traceId: string): Promise<readonly TracedCall[]>
}
