import assert from 'node:assert/strict'
import { mock, test } from 'node:test'
import { AppError, isAppError } from '../base/error.ts'
import type { Embedder } from '../domain/model.ts'
import { circuitBreaker } from './circuit-breaker.ts'
import { sparedEmbedder } from './spared-embedder.ts'

const embedderOf = (embed: Embedder['embed']): Embedder => ({
  id: 'e',
  dimensions: 1,
  maxTokens: 10,
  embed,
  countTokens: async (texts) => texts.map(() => 1),
  close: async () => {},
})
const vector = [new Float32Array([1])]
const failureOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => null,
    (error: unknown) => error,
  )

test('after three failures questions are not sent any more, documents are, and one try after its time decides', async () => {
  let now = 0
  let isDown = true
  let calls = 0
  const breaker = circuitBreaker({ failures: 3, openMs: 100, now: () => now })
  const embedder = sparedEmbedder(
    embedderOf(async () => {
      calls++
      if (isDown) throw new AppError('unavailable', 'No answer from 127.0.0.1.')
      return vector
    }),
    breaker,
  )
  for (let i = 0; i < 5; i++) await failureOf(embedder.embed(['a'], 'query'))
  assert.equal(calls, 3)
  const passedOver = await failureOf(embedder.embed(['a'], 'evidence'))
  assert.ok(isAppError(passedOver) && passedOver.code === 'unavailable')
  assert.match(passedOver.message, /No answer from 127\.0\.0\.1/)
  await failureOf(embedder.embed(['a'], 'document'))
  assert.equal(calls, 4)
  isDown = false
  now = 100
  assert.equal(await embedder.embed(['a'], 'query'), vector)
  assert.equal(breaker.state, 'closed')
})

test('a question that waits too long gives up and ends the work; one whose asker left counts against nobody', async () => {
  mock.timers.enable({ apis: ['setTimeout'] })
  try {
    const breaker = circuitBreaker()
    const hanging = sparedEmbedder(
      embedderOf((_texts, _purpose, signal) => new Promise((_, reject) => signal!.addEventListener('abort', () => reject(signal!.reason)))),
      breaker,
      1000,
    )
    const late = failureOf(hanging.embed(['a'], 'query'))
    mock.timers.tick(1000)
    const error = await late
    assert.ok(isAppError(error) && error.code === 'upstream_timeout')
    assert.equal(breaker.lastFailure, error.message)

    breaker.succeeded()
    const gone = new AbortController()
    const left = failureOf(hanging.embed(['a'], 'query', gone.signal))
    gone.abort(new Error('left'))
    assert.equal(((await left) as Error).message, 'left')
    assert.equal(breaker.lastFailure, null)
  } finally {
    mock.timers.reset()
  }
})
