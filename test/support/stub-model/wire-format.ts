/** What the stub says, apart from how it is written: two formats write the same speech. */
import type { IncomingHttpHeaders } from 'node:http'
import type { StubOptions } from './options.ts'
import { fillSchema } from './fill-schema.ts'
import { tokensOf, tokensOfChat, type ChatMessage } from './tokens.ts'

export interface Completion {
  readonly model: string
  readonly messages: readonly ChatMessage[]
  readonly maxTokens: number
  readonly stream: boolean
  /** OpenAI sends usage with a stream only when asked to. */
  readonly includeUsage: boolean
  /** The answer is JSON that follows it. */
  readonly schema: Record<string, unknown> | null
  /** The schema came as a tool that must be called. */
  readonly asTool: string | null
}

export type Piece = { readonly type: 'reasoning' | 'text' | 'refusal'; readonly text: string }

/** How it ended; `broken` when the fault says to break off with an error event. */
export interface SpeechEnd {
  readonly reason: 'stop' | 'length' | 'broken'
  readonly usage: { readonly input: number; readonly output: number }
}

export interface WireFormat {
  readonly paths: readonly string[]
  keyOf(headers: IncomingHttpHeaders): string | undefined
  readRequest(body: Record<string, unknown>): Completion
  /** The events of a stream, as they go over the wire. */
  events(completion: Completion, speech: Generator<Piece, SpeechEnd>, options: StubOptions): Iterable<string>
  /** The same answer as one body. */
  whole(completion: Completion, speech: Generator<Piece, SpeechEnd>, options: StubOptions): unknown
  error(status: number, message: string, code: string, param?: string | null): unknown
}

/** Words cut after each token-like piece, and at `maxTokens` as real servers do; the end is returned. */
export function* speak(completion: Completion, texts: Iterable<string>, options: StubOptions): Generator<Piece, SpeechEnd> {
  const { fault, reasoning = '', refusal } = options
  for (const text of splitPieces([reasoning])) yield { type: 'reasoning', text }
  const type = refusal === undefined ? 'text' : 'refusal'
  // The endless attacker is the one that keeps no limit.
  const isEndless = options.attack === 'endless'
  let written = ''
  let parts = 0
  const end = (reason: SpeechEnd['reason']): SpeechEnd => ({
    reason,
    usage: { input: tokensOfChat(completion.messages), output: tokensOf(written) + tokensOf(reasoning) },
  })
  for (const text of splitPieces(refusal === undefined ? wordsOf(completion, texts, options) : [refusal])) {
    if (fault?.kind === 'error-event' && parts >= fault.afterParts) return end('broken')
    if (!isEndless && parts >= completion.maxTokens) return end('length')
    if (options.mode === 'priced' && tokensOf(written + text) > completion.maxTokens) return end('length')
    parts += 1
    if (!isEndless) written += text
    yield { type, text }
  }
  return end('stop')
}

/** Honest about a schema too: an answer in words becomes one in its form. */
const wordsOf = ({ schema }: Completion, words: Iterable<string>, { text, texts, say, mode }: StubOptions): Iterable<string> =>
  schema && text === undefined && !texts && !say && mode !== 'attacker' ? [JSON.stringify(fillSchema(schema, [...words].join('')))] : words

function* splitPieces(texts: Iterable<string>): Generator<string> {
  for (const text of texts) yield* text.match(/\s*\S{1,6}|\s+/g) ?? []
}

/** All of a speech at once. */
export const listen = (speech: Generator<Piece, SpeechEnd>): { readonly said: Record<Piece['type'], string>; readonly end: SpeechEnd } => {
  const said = { reasoning: '', text: '', refusal: '' }
  for (;;) {
    const step = speech.next()
    if (step.done) return { said, end: step.value }
    said[step.value.type] += step.value.text
  }
}
