import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Passage } from '../domain/document.ts'
import { isShort, liftNamed } from './lift-named.ts'

const passage = (chunkId: string, text: string, score: number): Passage => ({ chunkId, text, score, language: 'en' }) as Passage
const order = (question: string): string[] =>
  liftNamed(question, [
    passage('page', 'Naming of recording rules helps.', 0.95),
    passage('chapter', '## Recording rules and alerts\n\nThey have files.', 0.9),
    passage('glossary', '### Push\n\nIt pushes.\n\n### Recording rules\n\nThey save results.', 0.75),
  ]).map(({ chunkId }) => chunkId)

test('the passage with a heading that is just what is asked goes up', () =>
  assert.deepEqual(order('What is a recording rule?'), ['page', 'glossary', 'chapter']))

test('a heading that says more or less is another', () => assert.deepEqual(order('What is a rule?'), ['page', 'chapter', 'glossary']))

test('only short questions are named by a heading', () => {
  assert.ok(isShort('What is a recording rule?'))
  assert.ok(!isShort('Which recording rules aggregate requests of a path?'))
})
