import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DocumentText } from '../api/types.ts'
import { locate, type SourceReference } from './source.ts'

const document = (text: string): DocumentText => ({ text, page_starts: [] }) as unknown as DocumentText
const reference = (start: number, text: string): SourceReference => ({ quote: { start, end: start + text.length, text } }) as unknown as SourceReference
const stateAndFocus = (text: string, it: SourceReference, isCitedVersion: boolean): unknown => {
  const opened = locate(document(text), it, isCitedVersion)
  return opened.state === 'removed' ? null : [opened.state, opened.focus]
}

test('the quote at its offsets in the cited version is whole', () => {
  assert.deepEqual(stateAndFocus('say yes. say yes.', reference(9, 'say yes.'), true), ['whole', { start: 9, end: 17 }])
})

test('in another version the words are looked for, and told to have moved', () => {
  assert.deepEqual(stateAndFocus('Well, say yes.', reference(0, 'say yes.'), false), ['moved', { start: 6, end: 14 }])
})

test('words that are gone are never highlighted', () => {
  assert.deepEqual(stateAndFocus('say no.', reference(0, 'say yes.'), false), ['changed', null])
  assert.deepEqual(stateAndFocus('say no..', reference(0, 'say yes.'), true), ['changed', null])
})
