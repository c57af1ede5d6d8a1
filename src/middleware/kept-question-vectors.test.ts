import assert from 'node:assert/strict'
import { test } from 'node:test'
import { withinCall, type Caller } from '../domain/call.ts'
import type { Embedder } from '../domain/model.ts'
import type { QuestionVectors } from '../domain/question-vectors.ts'
import { keptQuestionVectors } from './kept-question-vectors.ts'

const setUp = (failure?: Error) => {
  const asked: string[] = []
  const rows = new Map<string, Float32Array>()
  const failures: unknown[] = []
  const inner: Embedder = {
    id: 'model-1',
    dimensions: 1,
    maxTokens: 512,
    embed: async (texts, purpose) => {
      asked.push(`${purpose}: ${texts.join()}`)
      return texts.map((text) => Float32Array.of(text.length))
    },
    countTokens: async (texts) => texts.map(() => 1),
    close: async () => {},
  }
  const kept: QuestionVectors = {
    find: async ({ collection, modelId }, hashes) => {
      if (failure) throw failure
      return new Map(hashes.flatMap((hash) => (rows.has(collection + modelId + hash) ? [[hash, rows.get(collection + modelId + hash)!] as const] : [])))
    },
    keep: async ({ collection, modelId }, vectors) => {
      if (failure) throw failure
      for (const [hash, vector] of vectors) rows.set(collection + modelId + hash, vector)
    },
  }
  const of = (collection: string): Embedder => keptQuestionVectors(inner, collection, kept, (error) => void failures.push(error))
  return { asked, failures, of }
}

test('a question is embedded once in each collection; what is missing beside it is embedded alone, in its order', async () => {
  const { asked, of } = setUp()
  await of('one').embed(['aa'], 'query')
  assert.deepEqual(
    await of('one').embed(['b', 'aa', 'ccc', 'b'], 'query'),
    [1, 2, 3, 1].map((value) => Float32Array.of(value)),
  )
  assert.deepEqual(await of('one').embed(['aa'], 'query'), [Float32Array.of(2)])
  await of('other').embed(['aa'], 'query')
  assert.deepEqual(asked, ['query: aa', 'query: b,ccc', 'query: aa'])
})

test('from no time does a customer learn what another asked', async () => {
  const { asked, of } = setUp()
  const askedBy = (id: string): Promise<readonly Float32Array[]> => {
    const caller: Caller = { id, name: 'customer', scope: 'ask', collections: ['one'], customer: { id, by: 'token' } }
    return withinCall({ caller }, () => of('one').embed(['aa'], 'query'))
  }
  await of('one').embed(['aa'], 'query')
  for (const id of ['first', 'second', 'first']) await askedBy(id)
  assert.equal(asked.length, 3)
})

test('documents and their sentences pass through', async () => {
  const { asked, of } = setUp()
  for (const purpose of ['document', 'evidence', 'document'] as const) await of('one').embed(['a'], purpose)
  assert.equal(asked.length, 3)
})

test('a store that fails costs nothing but its use', async () => {
  const { asked, failures, of } = setUp(new Error('The disk is full.'))
  assert.deepEqual(await of('one').embed(['aa'], 'query'), [Float32Array.of(2)])
  await new Promise((resolve) => setImmediate(resolve))
  assert.deepEqual([asked.length, failures.length], [1, 2])
})
