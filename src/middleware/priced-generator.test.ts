import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Generator, GeneratorPart } from '../domain/model.ts'
import { ends, scriptedGenerator } from './generator-for-tests.ts'
import { circuitBreaker } from './circuit-breaker.ts'
import { fallbackGenerator, type Chain } from './fallback-generator.ts'
import { limitedGenerator } from './limited-generator.ts'
import { pricedGenerator } from './priced-generator.ts'

const finishOf = async (generator: Generator, maxTokens = 10) => {
  for await (const part of generator.stream([], { maxTokens, temperature: 0 })) if (part.type === 'finish') return part
  throw new Error('It never finished.')
}

const cost = (finish: GeneratorPart): number | null => (finish.type === 'finish' ? finish.usage.costUsd : -1)

test('what was not priced is, by the model that answered', async () => {
  const costOf = (model: string): number | null => (model === 'known' ? 0.25 : null)
  assert.equal(cost(await finishOf(pricedGenerator(scriptedGenerator([[ends]], { id: 'known' }), costOf))), 0.25)
  assert.equal(cost(await finishOf(pricedGenerator(scriptedGenerator([[ends]], { id: 'other' }), costOf))), null)
  assert.equal(cost(await finishOf(pricedGenerator(scriptedGenerator([[{ ...ends, model: 'known' } as GeneratorPart]], { id: 'other' }), costOf))), 0.25)
})

test('a price that is there stays', async () => {
  const free = { ...ends, usage: { inputTokens: 1, outputTokens: 1, reported: true, costUsd: 0 } } as GeneratorPart
  assert.equal(cost(await finishOf(pricedGenerator(scriptedGenerator([[free]]), () => 1))), 0)
})

test('a model is not asked for more than it can write, and says how much that is', async () => {
  const asked: number[] = []
  const inner = scriptedGenerator([])
  inner.stream = async function* (_messages, { maxTokens }) {
    asked.push(maxTokens)
    yield ends
  }
  const generator = limitedGenerator(inner, { maxOutputTokens: 4096 })
  await finishOf(generator, 8000)
  await finishOf(generator, 100)
  await finishOf(limitedGenerator(inner, {}), 8000)
  assert.deepEqual(asked, [4096, 100, 8000])
  assert.equal(generator.capabilities.maxOutputTokens, 4096)
  assert.equal(generator.capabilities.structured, 'prompt')
})

test('what a call may cost that broke off is known through all that is put around a model, and of a chain for all its models', () => {
  const priced = (id: string, price: number | null) =>
    limitedGenerator(
      pricedGenerator(scriptedGenerator([[ends]], { id }), () => price),
      {},
    )
  const link = (generator: Generator) => ({ generator, breaker: circuitBreaker() })
  const usage = { inputTokens: 1, outputTokens: 1 }
  const chainOf = (...prices: (number | null)[]) => fallbackGenerator(prices.map((price) => link(priced('m', price))) as unknown as Chain).costOf!(usage)
  assert.deepEqual([priced('m', 0.25).costOf!(usage), chainOf(0.25, 0.5), chainOf(0.25, null)], [0.25, 0.75, null])
})
