import { tokensOf, tokensOfChat, type ChatMessage } from './tokens.ts'
import type { StubOptions } from './options.ts'

export interface Completion {
  model: string
  messages: readonly ChatMessage[]
  maxTokens: number
  includeUsage: boolean
}

const sseEvent = (value: unknown): string => `data: ${JSON.stringify(value)}\n\n`

const chunk = (model: string, choice: unknown, usage?: unknown): string =>
  sseEvent({
    id: 'chatcmpl-stub',
    object: 'chat.completion.chunk',
    created: 1_780_000_000,
    model,
    choices: choice ? [choice] : [],
    ...(usage !== undefined && { usage }),
  })

/** The events of a streamed completion, one by one; words are cut after each token-like piece, and at `maxTokens` as real servers do. */
export function* sseEvents(request: Completion, pieces: Iterable<string>, options: StubOptions): Generator<string> {
  const { model } = request
  const { fault } = options
  yield chunk(model, { index: 0, delta: { role: 'assistant', content: '' }, finish_reason: null })
  for (const piece of splitPieces([options.reasoning ?? ''])) yield chunk(model, { index: 0, delta: { reasoning_content: piece }, finish_reason: null })

  const field = options.refusal === undefined ? 'content' : 'refusal'
  let written = ''
  let parts = 0
  let cut = false
  for (const piece of splitPieces(options.refusal === undefined ? pieces : [options.refusal])) {
    if (fault?.kind === 'error-event' && parts >= fault.afterParts) {
      yield sseEvent({ error: { message: fault.message, type: 'server_error', code: fault.code ?? null } })
      return
    }
    // The endless attacker is the one that keeps no limit.
    if (options.attack !== 'endless' && parts >= request.maxTokens) {
      cut = true
      break
    }
    parts += 1
    if (options.attack !== 'endless') written += piece
    yield chunk(model, { index: 0, delta: { [field]: piece }, finish_reason: null })
  }
  if (fault?.kind !== 'no-finish') yield chunk(model, { index: 0, delta: {}, finish_reason: options.finishReason ?? (cut ? 'length' : 'stop') })
  if (request.includeUsage && fault?.kind !== 'no-usage') yield chunk(model, null, usageOf(request, written, options))
  if (fault?.kind !== 'no-done') yield 'data: [DONE]\n\n'
}

export const usageOf = (request: Completion, written: string, { fault, reasoning = '' }: StubOptions): Record<string, unknown> => {
  if (fault?.kind === 'wrong-usage') return fault.usage
  const prompt = tokensOfChat(request.messages)
  const completion = tokensOf(written) + tokensOf(reasoning)
  return { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion, prompt_tokens_details: { cached_tokens: 0 } }
}

function* splitPieces(texts: Iterable<string>): Generator<string> {
  for (const text of texts) yield* text.match(/\s*\S{1,6}|\s+/g) ?? []
}
