import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { bootstrapInterval, hitAt, mean, ndcgAt, pairedBootstrap, recallAt, seededRandom } from './metrics.ts'

const near = (actual: number, expected: number): void => assert.ok(Math.abs(actual - expected) < 1e-9, `${actual} instead of ${expected}`)

test('figures follow the definitions of trec_eval', () => {
  const ranking = ['a', 'b', 'c', 'd']
  near(ndcgAt(ranking, new Set(['b', 'd']), 10), (1 / Math.log2(3) + 1 / Math.log2(5)) / (1 + 1 / Math.log2(3)))
  near(ndcgAt(ranking, new Set(['b', 'd', 'x']), 2), 1 / Math.log2(3) / (1 + 1 / Math.log2(3)))
  near(recallAt(ranking, new Set(['b', 'd', 'x', 'y']), 3), 1 / 4)
  assert.deepEqual([hitAt(ranking, new Set(['b']), 1), hitAt(ranking, new Set(['b']), 2)], [0, 1])
  assert.deepEqual([ndcgAt(ranking, new Set(), 10), recallAt([], new Set(['a']), 5), ndcgAt([], new Set(['a']), 10)], [0, 0, 0])
})

test('a relevant chunk that moves up never lowers a figure, and a perfect ranking has 1', () => {
  const ids = 'abcdefgh'.split('')
  fc.assert(
    fc.property(fc.shuffledSubarray(ids, { minLength: 8 }), fc.subarray(ids, { minLength: 1 }), fc.nat(6), (ranking, relevant, at) => {
      const wanted = new Set(relevant)
      const better = [...ranking]
      if (wanted.has(better[at + 1]!) && !wanted.has(better[at]!)) [better[at], better[at + 1]] = [better[at + 1]!, better[at]!]
      for (const figure of [ndcgAt, recallAt, hitAt]) assert.ok(figure(better, wanted, 5) >= figure(ranking, wanted, 5))
      near(ndcgAt([...relevant, ...ids.filter((id) => !wanted.has(id))], wanted, 5), 1)
    }),
  )
})

test('an interval of 95 % holds the true mean about 95 times in a hundred', () => {
  const random = seededRandom(5)
  let held = 0
  for (let experiment = 0; experiment < 300; experiment++) {
    const values = Array.from({ length: 120 }, () => (random() < 0.7 ? 1 : 0))
    const { low, high } = bootstrapInterval(values, String, 400, experiment)
    if (low <= 0.7 && 0.7 <= high) held++
  }
  assert.ok(held >= 270 && held <= 297, `${held} of 300`)
})

test('whole documents are drawn: questions that stand or fall together widen the interval', () => {
  const values = Array.from({ length: 100 }, (_, index) => (Math.floor(index / 10) % 2 === 0 ? 1 : 0))
  const alone = bootstrapInterval(values)
  const together = bootstrapInterval(values, (index) => String(Math.floor(index / 10)))
  assert.ok(together.high - together.low > 2 * (alone.high - alone.low))
  assert.equal(mean(values), 0.5)
})

test('a gain on every question is no chance, none at all is', () => {
  assert.equal(pairedBootstrap([0.6, 0.7, 0.8], [0.5, 0.6, 0.7]), 0)
  assert.equal(pairedBootstrap([0.5, 0.6], [0.5, 0.6]), 1)
})
