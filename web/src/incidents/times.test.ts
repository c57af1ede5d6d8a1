import assert from 'node:assert/strict'
import { test } from 'node:test'
import { span } from './times.ts'

test('a span is told in the unit that a person would take', () => {
  const told = (seconds: number): string => span(0, seconds * 1000)
  assert.deepEqual([1, 89, 90, 5399, 5400, 172_799, 172_800].map(told), ['1 second', '89 seconds', '2 minutes', '90 minutes', '2 hours', '48 hours', '2 days'])
  assert.equal(span(1000, 0), '0 seconds', 'a clock that was set back')
})
