import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { WordIndex } from './word-index.ts'

const idOf = (chunk: number): string => String(chunk).padStart(4, '0')

/** The formula as the books write it, over plain values. */
const bm25 = (
  chunks: ReadonlyMap<number, Map<string, number>>,
  terms: readonly string[],
  countOf = (chunk: number, name: string): number => chunks.get(chunk)!.get(name) ?? 0,
): [number, number][] => {
  const lengths = new Map([...chunks].map(([chunk, counts]) => [chunk, [...counts.values()].reduce((sum, count) => sum + count, 0)]))
  const mean = [...lengths.values()].reduce((sum, length) => sum + length, 0) / chunks.size
  const scored = [...chunks.keys()].map((chunk): [number, number] => {
    const parts = terms.map((term) => {
      const count = countOf(chunk, term)
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

test('the words of neighbours in a document count a tenth, for the best by their own words', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(counts, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 8 }),
      fc.uniqueArray(fc.nat(7)),
      fc.uniqueArray(term, { minLength: 1 }),
      (documents, removals, terms) => {
        const index = new WordIndex()
        const numbered = documents.map((document) => document.map((each, ordinal) => ({ chunk: index.add(each, ordinal > 0), counts: each })))
        const left = numbered.filter((document, place) => {
          if (removals.includes(place)) for (const { chunk } of document) index.remove(chunk)
          return !removals.includes(place)
        })
        const own = new Map(left.flat().map(({ chunk, counts: each }) => [chunk, each]))
        const near = new Map(
          left.flatMap((document) => document.map(({ chunk, counts: each }, at) => [chunk, [each, document[at - 1]?.counts, document[at + 1]?.counts]])),
        )
        const withNeighbours = (chunk: number, name: string): number => {
          const [mine, ...others] = near.get(chunk)!
          return (mine?.get(name) ?? 0) + others.reduce((sum, other) => sum + 0.1 * (other?.get(name) ?? 0), 0)
        }
        const expected = bm25(own, terms, withNeighbours).filter(([chunk]) => terms.some((name) => own.get(chunk)!.has(name)))
        const top = index.search(terms, 100, idOf)
        const found = new Map(top.items.map((chunk, place) => [chunk, top.scores[place]!]))
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
