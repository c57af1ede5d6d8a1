import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pullMarks, readMarks } from './cite.ts'

const rows: readonly (readonly [written: string, text: string, numbers: readonly number[]])[] = [
  ['The lock expires [1].', 'The lock expires.', [1]],
  ['The lock expires [1][3].', 'The lock expires.', [1, 3]],
  ['The lock expires [1, 2].', 'The lock expires.', [1, 2]],
  ['The lock expires ([passage 2]).', 'The lock expires.', [2]],
  ['The lock expires【3†source】.', 'The lock expires.', [3]],
  ['The lock expires [^2].', 'The lock expires.', [2]],
  ['The lock expires [1-3].', 'The lock expires.', [1, 2, 3]],
  ['[2] The lock expires.', 'The lock expires.', [2]],
  ['Ask for [9] of them.', 'Ask for [9] of them.', []],
  ['Read `items[1]` first.', 'Read `items[1]` first.', []],
  ['See [1](https://example.org).', 'See [1](https://example.org).', []],
]
for (const [written, text, numbers] of rows)
  test(`"${written}" points at ${numbers.join(' and ') || 'nothing'}`, () => assert.deepEqual(readMarks(written, 3), { text, numbers }))

test('marks behind a full stop belong to the sentence before them', () => {
  assert.equal(pullMarks('It expires. [1] It is renewed. [2][3]'), 'It expires [1]. It is renewed [2][3].')
})
