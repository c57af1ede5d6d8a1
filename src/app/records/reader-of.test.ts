import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AppError } from '../../base/error.ts'
import { failureFor } from './reader-of.ts'

test('a customer is told that what is too large is there, and of other failures only that records cannot be read; staff is told all', () => {
  const customer = { kind: 'customer', id: 'ada' } as const
  const tooLarge = new AppError('too_large', 'A row of orders holds more than 200000 bytes.')
  const { code, message } = failureFor(customer, tooLarge)
  assert.deepEqual([code, /is there, and it is too large/.test(message), /again in a moment|orders/.test(message)], ['too_large', true, false])
  assert.equal(failureFor({ kind: 'staff' }, tooLarge), tooLarge)
  const down = failureFor(customer, new AppError('forbidden', 'The role "shop" of host db owns orders.'))
  assert.deepEqual([down.code, down.message], ['unavailable', 'Your records cannot be read just now. Try again in a moment.'])
})
