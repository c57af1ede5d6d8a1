import type { Attack } from './attacker.ts'

/** What goes wrong with a response; `atByte` counts bytes of the body of a stream. */
export type Fault =
  | {
      kind: 'status'
      status: number
      body?: string
      retryAfterSeconds?: number
      headers?: Record<string, string>
      /** Repeats key and prompt in its message, as careless servers do. */ echo?: boolean
      /** How many requests fail before good ones; for ever when unset. */ times?: number
    }
  /** The socket is destroyed before any header; `times` as above. */
  | { kind: 'refuse'; times?: number }
  /** TCP reset, in the middle of a chunked body. */
  | { kind: 'reset'; atByte: number }
  /** A clean end of file that looks like the end of the body. */
  | { kind: 'close'; atByte: number }
  | { kind: 'stall'; atByte: number }
  /** Bytes that are no JSON, then the rest. */
  | { kind: 'garbage'; atByte: number }
  | { kind: 'duplicate'; atByte: number }
  /** An event of this many bytes, without a line end. */
  | { kind: 'huge'; bytes: number }
  | { kind: 'no-usage' }
  | { kind: 'no-done' }
  | { kind: 'no-finish' }
  | { kind: 'error-event'; afterParts: number; message: string; code?: number; type?: string }
  | { kind: 'wrong-usage'; usage: Record<string, unknown> }

export interface StubOptions {
  /** `priced`: honest, and to the token: never says more tokens than it was allowed. */
  mode: 'honest' | 'obeys' | 'attacker' | 'faulty' | 'slow' | 'priced'
  /** Says this instead of what the mode would say. */
  text?: string | undefined
  /** Says these instead, one for each completion, the last one for ever. */
  texts?: readonly string[]
  /** Says what this makes of each completion: of the schema that is asked for and of all that it was shown. */
  say?: ((asked: { readonly schema: Record<string, unknown> | null; readonly prompt: string }) => string) | undefined
  attack?: Attack
  fault?: Fault | undefined
  /** First token after this long, then this long between tokens; `stallAfterParts` stops sending for good. */
  firstTokenMs?: number
  partMs?: number
  stallAfterParts?: number
  finishReason?: string
  /** Sent as `reasoning_content` before the text. */
  reasoning?: string
  /** Answers in one body although a stream was asked for, as some gateways do. */
  ignoresStream?: boolean
  /** How many of the tokens read came from the provider's cache; with Anthropic a third of them went into it. */
  cachedTokens?: number
  /** JSON bodies of further paths, e.g. `/props` of llama.cpp. */
  routes?: Readonly<Record<string, unknown>>
  /** Sent as `refusal` instead of content. */
  refusal?: string
  /** When set, other keys get a 401 that repeats the key it was given, as careless servers do. */
  apiKey?: string
  models?: readonly string[]
  /** Ids that are answered with 404. Others than `models` are accepted when unset, as Ollama's neighbours do. */
  strictModels?: boolean
  /** Parameters (`max_tokens`, or with a value inside: `response_format.type=json_schema`) that get a 400, as newer OpenAI models do with `max_tokens`. */
  unsupported?: readonly string[]
}

export interface StubRequest {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: Record<string, unknown> | null
  readonly atMs: number
}

export interface StubBill {
  readonly model: string
  /** Tokens. */
  readonly input: number
  readonly output: number
}

/** A response that the client left before it was whole. */
export interface StubAbort {
  readonly request: StubRequest
  readonly atMs: number
  readonly bytesSent: number
}
