import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { toPico } from '../../base/money.ts'
import { noTokens, type Tariff } from '../../domain/ledger.ts'
import { readPrices } from './model-prices.ts'
import { loadTariffs, priceList } from './tariffs.ts'

const tariffs = await loadTariffs(readPrices(['own=0.10/0.30', 'cached=3/15/0.30/3.75']))
const claude = tariffs({ model: 'claude-sonnet-4-5', vendor: 'anthropic', baseUrl: null })!

test('the list says which it is', () => {
  const installed = JSON.parse(readFileSync(new URL('../../../node_modules/@pydantic/genai-prices/package.json', import.meta.url), 'utf8')) as {
    version: string
  }
  assert.equal(priceList.version, installed.version)
  assert.deepEqual(claude.source, { source: `genai-prices ${installed.version}`, date: priceList.date })
})

test('a model that nobody prices has no tariff, whatever its name, at a server that nobody knows', () => {
  assert.equal(tariffs({ model: 'gpt-4o-mini', vendor: null, baseUrl: 'http://127.0.0.1:8000/v1' }), null)
  assert.equal(tariffs({ model: 'no-such-model', vendor: 'openai', baseUrl: null }), null)
})

test('prices of the settings are exact and say so', () => {
  const own = tariffs({ model: 'own', vendor: null, baseUrl: 'http://127.0.0.1:8000/v1' })!
  assert.equal(own.costOf({ ...noTokens, input: 3, output: 7 }), '0.0000024')
  assert.deepEqual(own.source, { source: 'settings', date: null })
})

test("tokens of the provider's cache have their own price", () => {
  for (const tariff of [claude, tariffs({ model: 'cached', vendor: null, baseUrl: 'http://127.0.0.1/v1' })!])
    assert.equal(tariff.costOf({ input: 1000, output: 10, cacheRead: 500, cacheWrite: 300, reasoning: 4 }), '0.002025')
})

test('beyond its threshold a long prompt is dearer as a whole', () => {
  assert.equal(claude.costOf({ ...noTokens, input: 200_000 }), '0.6')
  assert.equal(claude.costOf({ ...noTokens, input: 200_001 }), '1.200006')
})

test('no call costs more than its worst case', () => {
  const kinds: readonly Tariff[] = [claude, tariffs({ model: 'cached', vendor: null, baseUrl: 'http://127.0.0.1/v1' })!]
  const count = fc.integer({ min: 0, max: 400_000 })
  fc.assert(
    fc.property(fc.constantFrom(...kinds), count, count, count, count, count, (tariff, input, output, read, written, reasoning) => {
      const cacheRead = Math.min(read, input)
      const tokens = { input, output, cacheRead, cacheWrite: Math.min(written, input - cacheRead), reasoning: Math.min(reasoning, output) }
      return toPico(tariff.costOf(tokens)) <= toPico(tariff.worstOf({ inputTokens: input, outputTokens: output }))
    }),
  )
})
