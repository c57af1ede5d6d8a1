import assert from 'node:assert/strict'
import { test } from 'node:test'
import { headingAt } from './heading-at.ts'
import { passageOf } from '../passage-for-tests.ts'

const at = (text: string, word: string, parts: Parameters<typeof passageOf>[1] = {}): string => headingAt(passageOf(text, parts), text.indexOf(word))

test('a quote above a heading is not under it', () => {
  const text = '# Travel\n\n| Germany | 52 |\n\n## Company cars\n\nWe offer none.'
  assert.equal(at(text, 'Germany', { title: 'Travel', heading: 'Company cars' }), '')
  assert.equal(at(text, 'none', { title: 'Travel', heading: 'Company cars' }), 'Company cars')
})

test('headings above the quote extend and replace the path by their level', () => {
  const text = 'one\n\n### Deep\n\ntwo\n\n## Next\n\nthree'
  assert.equal(at(text, 'one', { heading: 'Part' }), 'Part')
  assert.equal(at(text, 'two', { heading: 'Part' }), 'Part › Deep')
  assert.equal(at(text, 'three', { heading: 'Part' }), 'Next')
  assert.equal(at(text, 'one', { heading: 'Part › Deep' }), 'Part')
  assert.equal(at(text, 'three', { heading: 'Next' }), 'Next')
})

test('a hash in code is no heading, and marks are no part of one', () => {
  assert.equal(at('```sh\n# not one\nrun\n```\nquote', 'quote', { heading: 'Part' }), 'Part')
  assert.equal(at('## The `moth` **file** ##\n\nquote', 'quote', { heading: '' }), 'The moth file')
  assert.equal(at('## Nightjar\u00a03\n\nquote', 'quote', { heading: 'Nightjar 3' }), 'Nightjar 3')
})

test('without headings in the passage the path is its own', () => assert.equal(at('quote', 'quote', { heading: 'A › B' }), 'A › B'))
