import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openAnthropic } from '../../src/adapters/models/server/anthropic-generator.ts'
import { openCase, type ProviderCase } from '../contracts/provider/provider-case.ts'
import { providerContract } from '../contracts/provider/provider.ts'
import { ask, collect, hello } from './collect.ts'

const anthropic: ProviderCase = {
  name: 'Anthropic',
  open: openAnthropic,
  model: 'claude-haiku-4-5',
  path: '/v1/messages',
  keySetting: 'ANTHROPIC_API_KEY',
  urlSetting: 'ANTHROPIC_BASE_URL',
  endMark: '"type":"message_stop"',
  reasons: { refused: ['refusal'], none: ['pause_turn'], other: 'stop_sequence' },
  limitParameter: 'max_tokens',
  structure: { strict: 'output_config', json: 'tool_choice' },
  schemaOf: (body) =>
    (body.output_config as { format?: { schema: unknown } } | undefined)?.format?.schema ??
    (body.tools as { input_schema: unknown }[] | undefined)?.[0]?.input_schema,
}

providerContract(anthropic)

test('tokens that came from a cache or went into it are billed, and counted', async () => {
  await using opened = await openCase(anthropic, { cachedTokens: 30 })
  assert.deepEqual((await ask(opened.generator)).finish?.usage, {
    inputTokens: 40,
    outputTokens: 10,
    cacheReadTokens: 20,
    cacheWriteTokens: 10,
    reasoningTokens: null,
    reported: true,
    costUsd: null,
  })
})

test('passages that are sent again are marked to be kept, and the question after them is not', async () => {
  await using opened = await openCase(anthropic)
  const passages = 'The limit is 5 MB.\n'.repeat(300)
  for (const question of ['One?', 'Another?', 'A third?']) {
    const messages = [{ role: 'user', content: `${passages}${question}`, sharedLength: passages.length }] as const
    assert.equal((await collect(opened.generator.stream(messages, { maxTokens: 50, temperature: 0 }))).finish?.reason, 'stop')
  }
  const sent = opened.stub.requests.map(({ body }) => (body!.messages as { content: { text: string; cache_control?: unknown }[] }[])[0]!.content)
  assert.deepEqual(
    sent.map((content) => content.map(({ text, cache_control }) => [text.length, cache_control ?? null])),
    [
      [[passages.length + 4, null]],
      [
        [passages.length, { type: 'ephemeral' }],
        [8, null],
      ],
      [
        [passages.length, { type: 'ephemeral' }],
        [8, null],
      ],
    ],
  )
})

test('a window that is full is a limit that was reached', async () => {
  await using opened = await openCase(anthropic, { text: 'Some', finishReason: 'model_context_window_exceeded' })
  assert.equal((await ask(opened.generator)).finish?.reason, 'length')
})

test('models from before structured output are given a tool that must be called', async () => {
  await using opened = await openCase(anthropic, {}, { model: 'claude-3-haiku-20240307' })
  const schema = { type: 'object', properties: { seconds: { type: 'integer' } }, required: ['seconds'] }
  assert.equal(opened.generator.capabilities.structured, 'json')
  const { text, finish } = await collect(opened.generator.stream(hello, { maxTokens: 50, temperature: 0, schema }))
  assert.deepEqual([text, finish?.reason], ['{"seconds":5}', 'stop'])
  const { tool_choice: choice } = opened.stub.requests[0]!.body as { tool_choice?: { type: string } }
  assert.equal(choice?.type, 'any')
})

test('models that think unasked are told not to; those that take no temperature get none', async () => {
  await using opened = await openCase(anthropic, {}, { model: 'claude-sonnet-5' })
  assert.equal((await ask(opened.generator)).finish?.reason, 'stop')
  const { body } = opened.stub.requests[0]!
  assert.deepEqual([body?.thinking, body?.temperature], [{ type: 'disabled' }, undefined])
})

test('the key goes into the header that Anthropic documents, with the version of its API', async () => {
  await using opened = await openCase(anthropic, { apiKey: 'sk-ant-1' }, { apiKey: 'sk-ant-1' })
  assert.equal((await ask(opened.generator)).finish?.reason, 'stop')
  const { headers } = opened.stub.requests[0]!
  assert.deepEqual([headers['x-api-key'], headers['anthropic-version'], headers.authorization], ['sk-ant-1', '2023-06-01', undefined])
})
