/** What the adapters of language model providers have in common: what is set, and what each says of itself. */
import type { LanguageModelV4, LanguageModelV4CallOptions } from '@ai-sdk/provider'
import type { Capabilities, GenerateOptions, Generator } from '../../../domain/model.ts'
import type { ModelServer } from './model-server.ts'
import type { KeepPrefix } from './prompt-prefix.ts'
import type { PhaseTimeouts } from './phase-timeouts.ts'
import type { ServerFacts } from './server-facts.ts'
import type { StructureLevel } from './structure-level.ts'

export interface ProviderOptions {
  /** The provider's own address when unset; an OpenAI-compatible server has none and needs it. */
  readonly baseUrl?: string | undefined
  readonly apiKey?: string | undefined
  /** When unset: a small model of the provider, or the first of an OpenAI-compatible server's `/models`. */
  readonly model?: string | undefined
  readonly contextTokens?: number | undefined
  readonly passageBudgetTokens?: number | undefined
  readonly timeouts?: Partial<PhaseTimeouts> | undefined
}

/** A generator on a server. Tries once: trying again is `retriedGenerator`'s work. */
export interface ServerGenerator extends Generator {
  /** The name of the model that answers, asked of the server where it was not given, with what the server tells of it (`contextTokens`, `capabilities`). */
  findModel(signal?: AbortSignal): Promise<string>
}

/** Names of the settings that put a failure right, and the path that is called, for the sentences of errors. */
export interface ProviderWords {
  readonly keySetting: string
  readonly urlSetting: string
  readonly path: string
}

/** One provider; `providerGenerator` makes a generator of it. */
export interface Provider {
  readonly server: ModelServer
  readonly words: ProviderWords
  readonly contextTokens: number
  readonly passageBudgetTokens: number
  /** Headers by which the server knows who asks for its list of models. */
  readonly authorization: Readonly<Record<string, string>>
  /** The SDK's model, talking through `fetch`. */
  loadModel(model: string, fetch: typeof globalThis.fetch): Promise<LanguageModelV4>
  /** What this provider wants in a call beside prompt and limits: the form of a schema, how much to reason. */
  callOptions(model: string, asked: GenerateOptions, level: StructureLevel): Partial<LanguageModelV4CallOptions>
  /** How this provider is told which part of a prompt to keep; left out where it keeps what it likes by itself. */
  readonly keepPrefix?: KeepPrefix
  /** By the model's own tokenizer, where there is one; else as OpenAI's present models count. */
  readonly countTokens?: Generator['countTokens']
  /** At this level of structured output, which is what the server has not refused yet. */
  capabilities(model: string, level: StructureLevel, facts: ServerFacts | null): Capabilities
  /** Unset where the server tells nothing beyond its format. */
  readonly readFacts?: (model: string, signal: AbortSignal) => Promise<ServerFacts>
}
