import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { circuitBreaker } from './circuit-breaker.ts'

const started = () => {
  let now = 0
  return { breaker: circuitBreaker({ failures: 3, openMs: 100, now: () => now }), pass: (ms: number) => void (now += ms) }
}

test('three failures in a row open it, and a success between them does not', () => {
  const { breaker } = started()
  for (const outcome of ['no', 'no', 'yes', 'no', 'no']) {
    assert.equal(breaker.enter(), true)
    if (outcome === 'yes') breaker.succeeded()
    else breaker.failed('Down.')
  }
  assert.equal(breaker.state, 'closed')
  breaker.failed('Down.')
  assert.equal(breaker.state, 'open')
  assert.equal(breaker.enter(), false)
  assert.equal(breaker.lastFailure, 'Down.')
})

test('after its time one call goes through to see, and decides for all', () => {
  const { breaker, pass } = started()
  for (let i = 0; i < 3; i++) breaker.failed('Down.')
  pass(100)
  assert.equal(breaker.state, 'half-open')
  assert.deepEqual([breaker.enter(), breaker.enter()], [true, false])
  breaker.failed('Still down.')
  assert.equal(breaker.enter(), false)
  pass(100)
  assert.equal(breaker.enter(), true)
  breaker.succeeded()
  assert.deepEqual([breaker.state, breaker.lastFailure, breaker.enter(), breaker.enter()], ['closed', null, true, true])
})

test('a trial that was cancelled leaves the next one free', () => {
  const { breaker, pass } = started()
  for (let i = 0; i < 3; i++) breaker.failed('Down.')
  pass(100)
  assert.equal(breaker.enter(), true)
  breaker.left()
  assert.equal(breaker.enter(), true)
})

test('whatever happens, it is never shut for longer than its time', () => {
  const step = fc.constantFrom('enter', 'succeeded', 'failed', 'left', 'wait')
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const { breaker, pass } = started()
      for (const it of steps) {
        if (it === 'wait') pass(30)
        else if (it === 'failed') breaker.failed('Down.')
        else breaker[it]()
      }
      pass(100)
      breaker.left()
      assert.equal(breaker.enter(), true)
    }),
  )
})
