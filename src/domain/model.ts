/** Language models and embedding models, as the rest of the house knows them. */

/** `evidence`: sentences of documents that a question waits for; embedded like documents, as urgent as questions. */
export type Purpose = 'document' | 'query' | 'evidence'

/** Who asks for a vector in a space that tells questions from documents. */
export const sideOf = (purpose: Purpose): 'document' | 'query' => (purpose === 'query' ? 'query' : 'document')

/**
 * Turns texts into unit vectors. Same text, same purpose: bit-identical vector, whatever it is embedded with.
 * Order kept. `query` and `evidence` jump the queue of `document`. Text beyond `maxTokens` is cut. Fails with `upstream`, `upstream_timeout` or `unavailable`; stops with `signal.reason`.
 */
export interface Embedder {
  /** Names weights, pooling and prefixes: another id means another vector space. Stored with every vector. */
  readonly id: string
  readonly dimensions: number
  readonly maxTokens: number
  /** ISO 639-1 codes of the languages that it tells meanings apart in; left out: not known, or most. */
  readonly languages?: readonly string[]
  embed(texts: readonly string[], purpose: Purpose, signal?: AbortSignal): Promise<Float32Array[]>
  /** Tokens of each text as this model counts them, special tokens not included. */
  countTokens(texts: readonly string[]): Promise<number[]>
  close(): Promise<void>
}

export interface Message {
  readonly role: 'system' | 'user' | 'assistant'
  readonly content: string
  /** How much of `content` (UTF-16 units, from its start) other questions over the same passages begin with as well. Left out: nothing is known of it. */
  readonly sharedLength?: number
}

export interface Usage {
  /** Those that the provider had in its cache, or put there, included. */
  readonly inputTokens: number
  /** Thinking included. */
  readonly outputTokens: number
  /** Left out or null: not told. */
  readonly cacheReadTokens?: number | null
  readonly cacheWriteTokens?: number | null
  readonly reasoningTokens?: number | null
  /** False when the server sent no usage and we counted ourselves. */
  readonly reported: boolean
  /** 0 for what runs on this machine; null while the price is not known. */
  readonly costUsd: number | null
}

/** JSON Schema, draft 2020-12 or 7: what providers and grammars take. */
export type JsonSchema = Readonly<Record<string, unknown>>

export interface GenerateOptions {
  readonly maxTokens: number
  readonly temperature: number
  /** The text is then JSON; how surely it follows the schema tells `capabilities.structured`. */
  readonly schema?: JsonSchema | undefined
}

/** What a model can do, as far as it is known; checked before it is asked. */
export interface Capabilities {
  /** `strict`: the server or a grammar holds the model to the schema. `json`: to JSON only. `prompt`: it is merely told. */
  readonly structured: 'strict' | 'json' | 'prompt'
  readonly tools: boolean
  /** Longest answer it can write; null where only the window limits it. */
  readonly maxOutputTokens: number | null
  /** ISO 639-1 codes of the languages it writes well; null: most. */
  readonly languages: readonly string[] | null
}

export type GeneratorPart =
  | { readonly type: 'text-delta'; readonly text: string }
  | {
      readonly type: 'finish'
      readonly reason: 'stop' | 'length' | 'refused'
      readonly usage: Usage
      /** Who wrote it, where that is not `id`: another of a fallback chain. */ readonly model?: string
    }

/**
 * Writes text. Yields any number of `text-delta`, then exactly one `finish`. A stream that broke off never finishes: it
 * fails with `upstream`, `upstream_timeout`, `unavailable` (nobody there, overloaded, no more requests now) or `too_large` (the prompt does not fit).
 * `details.mayBill` tells what may be billed all the same: `nothing` (refused, or never reached), `prompt`; left out: as much as was asked for.
 * Stops, and stops the server's work, with `signal.reason` or when the loop is left.
 */
export interface Generator {
  /** Goes into answers, traces and cache keys. */
  readonly id: string
  /** Tokens that prompt and answer may take together. */
  readonly contextTokens: number
  /** Tokens of retrieved text worth giving to it: small for local models, whose prompts are read slowly. */
  readonly passageBudgetTokens: number
  readonly capabilities: Capabilities
  countTokens(text: string): Promise<number>
  /** US dollars for so many tokens, each model of a chain having been asked; null while a price is not known. Left out: it costs nothing. */
  costOf?(usage: Pick<Usage, 'inputTokens' | 'outputTokens'>): number | null
  stream(messages: readonly Message[], options: GenerateOptions, signal?: AbortSignal): AsyncGenerator<GeneratorPart, void>
  close(): Promise<void>
}
