import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Passage } from '../domain/document.ts'
import { widenPassages } from './widen-passages.ts'

const passageAt = (text: string, start: number, end: number): Passage => ({
  chunkId: `${start}`,
  documentId: 'document',
  collection: 'default',
  source: 'guide.md',
  title: 'Guide',
  heading: '',
  version: 'v1',
  language: 'en',
  text: text.slice(start, end),
  pageStarts: [],
  start,
  end,
  score: 1,
  ranks: { vector: 1, words: 1 },
  similarity: 0.8,
  wordScore: 5,
})

const guide = 'One is first. Two is second. Three is third. Four is fourth. Five is fifth.\n\n# Next\n\nSix is sixth. Seven is seventh.'

test('a sentence comes with the sentences around it', async () => {
  const start = guide.indexOf('Three')
  const [widened] = await widenPassages([passageAt(guide, start, start + 'Three is third.'.length)], async () => guide, 1)
  assert.equal(widened!.text, 'Two is second. Three is third. Four is fourth.')
})

test('at the ends of a document there is less around it, and a document that is gone changes nothing', async () => {
  const passage = passageAt(guide, 0, 'One is first.'.length)
  const [first] = await widenPassages([passage], async () => guide, 2)
  assert.equal(first!.text, 'One is first. Two is second. Three is third.')
  assert.deepEqual(await widenPassages([passage], async () => null, 2), [passage])
})

test('whatever the text, a wider passage holds the old one, and its text is the slice of the document', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 400 }),
      fc.nat(),
      fc.nat(),
      fc.integer({ min: 1, max: 4 }),
      async (text, a, b, n) => {
        const [start, end] = [a % text.length, b % (text.length + 1)].toSorted((one, other) => one - other) as [number, number]
        const [widened] = await widenPassages([passageAt(text, start, end)], async () => text, n)
        assert.ok(widened!.start <= start && widened!.end >= end)
        assert.equal(widened!.text, text.slice(widened!.start, widened!.end))
      },
    ),
  )
})
