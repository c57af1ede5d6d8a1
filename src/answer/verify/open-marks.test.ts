import assert from 'node:assert/strict'
import { test } from 'node:test'
import { withoutOpenMarks } from './open-marks.ts'

for (const [cut, shown] of [
  ['**We only recommend it rarely.', 'We only recommend it rarely.'],
  ['It never forgets.**', 'It never forgets.'],
  ['**Never** forget.', '**Never** forget.'],
  ['**All of it.**', '**All of it.**'],
  ['2 ** 3 is eight.', '2 ** 3 is eight.'],
] as const)
  test(`${cut} is shown as ${shown}`, () => {
    const { start, end } = withoutOpenMarks(cut, 0, cut.length)
    assert.equal(cut.slice(start, end), shown)
  })
