/** What operations may ask about quality over time. */
import type { EvalRun } from '../../domain/eval-run.ts'
import type { JudgedTrend, TrendDay, TrendTotal } from '../../domain/live-quality.ts'

export interface TrendsDesk {
  trends(wish: { readonly collection: string | null; readonly days: number }): Promise<Trends>
}

export interface Trends {
  /** Oldest first, without a gap; the last is today (UTC). */
  readonly days: readonly TrendDay[]
  readonly total: TrendTotal
  readonly judged: readonly JudgedTrend[]
  readonly judging: LiveJudgingState
  /** Newest first, with reports. */
  readonly runs: readonly EvalRun[]
}

/** Who judges live answers, and what it has cost today. */
export interface LiveJudgingState {
  readonly verifier: boolean
  readonly share: number
  readonly rubrics: readonly string[]
  readonly mostUsd: number
  readonly spentTodayUsd: number
}
