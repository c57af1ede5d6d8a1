import assert from 'node:assert/strict'
import { test } from 'node:test'
import { comparedIn, putsSideBySide } from './compared.ts'

test('the two things of a question that compares', () => {
  assert.deepEqual(comparedIn('What is the difference between a counter and a gauge?'), [['counter'], ['gaug']])
  assert.deepEqual(comparedIn('counter vs. gauge'), [['counter'], ['gaug']])
  assert.equal(comparedIn('What is a counter?'), null)
})

test('a heading compares the two only where they stand side by side', () => {
  const compared = comparedIn('What is the difference between a counter and a gauge?')!
  for (const heading of ['Counter vs. gauge, summary vs. histogram', 'Gauges and counters']) assert.ok(putsSideBySide(heading, compared), heading)
  for (const heading of ['Gauge histograms vs. counter histograms', 'Counter']) assert.ok(!putsSideBySide(heading, compared), heading)
})
