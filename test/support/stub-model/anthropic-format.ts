/** Anthropic's Messages API: https://platform.claude.com/docs/en/api/messages and …/build-with-claude/streaming. */
import type { Fault, StubOptions } from './options.ts'
import { tokensOfChat, type ChatMessage } from './tokens.ts'
import { listen, type Completion, type Piece, type SpeechEnd, type WireFormat } from './wire-format.ts'

export const anthropicFormat: WireFormat = {
  paths: ['/v1/messages'],
  keyOf: ({ 'x-api-key': key }) => (Array.isArray(key) ? key[0] : key),

  readRequest: (body) => {
    const format = (body.output_config as { format?: { schema?: Record<string, unknown> } } | undefined)?.format
    const [tool] = (body.tools ?? []) as { name: string; input_schema: Record<string, unknown> }[]
    return {
      model: String(body.model ?? ''),
      messages: [...(body.system ? [{ role: 'system', content: body.system }] : []), ...((body.messages ?? []) as ChatMessage[])],
      maxTokens: Number(body.max_tokens ?? 4096),
      stream: body.stream === true,
      includeUsage: true,
      schema: format?.schema ?? tool?.input_schema ?? null,
      asTool: tool?.name ?? null,
    }
  },

  *events(completion, speech, options) {
    const { fault } = options
    yield event('message_start', {
      message: {
        ...head(completion),
        content: [],
        stop_reason: null,
        stop_sequence: null,
        ...usage(fault, startUsage(tokensOfChat(completion.messages), options)),
      },
    })
    yield event('ping', {})
    let block: Block | null = null
    let index = -1
    let step = speech.next()
    for (; !step.done; step = speech.next()) {
      const wanted = blockOf(step.value, completion)
      if (wanted !== block) {
        if (block) yield event('content_block_stop', { index })
        block = wanted
        index += 1
        yield event('content_block_start', { index, content_block: emptyBlock(block, completion) })
      }
      yield event('content_block_delta', { index, delta: deltaOf(block, step.value.text) })
    }
    if (step.value.reason === 'broken' && fault?.kind === 'error-event')
      return yield event('error', { error: { type: fault.type ?? 'api_error', message: fault.message } })
    if (block) yield event('content_block_stop', { index })
    if (fault?.kind !== 'no-finish')
      yield event('message_delta', {
        delta: { stop_reason: stopReason(completion, step.value, options), stop_sequence: null },
        ...usage(fault, { output_tokens: step.value.usage.output }),
      })
    if (fault?.kind !== 'no-done') yield event('message_stop', {})
  },

  whole(completion, speech, options) {
    const { said, end } = listen(speech)
    if (end.reason === 'broken' && options.fault?.kind === 'error-event')
      return { type: 'error', error: { type: options.fault.type ?? 'api_error', message: options.fault.message } }
    const text = said.text + said.refusal
    const answer = completion.asTool
      ? { type: 'tool_use', id: 'toolu_stub', name: completion.asTool, input: JSON.parse(text) as unknown }
      : { type: 'text', text }
    return {
      ...head(completion),
      content: [...(said.reasoning ? [{ type: 'thinking', thinking: said.reasoning, signature: 'stub' }] : []), answer],
      stop_reason: options.fault?.kind === 'no-finish' ? null : stopReason(completion, end, options),
      stop_sequence: null,
      ...usage(options.fault, { ...startUsage(end.usage.input, options), output_tokens: end.usage.output }),
    }
  },

  error: (status, message) => ({ type: 'error', error: { type: errorTypes[status] ?? 'api_error', message }, request_id: 'req_stub' }),
}

/** https://platform.claude.com/docs/en/api/errors. */
const errorTypes: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  500: 'api_error',
  529: 'overloaded_error',
}

type Block = 'thinking' | 'text' | 'tool_use'

const blockOf = ({ type }: Piece, { asTool }: Completion): Block => {
  if (type === 'reasoning') return 'thinking'
  return asTool && type === 'text' ? 'tool_use' : 'text'
}

const emptyBlock = (block: Block, { asTool }: Completion): object => {
  if (block === 'thinking') return { type: block, thinking: '', signature: '' }
  return block === 'text' ? { type: block, text: '' } : { type: block, id: 'toolu_stub', name: asTool, input: {} }
}

const deltaOf = (block: Block, text: string): object => {
  if (block === 'thinking') return { type: 'thinking_delta', thinking: text }
  return block === 'text' ? { type: 'text_delta', text } : { type: 'input_json_delta', partial_json: text }
}

const stopReason = ({ asTool }: Completion, { reason }: SpeechEnd, { finishReason, refusal }: StubOptions): string => {
  if (finishReason !== undefined) return finishReason
  if (reason === 'length') return 'max_tokens'
  if (refusal !== undefined) return 'refusal'
  return asTool ? 'tool_use' : 'end_turn'
}

const head = ({ model }: Completion): object => ({ id: 'msg_stub', type: 'message', role: 'assistant', model })

const event = (type: string, fields: object): string => `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`

const usage = (fault: Fault | undefined, value: object): object => {
  if (fault?.kind === 'no-usage') return {}
  return { usage: fault?.kind === 'wrong-usage' ? fault.usage : value }
}

/** What was read is told in three parts; all of them are billed. */
const startUsage = (input: number, { cachedTokens = 0 }: StubOptions): object => {
  const written = Math.floor(cachedTokens / 3)
  return { input_tokens: input - cachedTokens, cache_creation_input_tokens: written, cache_read_input_tokens: cachedTokens - written, output_tokens: 1 }
}
