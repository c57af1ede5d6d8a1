import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Citation } from '../api/types.ts'
import { distinctCitations, numberCitations } from './number-citations.ts'

const citation = (document_id: string, start: number, answer_end: number): Citation =>
  ({ document_id, version: 'v', start, end: start + 9, answer_start: 0, answer_end }) as Citation

test('quotes are numbered in the order of the answer, and one cited twice keeps its number', () => {
  const numbered = numberCitations([citation('b', 0, 10), citation('a', 0, 20), citation('b', 0, 30), citation('b', 50, 40)])
  assert.deepEqual(
    numbered.map(({ number }) => number),
    [1, 2, 1, 3],
  )
  assert.deepEqual(
    distinctCitations(numbered).map(({ number, citation }) => [number, citation.document_id, citation.answer_end]),
    [
      [1, 'b', 10],
      [2, 'a', 20],
      [3, 'b', 40],
    ],
  )
})
