import type { ErrorCode } from '../../../base/error.ts'
import type { Message } from '../../../domain/model.ts'
import type { GrammarSchema } from './grammar-schema.ts'

/** What the program and the process that holds a local model say to each other. One `generate` at a time; `count` at any time. */
export type ToLlama =
  | {
      readonly type: 'load'
      readonly runtimeEntry: string
      readonly modelPath: string
      readonly contextTokens: number
      readonly batchTokens: number
      readonly threads: number
    }
  | {
      readonly type: 'generate'
      readonly id: number
      readonly messages: readonly Message[]
      readonly maxTokens: number
      readonly temperature: number
      /** The text is then JSON of this shape. */
      readonly schema: GrammarSchema | null
    }
  | { readonly type: 'stop'; readonly id: number }
  | { readonly type: 'count'; readonly id: number; readonly text: string }

export type FromLlama =
  | { readonly type: 'loaded' }
  | { readonly type: 'load-failed'; readonly message: string }
  /** A slice of the prompt was read: a sign of life before the first token. */
  | { readonly type: 'reading'; readonly id: number }
  | { readonly type: 'delta'; readonly id: number; readonly text: string }
  | { readonly type: 'finish'; readonly id: number; readonly reason: 'stop' | 'length'; readonly inputTokens: number; readonly outputTokens: number }
  | { readonly type: 'stopped'; readonly id: number }
  | { readonly type: 'failed'; readonly id: number; readonly code: ErrorCode; readonly message: string }
  | { readonly type: 'counted'; readonly id: number; readonly tokens: number }
