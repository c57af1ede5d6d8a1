import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { RetrievalQuestion } from '../../domain/retrieval-eval.ts'
import { chunkGrades, inOneOrder, rankedIds, type RankedChunk } from './chunk-ranking.ts'

const chunk = (source: string, start: number, score: number): RankedChunk => ({ source, start, end: start + 10, score })
const question = (grades: Readonly<Record<string, number>> = {}): RetrievalQuestion => ({
  id: 'q1',
  text: '',
  grades: new Map(Object.entries(grades)),
  evidence: [],
  cluster: '',
})
const ids = (...found: Parameters<typeof rankedIds>): string[] => rankedIds(...found).map(({ id }) => id)

test('a document stands where its best chunk does, and a chunk where it is', () => {
  const chunks = [chunk('b', 10, 3), chunk('a', 0, 2), chunk('b', 0, 1)]
  assert.deepEqual(ids(chunks, 'documents', question()), ['b', 'a'])
  assert.deepEqual(ids(chunks, 'spans', question()), ['b#10-20', 'a#0-10', 'b#0-10'])
})

test('a document that is the question itself is not found, unless somebody judged it', () => {
  const chunks = [chunk('q1', 0, 3), chunk('a', 0, 2)]
  assert.deepEqual(ids(chunks, 'documents', question()), ['a'])
  assert.deepEqual(ids(chunks, 'documents', question({ q1: 1 })), ['q1', 'a'])
})

test('equal scores have one order, whatever order they came in', () => {
  const chunks = [chunk('b', 0, 1), chunk('a', 10, 1), chunk('a', 0, 1), chunk('c', 0, 2)]
  const expected = ['c 0', 'a 0', 'a 10', 'b 0']
  for (const given of [chunks, chunks.toReversed()]) assert.deepEqual(inOneOrder(given).map(({ source, start }) => `${source} ${start}`), expected) // prettier-ignore
})

test('the chunks that hold evidence are relevant', () => {
  const chunks = [chunk('a', 0, 1), chunk('a', 10, 1), chunk('b', 0, 1)]
  assert.deepEqual([...chunkGrades(chunks, [{ source: 'a', start: 8, end: 12 }])].map(([id]) => id), ['a#0-10', 'a#10-20']) // prettier-ignore
})
