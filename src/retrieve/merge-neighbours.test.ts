import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Passage } from '../domain/document.ts'
import { mergeNeighbours } from './merge-neighbours.ts'

const text = 'First part.\n\nSecond part.\n\nThird part.\n\nFourth part.'
const textOf = async (): Promise<string> => text

const passage = (quote: string, more: Partial<Passage> = {}): Passage => ({
  chunkId: quote,
  documentId: 'd',
  collection: 'default',
  source: 'a.md',
  title: 'A',
  heading: `Under ${quote}`,
  version: 'v',
  language: 'en',
  text: quote,
  pageStarts: [],
  start: text.indexOf(quote),
  end: text.indexOf(quote) + quote.length,
  score: 1,
  ranks: { vector: 1, words: null },
  similarity: 0.5,
  wordScore: 0,
  ...more,
})

const second = passage('Second part.', { similarity: 0.7, wordScore: 1 })
const third = passage('Third part.', { similarity: 0.4, wordScore: 3 })
const fourth = passage('Fourth part.')

test('neighbours become one passage, cut from the document, in the place of the better one', async () => {
  const [merged, ...rest] = await mergeNeighbours([third, second], textOf, 1_000)
  assert.deepEqual(rest, [])
  assert.deepEqual(merged, { ...third, start: second.start, end: third.end, text: 'Second part.\n\nThird part.', similarity: 0.7, wordScore: 3 })
  assert.equal(text.slice(merged!.start, merged!.end), merged!.text)
})

test('passages with text between them stay apart', async () => {
  assert.deepEqual(await mergeNeighbours([fourth, second], textOf, 1_000), [fourth, second])
})

test('passages that overlap become one', async () => {
  const [merged] = await mergeNeighbours([second, passage('part.\n\nThird')], textOf, 1_000)
  assert.equal(merged!.text, 'Second part.\n\nThird')
})

test('nothing grows beyond the limit', async () => {
  const merged = await mergeNeighbours([second, third, fourth], textOf, 30)
  assert.deepEqual(
    merged.map((each) => each.text),
    ['Second part.\n\nThird part.', 'Fourth part.'],
  )
})

test('other documents and other versions never mix, and a document that is gone leaves its passages as they are', async () => {
  const other = { ...third, chunkId: 'other', documentId: 'e' }
  const older = { ...third, chunkId: 'older', version: 'w' }
  assert.deepEqual(await mergeNeighbours([second, other, older], textOf, 1_000), [second, other, older])
  assert.deepEqual(await mergeNeighbours([second, third], async () => null, 1_000), [second, third])
})

test('a document is read only when passages of it lie close together', async () => {
  let reads = 0
  const far = passage('Fourth part.', { start: 5_000, end: 5_012 })
  await mergeNeighbours([second, far], async () => `${reads++}`, 1_000)
  assert.equal(reads, 0)
})
