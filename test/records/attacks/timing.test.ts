import assert from 'node:assert/strict'
import { test } from 'node:test'
import { randomOf } from './random.ts'
import { areaUnderCurve, halfWidth } from './timing.ts'

test('equal lists cannot be told apart, separate ones wholly', () => {
  assert.equal(areaUnderCurve([1, 2, 3], [1, 2, 3]), 0.5)
  assert.equal(areaUnderCurve([4, 5, 6], [1, 2, 3]), 1)
  assert.equal(areaUnderCurve([1, 2, 3], [4, 5, 6]), 0)
  assert.equal(areaUnderCurve([1, 1], [1, 1]), 0.5)
})

test('one part in ten more time is seen in 2,000 probes, no difference is none', () => {
  const random = randomOf(1)
  const times = (mean: number): number[] => Array.from({ length: 2000 }, () => mean * (1 + random.number(1000) / 1000))
  const slower = areaUnderCurve(times(1.1), times(1))
  assert.ok(slower - halfWidth(slower, 2000, 2000) > 0.5)
  const same = areaUnderCurve(times(1), times(1))
  assert.ok(Math.abs(same - 0.5) < 3 * halfWidth(same, 2000, 2000))
})
