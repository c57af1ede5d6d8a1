import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inOrder } from './in-order.ts'

const span = (id: string, parent_id: string | null, start_ms: number, error: string | null = null) =>
  ({ id, parent_id, start_ms, duration_ms: 1, name: id, stage: 'ask', attributes: {}, error }) as const

test('stages stand below what they belong to, in order of time; strays stand at the top', () => {
  const spans = [
    span('chat', 'ask', 5),
    span('request', null, 0),
    span('ask', 'request', 1),
    span('embed', 'retrieval', 2),
    span('retrieval', 'ask', 2),
    span('stray', 'gone', 9),
  ]
  assert.deepEqual(
    inOrder(spans).map(({ span: { id }, depth }) => `${depth} ${id}`),
    ['0 request', '1 ask', '2 retrieval', '3 embed', '2 chat', '0 stray'],
  )
})

test('why something failed is told once, where it happened', () => {
  const spans = [
    span('ask', null, 0, 'The model refused.'),
    span('first chat', 'ask', 1, 'The model was too slow.'),
    span('second chat', 'ask', 2, 'The model refused.'),
    span('done', 'ask', 3),
  ]
  assert.deepEqual(
    inOrder(spans).map(({ reason }) => reason),
    [null, 'The model was too slow.', 'The model refused.', null],
  )
})
