import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Hit } from '../domain/search.ts'
import { chosenFusion, reciprocalRankFusion, standardScoreFusion, type Fuse } from './fuse.ts'

const list = (scores: Record<string, number>): Hit[] => Object.entries(scores).map(([chunkId, score]) => ({ chunkId, score }))
const order = (fuse: Fuse, vector: Record<string, number>, words: Record<string, number>, depth = 10): string =>
  fuse({ vector: list(vector), words: list(words) }, depth)
    .map(({ chunkId }) => chunkId)
    .join('')

test('a chunk that both rankings put first is first', () => {
  for (const fuse of [chosenFusion, reciprocalRankFusion()]) assert.equal(order(fuse, { a: 0.9, b: 0.8, c: 0.7 }, { a: 5, c: 2 })[0], 'a')
})

test('the ranking that tells its chunks apart decides over one that hardly does', () => {
  assert.equal(order(standardScoreFusion(0.5), { a: 0.7001, b: 0.7, c: 0.6999 }, { b: 9, c: 0.2, a: 0.1 })[0], 'b')
})

test('one word hit counts, although a list of one has no spread', () => {
  assert.equal(order(chosenFusion, { a: 0.72, b: 0.71, c: 0.5 }, { b: 3 })[0], 'b')
})

test('a chunk without a vector yet is ranked by its words and not pushed below all others', () => {
  assert.equal(order(chosenFusion, { a: 0.6, b: 0.59, c: 0.4 }, { x: 9, a: 1, b: 1 })[0], 'x')
})

test('with one ranking empty the other one decides', () => {
  assert.equal(order(chosenFusion, {}, { a: 3, b: 2, c: 1 }), 'abc')
  assert.equal(order(chosenFusion, { a: 0.9, b: 0.8 }, {}), 'ab')
  assert.equal(order(chosenFusion, {}, {}), '')
})

test('ranks and scores of both lists are told, and what was not compared is null', () => {
  const [first, second] = chosenFusion({ vector: list({ a: 0.9 }), words: list({ a: 2, b: 1 }) }, 10)
  assert.deepEqual({ ...first, score: 0 }, { chunkId: 'a', score: 0, ranks: { vector: 1, words: 1 }, similarity: 0.9, wordScore: 2 })
  assert.deepEqual({ ...second, score: 0 }, { chunkId: 'b', score: 0, ranks: { vector: null, words: 2 }, similarity: null, wordScore: 1 })
})

test('every hit of either list is there once, best first, and equal scores stand by id', () => {
  const hits = fc
    .uniqueArray(fc.tuple(fc.constantFrom(...'abcdefgh'), fc.integer({ min: 1, max: 4 })), { selector: ([id]) => id })
    .map((pairs) => pairs.map(([chunkId, score]) => ({ chunkId, score })).sort((a, b) => b.score - a.score || (a.chunkId < b.chunkId ? -1 : 1)))
  fc.assert(
    fc.property(hits, hits, fc.integer({ min: 8, max: 20 }), (vector, words, depth) => {
      for (const fuse of [chosenFusion, reciprocalRankFusion()]) {
        const fused = fuse({ vector, words }, depth)
        assert.deepEqual(fused.map(({ chunkId }) => chunkId).sort(), [...new Set([...vector, ...words].map(({ chunkId }) => chunkId))].sort())
        for (const [index, hit] of fused.slice(1).entries()) {
          const before = fused[index]!
          assert.ok(Number.isFinite(hit.score) && (before.score > hit.score || (before.score === hit.score && before.chunkId < hit.chunkId)))
        }
      }
    }),
  )
})
