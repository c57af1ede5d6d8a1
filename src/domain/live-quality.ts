/** How the answers turn out that people get: what is read of them, what judges say of them behind, and figures by day. Questions of an evaluation are never among them. */
import type { AbstentionReason } from './answer.ts'
import type { JudgedMetric } from './eval-run.ts'
import type { Feedback } from './feedback.ts'
import type { JournalEntry } from './journal.ts'
import type { Estimate, Judgement } from './judgement.ts'

export interface LiveQuestion extends JournalEntry {
  readonly feedback: Pick<Feedback, 'rating' | 'comment' | 'correction'> | null
  readonly judgements: readonly LiveJudgement[]
}

export interface LiveJudgement extends Pick<Judgement, 'rubric' | 'judge' | 'verdict' | 'score' | 'explanation' | 'failure'> {
  readonly judgedAt: Date
}

/** Null = all collections. */
export interface LivePeriod {
  readonly collection: string | null
  readonly since: Date
}

/** Of one day (UTC) on which something was asked. */
export interface DayFigures {
  /** `2026-11-23`. */
  readonly day: string
  readonly questions: number
  readonly abstained: Readonly<Partial<Record<AbstentionReason, number>>>
  /** Sentences that answerers wrote, and how many of them the passages support. */
  readonly sentences: number
  readonly supported: number
  readonly up: number
  readonly down: number
  readonly p50Ms: number
  readonly p95Ms: number
  /** Of those answers whose price is known. */
  readonly costUsd: number
  readonly unpriced: number
}

/** What one judge said on one day: `failed` could not be had, and counts as not passed. */
export interface JudgedDay {
  readonly day: string
  readonly rubric: string
  readonly rubricHash: string
  readonly judge: string
  readonly judged: number
  readonly passed: number
  readonly failed: number
  readonly costUsd: number
  /** Judgements whose price is not known: the judge rests for a day after one. */
  readonly unpriced: number
}

/** One day (UTC); shares are null where there is nothing to take a share of. */
export interface TrendDay {
  readonly day: string
  readonly questions: number
  readonly answered: Estimate | null
  readonly abstained: Readonly<Partial<Record<AbstentionReason, number>>>
  /** Of the sentences that answerers wrote. */
  readonly supported: Estimate | null
  readonly up: number
  readonly down: number
  /** Thumbs up among thumbs. */
  readonly thumbsUp: Estimate | null
  readonly p50Ms: number | null
  readonly p95Ms: number | null
  readonly costUsd: number
  readonly unpriced: number
}

/** All days together; latencies of days cannot be put together. */
export type TrendTotal = Omit<TrendDay, 'day' | 'p50Ms' | 'p95Ms'>

/** What one judge says by one rubric, over all days and day by day. */
export interface JudgedTrend {
  readonly metric: JudgedMetric
  /** Share of passes; judgements that failed are none. */
  readonly mean: Estimate
  readonly costUsd: number
  readonly unpriced: number
  readonly notes: readonly string[]
  readonly days: readonly { readonly day: string; readonly mean: Estimate; readonly failed: number }[]
}

export interface LiveQuality {
  /** Newest first, at most `limit`. */
  questions(period: LivePeriod, limit: number): Promise<LiveQuestion[]>
  find(traceId: string): Promise<LiveQuestion | null>
  /** Oldest first. */
  days(period: LivePeriod): Promise<DayFigures[]>
  /** Oldest first. */
  judgedDays(period: LivePeriod): Promise<JudgedDay[]>
}

/** Which answers one judge is to look at. */
export interface JudgingLane {
  readonly rubric: string
  readonly rubricHash: string
  readonly judge: string
  /** 0…1 of the answers, chosen by the hash of their trace: always the same ones. */
  readonly share: number
  /** For all judgements of a day (UTC) together; null for a judge that costs nothing. */
  readonly mostUsdADay: number | null
}

/** An answer in the hands of one worker; a write is refused (false) once another has taken it over. */
export interface ClaimedAnswer {
  readonly entry: JournalEntry
  /** Kept as failed where the verdict is null. Of documents that are gone meanwhile no words are kept. */
  finish(judgement: Judgement): Promise<boolean>
  /** Puts it back, when a person's question comes first. */
  release(): Promise<boolean>
}

export interface LiveJudgements {
  /** The oldest answer of the last days that this lane has not judged; null when there is none, when today's money does not suffice for another, or when the judge's price is not known. */
  claim(lane: JudgingLane): Promise<ClaimedAnswer | null>
  /** For a process that knows itself alone: who held answers before is gone. */
  freeClaims(): Promise<void>
  /** Since midnight (UTC), what is under way and what died under way included. */
  spentTodayUsd(): Promise<number>
}
