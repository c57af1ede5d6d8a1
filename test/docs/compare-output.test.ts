import assert from 'node:assert/strict'
import { test } from 'node:test'
import { differenceOf } from './compare-output.ts'

const text = (shown: string, printed: string): string | null => differenceOf({ language: 'text', text: shown }, printed)
const json = (shown: unknown, printed: unknown): string | null => differenceOf({ language: 'json', text: JSON.stringify(shown) }, JSON.stringify(printed))

test('lines are found in order, with anything where … stands', () => {
  assert.equal(text('Answer: … seconds\ndone', 'start\nAnswer: 30 seconds\nother\n  done'), null)
  assert.match(text('done\nAnswer: …', 'Answer: 30\ndone')!, /"Answer: …" was not printed/)
  assert.match(text('a.c', 'abc')!, /not printed/)
})

test('fields that are shown must be there, with their words', () => {
  assert.equal(json({ answer: 'The lock …', n: 1, list: [{ a: true }] }, { answer: 'The lock expires.', n: 7, list: [{ a: true }, {}], more: 1 }), null)
  assert.match(json({ answer: 'The key …' }, { answer: 'The lock expires.' })!, /\/answer is "The lock/)
  assert.match(json({ a: null }, { a: 0 })!, /\/a is 0/)
  assert.match(json({ a: [1, 2] }, { a: [1] })!, /\/a\/1 is no number/)
  assert.match(differenceOf({ language: 'json', text: '{}' }, 'oops')!, /not JSON/)
})
