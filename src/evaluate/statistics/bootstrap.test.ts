import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bootstrapMean, pairedDifference } from './bootstrap.ts'

test('whole documents are drawn: questions that stand or fall together widen the interval', () => {
  const values = Array.from({ length: 100 }, (_, index) => (Math.floor(index / 10) % 2 === 0 ? 1 : 0))
  const alone = bootstrapMean(values)
  const together = bootstrapMean(values, (index) => String(Math.floor(index / 10)))
  assert.ok(together.high - together.low > 2 * (alone.high - alone.low))
  assert.deepEqual([alone.value, alone.n, together.n], [0.5, 100, 10])
})

test('a gain on every question is no chance, none at all is', () => {
  assert.equal(pairedDifference([0.6, 0.7, 0.8], [0.5, 0.6, 0.7]).chanceOfNoGain, 0)
  assert.equal(pairedDifference([0.5, 0.6], [0.5, 0.6]).chanceOfNoGain, 1)
})

for (const value of [0, 0.5, 1])
  test(`a share that was ${value} every time is not certain, and the less so the fewer there are`, () => {
    const width = (count: number): number => {
      const { low, high } = bootstrapMean(Array<number>(count).fill(value), undefined, { isShare: true })
      return high - low
    }
    assert.ok(width(1) > width(4) && width(4) > width(40) && width(40) > 0)
  })
