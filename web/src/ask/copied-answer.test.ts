import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Citation } from '../api/types.ts'
import { copiedAnswer } from './copied-answer.ts'
import { numberCitations } from './number-citations.ts'

const citation = (answer_end: number, start: number, page: number | null = null): Citation =>
  ({
    document_id: 'd',
    version: 'v',
    start,
    end: start + 4,
    answer_end,
    title: 'Guide',
    source: 'guide.md',
    heading: 'Keys',
    page,
    quote: 'Forty\n  two.',
  }) as Citation

test('numbers stand behind their sentences, sources below with their words on one line', () => {
  assert.equal(
    copiedAnswer('One. Two.', numberCitations([citation(4, 0), citation(9, 50, 3), citation(9, 0)])),
    'One. [1] Two. [2] [1]\n\n[1] Guide (guide.md) › Keys: “Forty two.”\n[2] Guide (guide.md) › Keys › page 3: “Forty two.”',
  )
  assert.equal(copiedAnswer('Stopped early.', []), 'Stopped early.')
})
