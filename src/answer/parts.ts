import type { PromptRecord, Retrieve } from '../domain/answer.ts'
import type { Embedder, Usage } from '../domain/model.ts'
import type { ModelFor } from '../domain/task.ts'
import type { AnswerWriter } from './answer-writer.ts'
import type { PromptTemplate } from './prompt-template.ts'

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
  readonly prompt: PromptTemplate
  readonly limits: AnswerLimits
  readonly newTraceId: () => string
  /** Milliseconds, only differences count. */
  readonly clock: () => number
}

/** What an answerer leaves behind when it has written all it could. */
export interface Written {
  readonly model: string
  readonly writer: AnswerWriter
  readonly usage: Usage
  readonly prompt: PromptRecord | null
  /** Why nothing may have come out, for the message. */
  readonly detail: string
  readonly timingsMs: Readonly<Record<string, number>>
}

export const extractiveModel = 'extractive'
