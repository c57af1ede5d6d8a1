import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sparkline } from './sparkline.ts'

test('a bar stands as high as its value between the ends, and a day without a value is a dot', () => {
  assert.equal(sparkline([0, 0.5, 1, null, 2, -1], 0, 1), '▁▅█·█▁')
  assert.equal(sparkline([0, 0], 0, 0), '▁▁')
  assert.equal(sparkline([], 0, 1), '')
  assert.equal(sparkline([null, 3], 0, 3, ' '), ' █')
})
