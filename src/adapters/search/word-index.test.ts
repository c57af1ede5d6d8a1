import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { WordIndex } from './word-index.ts'

const idOf = (chunk: number): string => String(chunk).padStart(4, '0')

/** The formula as the books write it, over plain values. */
const bm25 = (chunks: ReadonlyMap<number, Map<string, number>>, terms: readonly string[]): [number, number][] => {
  const lengths = new Map([...chunks].map(([chunk, counts]) => [chunk, [...counts.values()].reduce((sum, count) => sum + count, 0)]))
  const mean = [...lengths.values()].reduce((sum, length) => sum + length, 0) / chunks.size
  const scored = [...chunks].map(([chunk, counts]): [number, number] => {
    const parts = terms.map((term) => {
      const count = counts.get(term) ?? 0
      const holding = [...chunks.values()].filter((other) => other.has(term)).length
      const idf = Math.log(1 + (chunks.size - holding + 0.5) / (holding + 0.5))
      return count === 0 ? 0 : (idf * count) / (count + 0.6 * (1 - 0.75 + (0.75 * lengths.get(chunk)!) / mean))
    })
    return [chunk, parts.reduce((sum, part) => sum + part, 0)]
  })
  return scored.filter(([, score]) => score > 0)
}

const term = fc.constantFrom('a', 'b', 'c', 'd', 'e')
const counts = fc.dictionary(term, fc.integer({ min: 1, max: 9 }), { minKeys: 1 }).map((entries) => new Map(Object.entries(entries)))

test('scores are BM25, also after chunks were removed', () => {
  fc.assert(
    fc.property(
      fc.array(counts, { minLength: 1, maxLength: 30 }),
      fc.uniqueArray(fc.nat(29)),
      fc.uniqueArray(term, { minLength: 1 }),
      (all, removals, terms) => {
        const index = new WordIndex()
        const chunks = new Map(all.map((each) => [index.add(each), each]))
        index.search(terms, 5, idOf)
        for (const chunk of removals) if (chunks.delete(chunk)) index.remove(chunk)
        const top = index.search(terms, 100, idOf)
        const found = new Map(top.items.map((chunk, place) => [chunk, top.scores[place]!]))
        const expected = bm25(chunks, terms)
        assert.deepEqual([...found.keys()].sort(), expected.map(([chunk]) => chunk).sort())
        for (const [chunk, score] of expected) assert.ok(Math.abs(found.get(chunk)! - score) < 1e-6)
      },
    ),
  )
})

test('the counts of a chunk can be read back', () => {
  const index = new WordIndex()
  index.add(new Map([['a', 1]]))
  const chunk = index.add(
    new Map([
      ['a', 2],
      ['b', 300],
    ]),
  )
  assert.deepEqual(
    index.countsOf(chunk),
    new Map([
      ['a', 2],
      ['b', 255],
    ]),
  )
})

test('an index without chunks finds nothing', () => {
  assert.deepEqual(new WordIndex().search(['a'], 10, idOf).items, [])
})
