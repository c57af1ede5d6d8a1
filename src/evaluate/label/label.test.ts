import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findNext } from './find-next.ts'
import { orderFor, raterKey } from './rating-order.ts'
import { sampleAnswers } from './sample-answers.ts'

const items = Array.from({ length: 40 }, (_, index) => ({ id: `item ${index}` }))

test('each rater has an order of their own, which stays', () => {
  const ana = orderFor(items, 'sheet', 'ana')
  assert.deepEqual(orderFor(items, 'sheet', 'ana'), ana)
  assert.notDeepEqual(orderFor(items, 'sheet', 'ben'), ana)
  assert.notDeepEqual(orderFor(items, 'other sheet', 'ana'), ana)
  assert.deepEqual(new Set(ana), new Set(items))
})

test('over many raters every item comes first about equally often', () => {
  const firsts = Array.from({ length: 4000 }, (_, rater) => orderFor(items, 'sheet', `rater ${rater}`)[0]!.id)
  const counts = items.map(({ id }) => firsts.filter((it) => it === id).length)
  assert.ok(Math.min(...counts) > 60 && Math.max(...counts) < 145, String(counts))
})

test('a name is one person however it is typed', () => {
  for (const name of ['Ana Kim', ' ana  kim ', 'ANA KIM', 'Ａna Kim']) assert.equal(raterKey(name), 'ana kim')
})

test('the next item is the first without a rating; what was skipped comes again at the end', () => {
  const order = ['a', 'b', 'c', 'd'].map((id) => ({ id }))
  const next = (rated: string[], after?: number) => findNext(order, new Set(rated), after)
  assert.equal(next([]), 1)
  assert.equal(next(['a', 'c']), 2)
  assert.equal(next(['a'], 2), 3)
  assert.equal(next(['a', 'c', 'd'], 4), 2)
  assert.equal(next(['b', 'c', 'd'], 1), 1)
  assert.equal(next(['a', 'c', 'd'], 7), 2)
  assert.equal(next(['a', 'b', 'c', 'd']), null)
  assert.equal(findNext([], new Set()), null)
})

test('a sample has the answers of all variants to the same questions', () => {
  const answers = Array.from({ length: 30 }, (_, index) =>
    ['small', 'large'].map((variant) => ({ caseId: `case ${index}`, variant, traceId: `${variant} ${index}` })),
  ).flat()
  const both = ['small', 'large']
  const withoutOne = answers.filter(({ traceId }) => traceId !== 'large 3')
  const sample = sampleAnswers(withoutOne, both, 29, 'seed')
  assert.equal(sample.length, 58)
  assert.ok(!sample.some(({ caseId }) => caseId === 'case 3'))
  assert.deepEqual(sampleAnswers(withoutOne, both, 29, 'seed'), sample)
  assert.equal(sampleAnswers(answers, both, 5, 'seed').length, 10)
  assert.equal(sampleAnswers(answers, ['small'], 5, 'seed').length, 5)
  assert.deepEqual(sampleAnswers(answers, [...both, 'failed'], 5, 'seed'), [])
  assert.notDeepEqual(sampleAnswers(answers, both, 5, 'other seed'), sampleAnswers(answers, both, 5, 'seed'))
})
