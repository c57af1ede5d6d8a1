import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seededRandom } from '../../base/random.ts'
import { MemoryCollection, type LoadedDocument, type LoadedVectors } from './memory-collection.ts'

const vocabulary = 'river stone cloud engine budget alert retention token index vector storage metric'.split(' ')
const random = seededRandom(3)
const sentence = (): string => Array.from({ length: 8 }, () => vocabulary[Math.floor(random() * vocabulary.length)]).join(' ')

let lastChunk = 0
const makeDocument = (id: string): { document: LoadedDocument; vectors: LoadedVectors } => {
  const chunks = Array.from({ length: 5 }, () => ({ id: `chunk-${String(++lastChunk).padStart(6, '0')}`, headingPath: [], text: sentence() }))
  return {
    document: { id, fingerprint: chunks[0]!.id, language: 'en', title: '', chunks },
    vectors: { modelId: 'm', dimensions: 4, chunkIds: chunks.map((chunk) => chunk.id), values: Float32Array.from({ length: 20 }, () => random() - 0.5) },
  }
}

const put = (collection: MemoryCollection, { document, vectors }: ReturnType<typeof makeDocument>): void => {
  collection.putDocument(document)
  collection.putVectors(vectors)
}

test('after thousands of replacements and removals it answers as one built anew', () => {
  const changed = new MemoryCollection()
  const current = new Map<string, ReturnType<typeof makeDocument>>()
  // 1,500 chunks, replaced three times over: the numbers are made anew on the way.
  for (let round = 0; round < 4; round++) {
    for (let number = 0; number < 300; number++) {
      const made = makeDocument(`d${number}`)
      current.set(made.document.id, made)
      put(changed, made)
    }
  }
  for (let number = 0; number < 300; number += 3) {
    changed.removeDocument(`d${number}`)
    current.delete(`d${number}`)
  }
  const fresh = new MemoryCollection()
  for (const made of current.values()) put(fresh, made)
  for (let round = 0; round < 20; round++) {
    const question = { modelId: 'm', values: Float32Array.from({ length: 4 }, () => random() - 0.5) }
    const text = sentence()
    assert.deepEqual(changed.search(text, question, 50), fresh.search(text, question, 50))
  }
  assert.deepEqual(changed.documentIds.sort(), fresh.documentIds.sort())
})

test('vectors of chunks that are not held are left out, and a question of another length compares nothing', () => {
  const collection = new MemoryCollection()
  const { document, vectors } = makeDocument('d')
  collection.putVectors(vectors)
  collection.putDocument(document)
  assert.equal(collection.hasVector('m', document.chunks[0]!.id), false)
  collection.putVectors(vectors)
  assert.equal(collection.hasVector('m', document.chunks[0]!.id), true)
  assert.deepEqual(collection.search('river', { modelId: 'm', values: Float32Array.of(1, 0) }, 5).vector, [])
  assert.equal(collection.search('river', { modelId: 'm', values: Float32Array.of(1, 0, 0, 0) }, 5).vector.length, 5)
})
