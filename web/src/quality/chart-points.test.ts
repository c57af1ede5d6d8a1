import assert from 'node:assert/strict'
import { test } from 'node:test'
import { linesOf, pointsOf } from './chart-points.ts'

const size = { width: 100, height: 50 }

test('a value stands in the middle of its day, as high as it is, between the ends of its interval', () => {
  assert.deepEqual(pointsOf([{ value: 0.5, low: 0.2, high: 1, n: 3 }, null], 1, size), [{ index: 0, x: 25, y: 25, low: 40, high: 0 }])
  assert.deepEqual(pointsOf([null, 30], 60, size), [{ index: 1, x: 75, y: 25, low: 25, high: 25 }])
})

test('nothing above the chart, and nothing to draw where all is zero', () => {
  assert.equal(pointsOf([80], 60, size)[0]!.y, 0)
  assert.equal(pointsOf([0], 0, size)[0]!.y, 50)
})

test('days without a value break the line, and a day alone is no line', () => {
  assert.deepEqual(linesOf(pointsOf([0, 1, null, 1, null, 1, 0], 1, { width: 70, height: 10 })), ['5,10 15,0', '55,0 65,10'])
})
