import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openOpenAi } from '../../src/adapters/models/server/openai-generator.ts'
import { openCase, type ProviderCase } from '../contracts/provider/provider-case.ts'
import { providerContract } from '../contracts/provider/provider.ts'
import { ask, collect, hello } from './collect.ts'
import { chatCompletions } from './chat-completions.ts'

const openAi: ProviderCase = { ...chatCompletions, name: 'OpenAI', open: openOpenAi }

providerContract(openAi)

test('reasoning models get their own limit, no temperature, and the least reasoning they take', async () => {
  for (const [model, effort, temperature] of [
    ['o4-mini', 'low', undefined],
    ['gpt-5-mini', 'minimal', undefined],
    ['gpt-5.1', 'none', 0],
  ] as const) {
    await using opened = await openCase(openAi, {}, { model })
    assert.equal((await ask(opened.generator, { maxTokens: 70 })).finish?.reason, 'stop')
    const { body } = opened.stub.requests[0]!
    assert.deepEqual([body?.max_completion_tokens, body?.max_tokens, body?.reasoning_effort, body?.temperature], [70, undefined, effort, temperature], model)
  }
})

test('models that do not reason are asked with a temperature and no effort', async () => {
  await using opened = await openCase(openAi, {}, { model: 'gpt-4.1-mini' })
  await ask(opened.generator, { maxTokens: 70 })
  const { body } = opened.stub.requests[0]!
  assert.deepEqual([body?.max_tokens, body?.reasoning_effort, body?.temperature], [70, undefined, 0])
  assert.equal(body?.store, false, 'nothing of the documents is kept there')
})

const strictOf = async (schema: Record<string, unknown>): Promise<unknown> => {
  await using opened = await openCase(openAi)
  await collect(opened.generator.stream(hello, { maxTokens: 70, temperature: 0, schema }))
  const { response_format: format } = opened.stub.requests[0]!.body as { response_format?: { json_schema: unknown } }
  return format?.json_schema
}

test('a schema that OpenAI can hold a model to is sent as strict, one that it cannot as advice', async () => {
  const properties = { name: { type: 'string' } }
  assert.deepEqual(await strictOf({ type: 'object', properties, required: ['name'] }), {
    name: 'response',
    strict: true,
    schema: { type: 'object', properties, required: ['name'], additionalProperties: false },
  })
  assert.deepEqual(await strictOf({ type: 'object', properties }), { name: 'response', strict: false, schema: { type: 'object', properties } })
})

test('tokens that came from a cache are counted among those read', async () => {
  await using opened = await openCase(openAi, { cachedTokens: 30 })
  const { inputTokens, cacheReadTokens, cacheWriteTokens } = (await ask(opened.generator)).finish!.usage
  assert.deepEqual([inputTokens, cacheReadTokens, cacheWriteTokens], [40, 30, null])
})

test('prompts that begin alike carry one key, and are not cut into parts', async () => {
  await using opened = await openCase(openAi)
  const send = (content: string, sharedLength: number) =>
    collect(opened.generator.stream([{ role: 'user', content, sharedLength }], { maxTokens: 50, temperature: 0 }))
  for (const [content, shared] of [
    ['Passages. One?', 9],
    ['Passages. Another?', 9],
    ['Others. One?', 7],
  ] as const)
    assert.equal((await send(content, shared)).finish?.reason, 'stop')
  const [one, same, other] = opened.stub.requests.map(({ body }) => body!.prompt_cache_key)
  assert.deepEqual([typeof one, one === same, one === other], ['string', true, false])
  assert.deepEqual(opened.stub.requests[0]!.body!.messages, [{ role: 'user', content: 'Passages. One?' }])
})

test('without a model a small one is asked', async () => {
  await using opened = await openCase(openAi, {}, { model: undefined })
  await ask(opened.generator)
  assert.equal(opened.stub.requests[0]!.body?.model, 'gpt-4o-mini')
})
