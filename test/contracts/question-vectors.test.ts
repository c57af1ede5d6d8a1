import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Database } from '../../src/adapters/postgres/database.ts'
import { openDocumentStore } from '../../src/adapters/postgres/document-store.ts'
import { openQuestionVectors } from '../../src/adapters/postgres/question-vectors.ts'
import { newId } from '../../src/base/id.ts'
import { putInput } from '../support/put-input.ts'
import { storeCases } from '../support/stores.ts'

const { cases, close } = storeCases()
after(close)

const vector = Float32Array.of(1 / 3, -2e-30, 7)

for (const { name, skip, open } of cases) {
  let database: (Database & AsyncDisposable) | undefined
  before(async () => {
    if (!skip) database = await open()
  })
  after(() => database?.[Symbol.asyncDispose]())

  const place = async () => {
    const collection = newId()
    const documents = openDocumentStore(database!)
    return { collection, documents, ...(await documents.put(putInput({ collection }))) }
  }

  test(`${name}: a vector comes back bit for bit, in its collection and for its model only`, { skip }, async () => {
    const [one, other] = [await place(), await place()]
    const store = openQuestionVectors(database!)
    const there = { collection: one.collection, modelId: 'model-1' }
    await store.keep(there, new Map([['a', vector]]))
    await store.keep(there, new Map([['a', Float32Array.of(9, 9, 9)]]))
    assert.deepEqual(await store.find(there, ['a', 'b']), new Map([['a', vector]]))
    for (const elsewhere of [
      { ...there, collection: other.collection },
      { ...there, modelId: 'model-2' },
    ])
      assert.equal((await store.find(elsewhere, ['a'])).size, 0)
    await store.keep({ ...there, collection: newId() }, new Map([['a', vector]]))
  })

  test(`${name}: no more are kept than may be; they go with a document that is removed, not with one that is added`, { skip }, async () => {
    const { collection, documents, documentId } = await place()
    const store = openQuestionVectors(database!, 2)
    const there = { collection, modelId: 'model-1' }
    for (const hash of ['a', 'b', 'c']) await store.keep(there, new Map([[hash, vector]]))
    assert.deepEqual([...(await store.find(there, ['a', 'b', 'c'])).keys()].sort(), ['b', 'c'])
    await documents.put(putInput({ collection, source: 'b.md' }))
    assert.equal((await store.find(there, ['b', 'c'])).size, 2)
    await documents.remove(documentId)
    assert.equal((await store.find(there, ['b', 'c'])).size, 0)
  })

  test(`${name}: who may not see the collection finds none`, { skip }, async () => {
    const { collection } = await place()
    const there = { collection, modelId: 'model-1' }
    await openQuestionVectors(database!).keep(there, new Map([['a', vector]]))
    const stranger = openQuestionVectors({ ...database!, query: (sql, values) => database!.query(sql, values, ['other']) })
    assert.equal((await stranger.find(there, ['a'])).size, 0)
  })
}
