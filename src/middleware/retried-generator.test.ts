import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AppError } from '../base/error.ts'
import type { Generator, GeneratorPart } from '../domain/model.ts'
import { scriptedGenerator as scripted } from './generator-for-tests.ts'
import { retryBudget } from '../base/retry-budget.ts'
import { retriedGenerator, type RetryOptions } from './retried-generator.ts'

const passing = (details: Record<string, unknown> = {}): AppError => new AppError('upstream', 'Not now.', { details: { retryable: true, ...details } })
const delta: GeneratorPart = { type: 'text-delta', text: 'Yes.' }
const finish: GeneratorPart = { type: 'finish', reason: 'stop', usage: { inputTokens: 1, outputTokens: 1, reported: true, costUsd: 0 } }

const run = async (inner: Generator, options: RetryOptions = {}, signal?: AbortSignal) => {
  const waits: number[] = []
  const parts: string[] = []
  const generator = retriedGenerator(inner, { random: () => 0.5, sleep: async (ms) => void waits.push(ms), ...options })
  let error: unknown = null
  try {
    for await (const part of generator.stream([], { maxTokens: 10, temperature: 0 }, signal)) parts.push(part.type)
  } catch (thrown) {
    error = thrown
  }
  return { waits, parts, error }
}

test('a passing failure is tried again, each time after a longer wait', async () => {
  const inner = scripted([[passing()], [passing()], [delta, finish]])
  assert.deepEqual(await run(inner), { waits: [500, 1000], parts: ['text-delta', 'finish'], error: null })
})

test('two tries more are enough: the third failure is told', async () => {
  const last = passing()
  const inner = scripted([[passing()], [passing()], [last]])
  assert.equal((await run(inner)).error, last)
  assert.equal(inner.calls, 3)
})

test('the wait that the server asks for is kept, a longer one than a person waits is not', async () => {
  assert.deepEqual((await run(scripted([[passing({ retryAfterMs: 3000 })], [finish]]))).waits, [3000])
  const far = scripted([[passing({ retryAfterMs: 60_000 })]])
  assert.deepEqual((await run(far)).waits, [])
  assert.equal(far.calls, 1)
})

test('waits are spread between half and one and a half', async () => {
  assert.deepEqual((await run(scripted([[passing()], [finish]]), { random: () => 0 })).waits, [250])
  assert.deepEqual((await run(scripted([[passing()], [finish]]), { random: () => 0.999 })).waits.map(Math.round), [750])
})

test('after the first part nothing is tried again', async () => {
  const inner = scripted([[delta, passing()]])
  const { parts, error } = await run(inner)
  assert.deepEqual(parts, ['text-delta'])
  assert.ok(error instanceof AppError)
  assert.equal(inner.calls, 1)
})

test('a lasting failure, and one that is no AppError, is told at once', async () => {
  for (const error of [new AppError('upstream', 'Wrong key.', { details: { retryable: false } }), new TypeError('a bug')]) {
    const inner = scripted([[error]])
    assert.equal((await run(inner)).error, error)
    assert.equal(inner.calls, 1)
  }
})

test('cancelling while it waits ends the waiting with the reason', async () => {
  const controller = new AbortController()
  const inner = scripted([[passing({ retryAfterMs: 10_000 })]])
  const generator = retriedGenerator(inner)
  const reading = generator.stream([], { maxTokens: 10, temperature: 0 }, controller.signal).next()
  setTimeout(() => controller.abort(new Error('left')), 10)
  await assert.rejects(reading, /left/)
})

test('id and sizes are those of the inner generator, also when it learns them later', () => {
  const inner = { ...scripted([]), id: 'before' }
  const generator = retriedGenerator(inner)
  inner.id = 'after'
  assert.equal(generator.id, 'after')
  assert.equal(generator.contextTokens, 1000)
})

test('under total failure a tenth of the calls is tried again, and each of them again once all is well', async () => {
  const budget = retryBudget()
  const failing = scripted([[passing()]])
  for (let i = 0; i < 1000; i++) await run(failing, { budget })
  assert.equal(failing.calls, 1000 + 10 + 99)

  const well = scripted([[finish]])
  for (let i = 0; i < 100; i++) await run(well, { budget })
  const again = scripted([[passing()], [passing()], [finish]])
  assert.equal((await run(again, { budget })).error, null)
})
