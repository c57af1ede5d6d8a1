import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { averagePrecision, hasRelevant, ndcgAt, rankingFigures, reciprocalRank, type Grades, type RankingFigures } from './ranking.ts'
import { strictlyFalling, trecOrder } from './trec-order.ts'

const near = (actual: number, expected: number): void => assert.ok(Math.abs(actual - expected) < 1e-12, `${actual} instead of ${expected}`)

test('a ranking with graded, unjudged and missing documents, counted by hand', () => {
  const grades = new Map([
    ['a', 2],
    ['b', 0],
    ['c', 1],
    ['d', -1],
    ['far', 1],
  ])
  const { precision, recall, hit, reciprocalRank, averagePrecision, ndcg, judged } = rankingFigures(['d', 'c', 'new', 'a', 'b'], grades, 4)
  near(precision, 2 / 4)
  near(recall, 2 / 3)
  near(hit, 1)
  near(reciprocalRank, 1 / 2)
  near(averagePrecision, (1 / 2 + 2 / 4) / 3)
  near(ndcg, (1 / Math.log2(3) + 2 / Math.log2(5)) / (2 / Math.log2(2) + 1 / Math.log2(3) + 1 / Math.log2(4)))
  near(judged, 2 / 4)
})

test('nothing found, or nothing to find, is 0 and never a division by it', () => {
  for (const figures of [rankingFigures([], new Map([['a', 1]]), 5), rankingFigures(['a'], new Map(), 5), rankingFigures(['a'], new Map([['a', -2]]), 5)])
    assert.deepEqual(Object.values(figures), [0, 0, 0, 0, 0, 0, 0])
  assert.equal(hasRelevant(new Map([['a', 0]])), false)
})

test('ties go by id, the last first; scores that only a 64-bit float tells apart tie', () => {
  const order = (...found: [string, number][]): string => trecOrder(found.map(([id, score]) => ({ id, score }))).join(' ')
  assert.equal(order(['a', 1], ['c', 1], ['b', 2]), 'b c a')
  assert.equal(order(['a', 1 + 1e-9], ['b', 1]), 'b a')
  assert.equal(order(['a', 1 + 1e-6], ['b', 1]), 'a b')
  // In UTF-16 the emoji would come before U+FFFD.
  assert.equal(order(['\ufffd', 1], ['😀', 1]), '😀 \ufffd')
})

test('a document that is ranked twice, and a score that is no number, are refused', () => {
  const refuse = (ids: readonly [string, number][], sentence: RegExp): void =>
    assert.throws(() => trecOrder(ids.map(([id, score]) => ({ id, score }))), { code: 'invalid', message: sentence })
  refuse([['a', 1], ['a', 0]], /"a" stands twice/) // prettier-ignore
  refuse([['a', NaN]], /score of "a" is no number/)
})

const ids = [...'abcdefgh']
const anyGrades = fc.dictionary(fc.constantFrom(...ids), fc.integer({ min: -2, max: 3 })).map((grades): Grades => new Map(Object.entries(grades)))
const anyRanking = fc.shuffledSubarray(ids)
const depth = fc.integer({ min: 1, max: 9 })

test('every figure lies in 0…1, and the best order has an nDCG of 1', () => {
  fc.assert(
    fc.property(anyRanking, anyGrades, depth, (ranking, grades, k) => {
      for (const [name, value] of Object.entries(rankingFigures(ranking, grades, k))) assert.ok(value >= 0 && value <= 1 + 1e-12, `${name} is ${value}`)
      if (!hasRelevant(grades)) return
      const best = ids.toSorted((a, b) => (grades.get(b) ?? 0) - (grades.get(a) ?? 0))
      near(ndcgAt(best, grades, k), 1)
      near(reciprocalRank(best, grades), 1)
      near(averagePrecision(best, grades), 1)
    }),
  )
})

test('what is more relevant and moves up never lowers a figure', () => {
  fc.assert(
    fc.property(anyRanking, anyGrades, depth, fc.nat(7), (ranking, grades, k, at) => {
      const gain = (id: string | undefined): number => Math.max(0, grades.get(id ?? '') ?? 0)
      if (at + 1 >= ranking.length || gain(ranking[at + 1]) <= gain(ranking[at])) return
      const better = ranking.with(at, ranking[at + 1]!).with(at + 1, ranking[at]!)
      const [before, after] = [rankingFigures(ranking, grades, k), rankingFigures(better, grades, k)]
      // How much was judged is no merit of a ranking.
      for (const name of ['precision', 'recall', 'hit', 'reciprocalRank', 'averagePrecision', 'ndcg'] satisfies (keyof RankingFigures)[])
        assert.ok(after[name] >= before[name] - 1e-12, `${name} fell from ${before[name]} to ${after[name]}`)
    }),
  )
})

test('scores made to fall keep the order that was given, also below zero and for the same score again and again', () => {
  const falling = (score: fc.Arbitrary<number>): void =>
    fc.assert(
      fc.property(fc.array(score, { maxLength: 8 }), (scores) => {
        const ranked = scores.toSorted((a, b) => b - a).map((value, index) => ({ id: ids[index]!, score: value }))
        assert.deepEqual(
          trecOrder(strictlyFalling(ranked)),
          ranked.map(({ id }) => id),
        )
      }),
    )
  falling(fc.constantFrom(1, 0, -1, 1e-45, 1 + 1e-9))
  falling(fc.double({ min: -10, max: 10, noNaN: true }))
})
