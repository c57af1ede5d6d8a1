/** What operations may ask of test questions that are made from documents. */
import type { Context } from '../operation.ts'

export interface GenerateDesk {
  /**
   * Fails with `unavailable` when no language model is live for creative work, `not_found` when the collection is empty, `conflict` when the file is there already.
   * A model that fails, or money that runs out, leaves what there is, with `why`.
   */
  generate(wish: QuestionsWish, context: Context): Promise<GeneratedSuite>
}

export interface QuestionsWish {
  readonly collection: string
  readonly count: number
  /** Beside them, questions that no document answers. */
  readonly unanswerable: number
  /** Null: the model of the settings for creative work. */
  readonly model: string | null
  readonly seed: number
  readonly mostCostUsd: number | null
  /** Null: nowhere. */
  readonly file: string | null
}

export interface GeneratedSuite {
  /** As `eval run` reads it; null when there is no question. */
  readonly suite: string | null
  readonly file: string | null
  readonly questions: readonly { readonly question: string; readonly answer: string; readonly source: string; readonly quote: string }[]
  readonly unanswerable: readonly { readonly question: string; readonly method: string; readonly from: string; readonly to: string }[]
  /** Questions that the model was asked for, and why some were not kept. */
  readonly asked: number
  readonly refused: readonly { readonly reason: string; readonly count: number }[]
  readonly why: string | null
  readonly model: string
  readonly inputTokens: number
  readonly outputTokens: number
  readonly costUsd: number | null
}
