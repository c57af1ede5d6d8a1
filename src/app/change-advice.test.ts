import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { EmbeddingStatus } from '../operations/embedding-desk.ts'
import { changeAdvice } from './change-advice.ts'

type Collection = EmbeddingStatus['collections'][number]

const searchedWith = (activeModel: string, names: readonly string[], more: Partial<Collection> = {}): Collection[] =>
  names.map((collection) => ({
    collection,
    chunks: 9,
    tokens: 90,
    activeModel,
    nextModel: null,
    previousModel: null,
    declinedModel: null,
    vectors: [],
    change: null,
    ...more,
  }))

test('what is true of several collections is said once', () => {
  const kept = { vectors: [{ modelId: 'old', count: 9, bytes: 3_000_000 }], previousModel: 'old' }
  const collections = [...searchedWith('small', ['a', 'b', 'c']), ...searchedWith('large', ['d', 'e'], kept), ...searchedWith('tiny', ['f'])]
  assert.deepEqual(
    changeAdvice(collections, 'large', () => null),
    [
      '"a", "b" and "c" are searched with small; the settings ask for large: see "answerable embedding change".',
      '"f" is searched with tiny; the settings ask for large: see "answerable embedding change --collection f".',
      '"d" and "e" keep vectors of old (about 6 MB): "answerable embedding rollback" goes back to them, "answerable embedding drop-old" deletes them.',
    ],
  )
})

test('a failure of a model is told once for all that wait for it, and many names are counted', () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
  assert.deepEqual(
    changeAdvice(searchedWith('small', names), null, () => 'It is not installed.'),
    ['"a", "b", "c", "d", "e" and 2 more are searched by words only: It is not installed.'],
  )
})

test('a model that was chosen over the settings is told as chosen', () => {
  const [line] = changeAdvice(searchedWith('small', ['a', 'b'], { declinedModel: 'large' }), 'large', () => null)
  assert.match(line!, /^"a" and "b" are searched with small, as chosen; ANSWERABLE_EMBEDDER says large\./)
})
