/** What operations may ask about judges. */
import type { JudgeCertificate } from '../../domain/judgement.ts'
import type { Context } from '../operation.ts'

export interface JudgeDesk {
  /** Asks a judge about labelled items and keeps its certificate. Fails with `invalid` for a file, rubric or model that cannot be, `not_found`, `unavailable`. */
  measure(wish: MeasureWish, context: Context): Promise<MeasuredJudge>
  /** Newest first. */
  certificates(): Promise<readonly JudgeCertificate[]>
}

export interface MeasureWish {
  /** JSONL of labelled items. */
  readonly file: string
  /** Name or path. */
  readonly rubric: string
  /** As in ANSWERABLE_JUDGE_MODELS, or `verifier`; null = the settings' judge. */
  readonly model: string | null
  readonly repeat: number
  /** Of the file's items, this many by hash of their ids; null = all. */
  readonly limit: number | null
  readonly mostCostUsd: number | null
}

export interface MeasuredJudge {
  /** Of a partial one no certificate is kept. */
  readonly state: 'complete' | 'partial'
  readonly why: string | null
  readonly certificate: JudgeCertificate
  readonly calls: number
  readonly inputTokens: number
  readonly outputTokens: number
  readonly costUsd: number | null
  /** Why judgements failed, most frequent first. */
  readonly failures: readonly { readonly failure: string; readonly count: number }[]
  readonly notes: readonly string[]
}
