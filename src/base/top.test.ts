import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Top } from './top.ts'

test('the best are kept in order, equal scores by id, as a full sort would', () => {
  const idOf = (item: number): string => `id-${String(item * 7919).padStart(9, '0')}`
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 5 })), fc.integer({ min: 0, max: 12 }), (scores, limit) => {
      const top = new Top(limit, idOf)
      for (const [item, score] of scores.entries()) top.offer(item, score)
      const sorted = [...scores.keys()].sort((a, b) => scores[b]! - scores[a]! || (idOf(a) < idOf(b) ? -1 : 1)).slice(0, limit)
      assert.deepEqual(top.items, sorted)
      assert.deepEqual(
        top.scores,
        sorted.map((item) => scores[item]),
      )
    }),
  )
})
