import type { Citation, Degradation, PromptRecord, Retrieve, SentenceVerdict, StructuredRecord } from '../domain/answer.ts'
import type { Embedder, Usage } from '../domain/model.ts'
import type { ModelFor } from '../domain/task.ts'
import type { Prompts } from './prompt-template.ts'

export interface AnswerLimits {
  readonly retrieveTimeoutMs: number
  /** From the request to the first word; a local model reads its prompt slowly. */
  readonly firstTokenTimeoutMs: number
  /** Between two words. */
  readonly idleTimeoutMs: number
  /** For everything together. */
  readonly totalTimeoutMs: number
}

export interface AnswerParts {
  readonly retrieve: Retrieve
  /** Null for `answer` = answer with the documents' own sentences. */
  readonly modelFor: ModelFor
  /** For the extractive answerer's closer look; null = words only. */
  readonly embedder: () => Embedder | null
  readonly prompts: Prompts
  readonly limits: AnswerLimits
  readonly newTraceId: () => string
  /** Milliseconds, only differences count. */
  readonly clock: () => number
}

/** What an answerer leaves behind when it has written all it could. */
export interface Written {
  readonly model: string
  /** Empty when nothing could be verified. */
  readonly text: string
  readonly citations: readonly Citation[]
  readonly verdicts: readonly SentenceVerdict[]
  readonly data: unknown
  readonly structured: StructuredRecord | null
  readonly usage: Usage
  readonly prompt: PromptRecord | null
  /** Why nothing may have come out, for the message. */
  readonly detail: string
  /** What was done without. */
  readonly degraded?: readonly Degradation[]
  readonly timingsMs: Readonly<Record<string, number>>
  /** 0…1, of the documents' own sentences and of an object's values; null where the passages' own score is still to be counted in. */
  readonly confidence: number | null
}

export const extractiveModel = 'extractive'
