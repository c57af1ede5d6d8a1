import type { ProviderCase } from '../contracts/provider/provider-case.ts'

/** What OpenAI's chat completions call things. */
export const chatCompletions: Omit<ProviderCase, 'name' | 'open'> = {
  model: 'stub-1',
  path: '/v1/chat/completions',
  keySetting: 'OPENAI_API_KEY',
  urlSetting: 'OPENAI_BASE_URL',
  endMark: '"finish_reason":"stop"',
  reasons: { refused: ['content_filter', 'SAFETY'], none: ['', 'error', 'abort'], other: 'tool_calls' },
  limitParameter: 'max_tokens',
  structure: { strict: 'response_format.type=json_schema', json: 'response_format.type=json_object' },
  schemaOf: (body) => (body.response_format as { json_schema?: { schema: unknown } } | undefined)?.json_schema?.schema,
}
