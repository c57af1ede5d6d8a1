import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readModelFacts } from './model-facts.ts'
import { costOf, loadPrices, readPrices } from './model-prices.ts'

test('windows and longest answers of well-known models are known, also by a name with a date', async () => {
  const facts = async (vendor: 'openai' | 'anthropic', model: string) => {
    const { contextTokens, known } = await readModelFacts(vendor, model)
    return [contextTokens, known.maxOutputTokens ?? null, known.structured ?? null]
  }
  assert.deepEqual(await facts('openai', 'gpt-4o-mini'), [128_000, 16_384, null])
  assert.deepEqual(await facts('openai', 'gpt-5-mini-2025-08-07'), [400_000, 128_000, null])
  assert.deepEqual(await facts('openai', 'gpt-4-turbo'), [128_000, 4096, 'json'])
  assert.deepEqual(await facts('anthropic', 'claude-haiku-4-5'), [200_000, 64_000, null])
  assert.deepEqual(await facts('anthropic', 'claude-3-haiku-20240307'), [200_000, 4096, null])
  assert.deepEqual(await facts('openai', 'gpt-99'), [null, null, null])
})

test('a price is that of the place where the model runs, and null where nobody says it', async () => {
  const priceOf = await loadPrices(new Map())
  assert.deepEqual(priceOf({ model: 'gpt-4o-mini', vendor: 'openai', baseUrl: null }), { input: 0.15, output: 0.6 })
  assert.deepEqual(priceOf({ model: 'claude-haiku-4-5', vendor: 'anthropic', baseUrl: null }), { input: 1, output: 5 })
  assert.deepEqual(priceOf({ model: 'openai/gpt-4o-mini', vendor: null, baseUrl: 'https://openrouter.ai/api/v1' }), { input: 0.15, output: 0.6 })
  assert.equal(priceOf({ model: 'gpt-4o-mini', vendor: null, baseUrl: 'http://127.0.0.1:11434/v1' }), null)
  assert.equal(priceOf({ model: 'gpt-99', vendor: 'openai', baseUrl: null }), null)
})

test('own prices come first, and what cannot be read is refused', async () => {
  const priceOf = await loadPrices(readPrices(['qwen3:8b=0.1/0.30', 'gpt-4o-mini=0/0']))
  assert.deepEqual(priceOf({ model: 'qwen3:8b', vendor: null, baseUrl: 'http://gpu:8000/v1' }), { input: 0.1, output: 0.3 })
  assert.deepEqual(priceOf({ model: 'gpt-4o-mini', vendor: 'openai', baseUrl: null }), { input: 0, output: 0 })
  for (const entry of ['qwen3', 'qwen3=1', '=1/2', 'qwen3=-1/2', 'qwen3=1/free']) assert.throws(() => readPrices([entry]), { code: 'invalid' })
})

test('a cost is not known where the price is not, and is exact where it is', () => {
  assert.equal(costOf(null, { inputTokens: 10, outputTokens: 10 }), null)
  assert.equal(costOf({ input: 0.5, output: 2 }, { inputTokens: 1_000_000, outputTokens: 500_000 }), 1.5)
})
