import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sampleById } from './sample.ts'

const items = Array.from({ length: 50 }, (_, index) => ({ id: `item ${index}` }))
const sample = (all: readonly { id: string }[], limit: number | null): string[] => sampleById(all, ({ id }) => id, limit).map(({ id }) => id)

test('a sample is the same whatever the order, stands in the order given, and a larger one holds a smaller one', () => {
  const ten = sample(items, 10)
  assert.equal(ten.length, 10)
  assert.deepEqual(sample(items.toReversed(), 10), ten.toReversed())
  assert.notDeepEqual(ten, sample(items, null).slice(0, 10))
  assert.ok(ten.every((id) => sample(items, 20).includes(id)))
})

test('no limit, or one that all fit into, is all of them', () => {
  for (const limit of [null, 50, 51])
    assert.deepEqual(
      sampleById(items, ({ id }) => id, limit),
      items,
    )
})
