/** OpenAI's chat completions: https://platform.openai.com/docs/api-reference/chat. */
import type { StubOptions } from './options.ts'
import type { ChatMessage } from './tokens.ts'
import { listen, type Completion, type SpeechEnd, type WireFormat } from './wire-format.ts'

export const openAiFormat: WireFormat = {
  paths: ['/v1/chat/completions'],
  keyOf: ({ authorization }) => authorization?.replace(/^Bearer /, ''),

  readRequest: (body) => {
    const format = body.response_format as { type?: string; json_schema?: { schema: Record<string, unknown> } } | undefined
    return {
      model: String(body.model ?? ''),
      messages: (body.messages ?? []) as ChatMessage[],
      maxTokens: Number(body.max_tokens ?? body.max_completion_tokens ?? 4096),
      stream: body.stream === true,
      includeUsage: (body.stream_options as { include_usage?: boolean } | undefined)?.include_usage === true,
      schema: format?.json_schema?.schema ?? null,
      asTool: null,
    }
  },

  *events(completion, speech, options) {
    const { fault } = options
    const chunk = (choice: object | null, usage?: unknown): string =>
      sseData({ ...head(completion, 'chat.completion.chunk'), choices: choice ? [choice] : [], ...(usage !== undefined && { usage }) })
    const delta = (part: object): string => chunk({ index: 0, delta: part, finish_reason: null })

    yield delta({ role: 'assistant', content: '' })
    let step = speech.next()
    for (; !step.done; step = speech.next()) yield delta({ [fields[step.value.type]]: step.value.text })
    if (step.value.reason === 'broken' && fault?.kind === 'error-event')
      return yield sseData({ error: { message: fault.message, type: fault.type ?? 'server_error', code: fault.code ?? null } })
    if (fault?.kind !== 'no-finish') yield chunk({ index: 0, delta: {}, finish_reason: options.finishReason ?? step.value.reason })
    if (completion.includeUsage && fault?.kind !== 'no-usage') yield chunk(null, usageOf(step.value, options))
    if (fault?.kind !== 'no-done') yield 'data: [DONE]\n\n'
  },

  whole(completion, speech, options) {
    const { said, end } = listen(speech)
    if (end.reason === 'broken' && options.fault?.kind === 'error-event') return { error: { message: options.fault.message } }
    const message = {
      role: 'assistant',
      content: options.refusal === undefined ? said.text : null,
      ...(said.reasoning && { reasoning_content: said.reasoning }),
      ...(options.refusal !== undefined && { refusal: said.refusal }),
    }
    return {
      ...head(completion, 'chat.completion'),
      choices: [{ index: 0, message, finish_reason: options.fault?.kind === 'no-finish' ? null : (options.finishReason ?? end.reason) }],
      ...(options.fault?.kind !== 'no-usage' && { usage: usageOf(end, options) }),
    }
  },

  error: (_status, message, code, param = null) => ({ error: { message, type: 'invalid_request_error', param, code } }),
}

const fields = { text: 'content', reasoning: 'reasoning_content', refusal: 'refusal' }

const head = ({ model }: Completion, object: string): object => ({ id: 'chatcmpl-stub', object, created: 1_780_000_000, model })

const sseData = (value: unknown): string => `data: ${JSON.stringify(value)}\n\n`

const usageOf = ({ usage: { input, output } }: SpeechEnd, { fault, cachedTokens = 0 }: StubOptions): Record<string, unknown> =>
  fault?.kind === 'wrong-usage'
    ? fault.usage
    : { prompt_tokens: input, completion_tokens: output, total_tokens: input + output, prompt_tokens_details: { cached_tokens: cachedTokens } }
