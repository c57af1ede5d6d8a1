import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CollectionEmbedding } from '../domain/embedding.ts'
import { changeMeter } from './change-meter.ts'

const state = (done: number, more: Partial<CollectionEmbedding> = {}): CollectionEmbedding => ({
  collection: 'books',
  chunks: 10_000,
  tokens: 1,
  activeModel: 'old',
  nextModel: 'new',
  previousModel: null,
  declinedModel: null,
  vectors: [
    { modelId: 'old', count: 10_000, bytes: 1 },
    { modelId: 'new', count: done, bytes: 1 },
  ],
  ...more,
})

test('what is left is told from what was seen in the last minute, and nothing before there are two looks', () => {
  let nowMs = 0
  const meter = changeMeter(() => nowMs)
  assert.equal(meter(state(0))?.message, 're-embedding "books": 0 of 10,000 chunks')
  nowMs = 20_000
  assert.equal(meter(state(1_000))?.message, 're-embedding "books": 1,000 of 10,000 chunks, about 3 min left')
  nowMs = 70_000
  assert.equal(meter(state(9_000))?.secondsLeft, 1_000 / (8_000 / 50))
})

test('a change that is over, or begins anew, starts the measure again', () => {
  let nowMs = 0
  const meter = changeMeter(() => nowMs)
  meter(state(5_000))
  nowMs = 1_000
  assert.equal(meter(state(0, { nextModel: null })), null)
  assert.equal(meter(state(100))?.secondsLeft, null)
  nowMs = 2_000
  assert.equal(meter(state(50))?.secondsLeft, null, 'fewer than before: vectors were dropped meanwhile')
})
