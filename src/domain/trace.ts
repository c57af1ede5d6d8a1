/** Spans: what a question was made of, stage by stage, in OpenTelemetry's words (GenAI semantic conventions). */

/** What a span times. `request`: of a door; `ask`: a question; the others stand below, named as `gen_ai.operation.name` where the conventions have a name. */
export const stages = ['request', 'ask', 'retrieval', 'embeddings', 'chat', 'execute_tool', 'invoke_agent', 'verify', 'cache', 'guard'] as const
export type Stage = (typeof stages)[number]

/** Keys as the conventions write them. Content (questions, passages, answers) never goes in here: it has its place in the journal. */
export type Attributes = Readonly<Record<string, string | number | boolean | readonly string[]>>

/** Of a model's call: seconds until its first words. */
export const firstChunkKey = 'gen_ai.response.time_to_first_chunk'

/** What runs below it is started within `withinCall({ span })`, or `generateWithin`. */
export interface Span {
  /** 32 hex digits. */
  readonly traceId: string
  /** 16 hex digits. */
  readonly id: string
  set(attributes: Attributes): void
  /** What people said and got. Goes nowhere but into exports, and there only where the settings ask for it. */
  setContent(content: () => Attributes): void
  /** Once; with an error the span has failed. */
  end(error?: unknown): void
}

export interface SpanOptions {
  /** A trace of its own, whatever is current. */
  readonly isRoot?: boolean
  /** W3C `traceparent` of whoever called: linked to, never taken over, because a stranger must not choose our ids. */
  readonly linkedTo?: string | undefined
}

/** Starts spans below the one of the current call. Costs next to nothing when nobody looks. Never throws. */
export interface Tracer {
  start(name: string, stage: Stage, attributes?: Attributes, options?: SpanOptions): Span
}

/** As kept in the database and shown: times in milliseconds since the trace began. */
export interface RecordedSpan {
  readonly id: string
  readonly parentId: string | null
  readonly name: string
  readonly stage: Stage
  readonly startMs: number
  readonly durationMs: number
  readonly attributes: Attributes
  /** The sentence of its failure; null when it went well. */
  readonly error: string | null
}
