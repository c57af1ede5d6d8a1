import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cutLeaf } from './decorate.ts'

const leaf = { kind: 'text', start: 10, end: 20 } as const
const cuts = (...args: Parameters<typeof cutLeaf>): [number, number, string | null][] =>
  cutLeaf(...args).map(({ start, end, range }) => [start, end, range?.kind ?? null])

test('a leaf is cut where a range begins and ends', () => {
  assert.deepEqual(cuts(leaf, [{ start: 12, end: 15, kind: 'quote' }], []), [
    [10, 12, null],
    [12, 15, 'quote'],
    [15, 20, null],
  ])
})

test('a range that began before and ends behind covers the whole leaf', () => {
  assert.deepEqual(cuts(leaf, [{ start: 0, end: 99, kind: 'quote' }], []), [[10, 20, 'quote']])
})

test('markers cut too, also within a range', () => {
  assert.deepEqual(cuts(leaf, [{ start: 10, end: 20, kind: 'partly' }], [14, 20]), [
    [10, 14, 'partly'],
    [14, 20, 'partly'],
  ])
})
