import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openAiGenerator } from '../../src/adapters/models/openai-generator.ts'
import { retriedGenerator } from '../../src/middleware/retried-generator.ts'
import type { Fault } from '../support/stub-model/options.ts'
import { startStubModel } from '../support/stub-model/server.ts'
import { ask } from './collect.ts'

const askWith = async (fault: Fault) => {
  await using stub = await startStubModel({ fault })
  const inner = openAiGenerator({ baseUrl: stub.url, model: 'stub-1' })
  const generator = retriedGenerator(inner, { firstWaitMs: 20 })
  const start = performance.now()
  const result = await ask(generator)
  await generator.close()
  return { ...result, requests: stub.requests.length, tookMs: performance.now() - start }
}

test('a server that fails twice with 500, or drops the connection twice, answers the third time', async () => {
  for (const fault of [
    { kind: 'status', status: 500, times: 2 },
    { kind: 'refuse', times: 2 },
  ] as const) {
    const { finish, finishes, requests, error } = await askWith(fault)
    assert.equal(error, null)
    assert.equal(finish?.reason, 'stop')
    assert.deepEqual([finishes, requests], [1, 3])
  }
})

test('Retry-After is waited for', async () => {
  const { finish, requests, tookMs } = await askWith({ kind: 'status', status: 429, retryAfterSeconds: 1, times: 1 })
  assert.equal(finish?.reason, 'stop')
  assert.equal(requests, 2)
  assert.ok(tookMs >= 990, `${tookMs} ms`)
})

test('a server that only fails gets three requests for one question, one that refuses gets one', async () => {
  assert.equal((await askWith({ kind: 'status', status: 503 })).requests, 3)
  assert.equal((await askWith({ kind: 'status', status: 400 })).requests, 1)
})

test('a stream that broke after its first token is not asked for again', async () => {
  const { requests, error } = await askWith({ kind: 'reset', atByte: 900 })
  assert.ok(error)
  assert.equal(requests, 1)
})
