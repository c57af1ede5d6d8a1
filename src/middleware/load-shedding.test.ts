import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isAppError } from '../base/error.ts'
import { overload } from './load-shedding.ts'

const calm = { memoryBytes: 100, memoryLimitBytes: 1000, heapShare: 0.2, lagMs: 3 }

test('nothing is turned away while there is memory and the main thread keeps up', () => {
  assert.equal(overload(calm, 1000), null)
})

test('near the memory limit nothing new is taken, with a time to come again, until nothing is under way any more', () => {
  for (const load of [
    { ...calm, memoryBytes: 901 },
    { ...calm, heapShare: 0.91 },
  ]) {
    const refused = overload(load, 1)
    assert.ok(isAppError(refused) && refused.code === 'unavailable' && Number(refused.details['retryAfterMs']) > 0)
    assert.match(refused.message, /memory/)
    assert.equal(overload(load, 0), null)
  }
})

test('a main thread that lags turns a crowd away, and serves a few', () => {
  assert.match(String(overload({ ...calm, lagMs: 501 }, 9)), /too busy/)
  assert.equal(overload({ ...calm, lagMs: 501 }, 8), null)
})
