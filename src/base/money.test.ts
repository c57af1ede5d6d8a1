import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { fromPico, sumUsd, toPico } from './money.ts'

test('an amount comes back as it went in', () => {
  for (const money of ['0', '5', '0.000000000001', '12.5', '1234567.000000000009']) assert.equal(fromPico(toPico(money)), money)
  assert.equal(toPico(1.5e-7), 150_000n)
  assert.equal(toPico('0.0000000000001'), 1n)
})

test('any integer of 1e-12 dollars survives being written down', () => {
  fc.assert(fc.property(fc.bigInt({ min: 0n, max: 10n ** 20n }), (amount) => toPico(fromPico(amount)) === amount))
})

test('what is no amount is refused', () => {
  for (const money of ['', '-1', '1,5', 'NaN', Number.NaN, Infinity]) assert.throws(() => toPico(money), RangeError)
})

test('sums have no dust, and an unknown part makes the whole unknown', () => {
  assert.equal(sumUsd([0.1, 0.2]), 0.3)
  assert.equal(sumUsd(Array.from({ length: 1000 }, () => 0.000_000_15)), 0.000_15)
  assert.equal(sumUsd([0.1, null]), null)
})
