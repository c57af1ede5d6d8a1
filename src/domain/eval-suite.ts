/** What an evaluation asks, and what a good answer to it is. */
import type { JsonSchema, Message } from './model.ts'

export interface EvalCase {
  /** Unique in its suite; made from the question where the file names none. */
  readonly id: string
  readonly question: string
  readonly history: readonly Message[]
  readonly responseSchema: JsonSchema | null
  /** A good answer in words, for judges; null where there is none. */
  readonly reference: string | null
  /** Short answers of which each is right; empty where that is not what is asked. */
  readonly answers: readonly string[]
  /** Sources of which at least one has to be cited; empty = any. */
  readonly sources: readonly string[]
  /** What the answer has to rest on, word for word. */
  readonly quotes: readonly ExpectedQuote[]
  /** Asked as this customer of the collection's records; left out: as whoever runs the evaluation. */
  readonly customer?: string
  /** Records that all have to be cited; left out: none. */
  readonly records?: readonly ExpectedRecord[]
  /** Texts that have to be in the answer, and texts that must not be. */
  readonly contains: readonly string[]
  readonly excludes: readonly string[]
  /** The right answer is to decline. */
  readonly mustAbstain: boolean
  readonly tags: readonly string[]
  /** Who wrote it: generated cases never count among people's. */
  readonly origin: CaseOrigin
  /** Cases of one cluster (mostly: one document) stand or fall together in an interval. */
  readonly cluster: string
  /** `suite.yaml:12`: for messages. */
  readonly place: string
}

export const caseOrigins = ['people', 'generated', 'feedback'] as const
export type CaseOrigin = (typeof caseOrigins)[number]

export interface ExpectedQuote {
  /** Null: wherever it stands. */
  readonly source: string | null
  readonly text: string
}

export interface ExpectedRecord {
  readonly entity: string
  readonly id: string
  /** Null: any. */
  readonly field: string | null
}

export interface EvalSuite {
  readonly name: string
  /** SHA-256 of what decides the outcome: cases, rubrics, corpus. Runs of another hash are no baseline without a warning. */
  readonly hash: string
  readonly collection: string
  /** Paths that are read into a collection of the suite's own before it is asked; empty: the collection as it stands. */
  readonly documents: readonly string[]
  readonly cases: readonly EvalCase[]
  /** Level 1: data sets of questions and relevant documents, ranked only. */
  readonly retrieval: readonly string[]
  readonly variants: readonly AnswerVariant[]
  readonly rubrics: readonly SuiteRubric[]
  /** Times that each case is asked; more than one where the model is not deterministic. */
  readonly repeat: number
  readonly mostCostUsd: number | null
  readonly thresholds: readonly Threshold[]
}

/** One way to answer: what is compared with another in one run. Null = as the settings say. */
export interface AnswerVariant {
  readonly name: string
  /** As in ANSWERABLE_ANSWER_MODELS; `extractive` for the documents' own sentences. */
  readonly model: string | null
  readonly topK: number | null
  readonly maxTokens: number | null
  /** Folder whose files replace the prompts. */
  readonly promptsDir: string | null
}

export interface SuiteRubric {
  /** Name of a file in the rubrics folder, or a path: `correct.v1`. */
  readonly rubric: string
  /** As in ANSWERABLE_JUDGE_MODELS; `verifier` judges groundedness without a model; null = the settings' judge. */
  readonly model: string | null
  /** Said aloud: the judge may judge answers of its own. */
  readonly mayJudgeItself: boolean
  /** Bar for the judge itself: below it, or without a certificate, the gate fails. Null = no bar. */
  readonly leastKappa: number | null
}

/** What has to hold for the gate to open; the metric's names are those of the report. */
export interface Threshold {
  readonly metric: string
  readonly tag: string | null
  readonly least: number | null
  readonly most: number | null
  /** Most that it may be worse than the baseline; null = not compared. */
  readonly mostWorse: number | null
}
