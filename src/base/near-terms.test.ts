import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nearTerms } from './near-terms.ts'

const vocabulary = ['alertmanag', 'histogram', 'summari', 'differ', 'stack', 'label', 'labels2', 'reload']

for (const [asked, found] of [
  ['alertmang', ['alertmanag']],
  ['histogramm', ['histogram']],
  ['sumari', ['summari']],
  ['differnc', ['differ']],
  ['reaload', ['reload']],
  ['laebl', ['label']],
] as const)
  test(`${asked} is read as ${found.join()}`, () => assert.deepEqual(nearTerms(asked, vocabulary), found))

test('another short word, another first letter and a name are no slips', () => {
  for (const asked of ['slack', 'babel', 'cat', 'labels3', 'max_tokens', 'jenkin']) assert.deepEqual(nearTerms(asked, vocabulary), [])
})

test('of several equally near all are told', () => assert.deepEqual(nearTerms('formattt', ['format', 'formatt', 'formatte']), ['formatt', 'formatte']))
