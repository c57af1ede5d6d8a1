import assert from 'node:assert/strict'
import { test } from 'node:test'
import { thinkingFilter } from './thinking-filter.ts'

const filtered = (pieces: readonly string[]): string => {
  const filter = thinkingFilter()
  return pieces.map((piece) => filter.push(piece)).join('') + filter.end()
}

/** However the text is cut into pieces, the same comes out. */
const check = (sentence: string, text: string, expected: string): void => {
  test(sentence, () => {
    for (const size of [1, 2, 3, 7, text.length || 1]) {
      const pieces = Array.from({ length: Math.ceil(text.length / size) }, (_, index) => text.slice(index * size, (index + 1) * size))
      assert.equal(filtered(pieces), expected, `in pieces of ${size}`)
    }
  })
}

check('a block of thinking at the front is taken off, with the space around it', '\n<think>\nHm. <b>\n</think>\n\nYes. [1]', 'Yes. [1]')
check('an empty block is taken off', '<think></think>Yes.', 'Yes.')
check('text without thinking stays as it is', '  Yes, a < b.', '  Yes, a < b.')
check('a tag further on belongs to the text', 'Write <think> and </think>.', 'Write <think> and </think>.')
check('what only began like a tag is text', '<thi', '<thi')
check('another tag at the front is text', '<thing>x', '<thing>x')
check('thinking that never ends is no text', '<think>on and on', '')
check('an empty stream is empty', '', '')

test('text is passed on at once', () => {
  const filter = thinkingFilter()
  assert.equal(filter.push('Yes'), 'Yes')
  assert.equal(filter.push(', <'), ', <')
})
