import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Database } from '../../src/adapters/postgres/database.ts'
import { openDocumentStore } from '../../src/adapters/postgres/document-store.ts'
import { openEmbeddingModels } from '../../src/adapters/postgres/embedding-models.ts'
import { openMemoryIndex } from '../../src/adapters/search/memory-index.ts'
import { approximateSettings, approximateSql } from '../../src/adapters/search/nearest-in-sql.ts'
import { openPgvectorIndex } from '../../src/adapters/search/pgvector-index.ts'
import { seededRandom } from '../../src/base/random.ts'
import type { DocumentStore, PutInput } from '../../src/domain/document.ts'
import type { Hit, SearchIndex } from '../../src/domain/search.ts'
import { storeCases, type StoreCase } from '../support/stores.ts'

const { cases, close } = storeCases()
after(close)

const indexes: { kind: SearchIndex['kind']; openIndex: (database: Database) => SearchIndex }[] = [
  { kind: 'memory', openIndex: openMemoryIndex },
  { kind: 'pgvector', openIndex: openPgvectorIndex },
]

interface Ground {
  readonly index: SearchIndex
  readonly store: DocumentStore
  readonly database: Database
  readonly collection: string
  readonly again: StoreCase['again']
  /** Texts found, best first. */
  words(question: string, limit?: number): Promise<string[]>
  vectors(direction: number, limit?: number, modelId?: string): Promise<string[]>
}

for (const { name, skip, open, again } of cases) {
  let database: (Database & AsyncDisposable) | undefined
  let lastCollection = 0
  before(async () => {
    if (!skip) database = await open()
  })
  after(() => database?.[Symbol.asyncDispose]())

  for (const { kind, openIndex } of indexes) {
    const check = (sentence: string, run: (ground: Ground) => Promise<void>): void => {
      test(`${kind} on ${name}: ${sentence}`, { skip }, async () => {
        const collection = `c${++lastCollection}`
        const index = openIndex(database!)
        try {
          await run(groundOf(index, database!, collection, again))
        } finally {
          await index.close()
        }
      })
    }

    check('a document is found by its words and by its vector as soon as it was put', async ({ store, collection, words, vectors }) => {
      await store.put(input(collection, 'a.md', ['Budgets cap the spending.', 'Alerts go to the pager.'], [0, 90]))
      assert.deepEqual(await words('spending budget'), ['Budgets cap the spending.'])
      assert.deepEqual(await vectors(80), ['Alerts go to the pager.', 'Budgets cap the spending.'])
    })

    check('a word that no document knows is read as the nearest that one does, and this is told', async ({ index, store, collection, words }) => {
      await store.put(input(collection, 'a.md', ['A histogram counts observations.', 'Histograms differ from summaries.', 'The pager rings.'], [0, 90, 180]))
      assert.deepEqual(await words('histogarm coutns'), ['A histogram counts observations.', 'Histograms differ from summaries.'])
      const { respelt } = await index.search({ collection, text: 'histogarm slack pager', vector: null, limit: 5 })
      assert.deepEqual(respelt, [{ asked: 'histogarm', read: 'histogram' }])
      assert.equal((await index.search({ collection, text: 'pager', vector: null, limit: 5 })).respelt, undefined)
    })

    check('a replaced document leaves none of its old chunks behind', async ({ store, collection, words, vectors }) => {
      await store.put(input(collection, 'a.md', ['old apples', 'old pears'], [0, 10]))
      assert.deepEqual((await words('old')).sort(), ['old apples', 'old pears'])
      await store.put(input(collection, 'a.md', ['new apples'], [20]))
      assert.deepEqual(await words('old'), [])
      assert.deepEqual(await words('apples'), ['new apples'])
      assert.deepEqual(await vectors(0), ['new apples'])
    })

    check('a removed document is not found any more', async ({ store, collection, words, vectors }) => {
      const { documentId } = await store.put(input(collection, 'a.md', ['apples'], [0]))
      await store.put(input(collection, 'b.md', ['pears'], [90]))
      assert.deepEqual(await words('apples'), ['apples'])
      await store.remove(documentId)
      assert.deepEqual(await words('apples'), [])
      assert.deepEqual(await vectors(0), ['pears'])
    })

    check('chunks without a vector are found by their words, and by both once the vector is there', async ({ store, collection, words, vectors }) => {
      const { documentId } = await store.put(input(collection, 'a.md', ['apples', 'pears']))
      assert.deepEqual(await words('pears'), ['pears'])
      assert.deepEqual(await vectors(0), [])
      const chunks = await store.chunksOf(documentId)
      await store.putVectors('m', [{ chunkId: chunks[1]!.id, vector: at(0) }])
      assert.deepEqual(await vectors(0), ['pears'])
      await store.putVectors('m', [{ chunkId: chunks[0]!.id, vector: at(10) }])
      assert.deepEqual(await vectors(0), ['pears', 'apples'])
      assert.deepEqual(await words('apples'), ['apples'])
    })

    check('collections do not see each other, and do not weigh on each other', async ({ store, collection, words, index }) => {
      await store.put(input(collection, 'a.md', ['red apples', 'green pears', 'red plums'], [0, 10, 20]))
      const alone = await index.search(query(collection, 'red apples', 0))
      const other = `${collection}-other`
      await store.put(input(other, 'a.md', ['red apples are red', 'red red red'], [0, 1]))
      assert.deepEqual(await index.search(query(collection, 'red apples', 0)), alone)
      assert.deepEqual(await words('green'), ['green pears'])
      assert.equal((await index.search(query(other, 'red', 0))).vector.length, 2)
    })

    check('vectors of another model are never compared', async ({ store, collection, database, vectors }) => {
      const { documentId } = await store.put(input(collection, 'a.md', ['apples', 'pears'], [0, 90]))
      await openEmbeddingModels(database).change(collection, 'other', null)
      const [first] = await store.chunksOf(documentId)
      await store.putVectors('other', [{ chunkId: first!.id, vector: at(90) }])
      assert.deepEqual(await vectors(90, 10, 'm'), ['pears', 'apples'])
      assert.deepEqual(await vectors(90, 10, 'other'), ['apples'])
      assert.deepEqual(await vectors(90, 10, 'unknown'), [])
    })

    check('equal scores stand in the order of chunk ids, and the limit holds for each list', async ({ store, collection, index }) => {
      const texts = Array.from({ length: 12 }, () => 'the same words')
      await store.put(
        input(
          collection,
          'a.md',
          texts,
          texts.map(() => 30),
        ),
      )
      const all = await index.search(query(collection, 'same words', 30, 20))
      for (const list of [all.vector, all.words]) {
        const ids = list.map(({ chunkId }) => chunkId)
        assert.equal(ids.length, 12)
        assert.deepEqual(ids, [...ids].sort())
      }
      const few = await index.search(query(collection, 'same words', 30, 5))
      assert.deepEqual(few, { vector: all.vector.slice(0, 5), words: all.words.slice(0, 5) })
    })

    check('words are stemmed for the language of their document', async ({ store, collection, words }) => {
      await store.put(input(collection, 'de.md', ['Die Häuser am See'], undefined, { language: 'de' }))
      await store.put(input(collection, 'en.md', ['Running water'], undefined))
      assert.deepEqual(await words('Haus'), ['Die Häuser am See'])
      assert.deepEqual(await words('run'), ['Running water'])
    })

    check('title and headings are words of every chunk beneath them', async ({ store, collection, words }) => {
      await store.put(input(collection, 'a.md', ['It is off by default.'], undefined, { title: 'Retention', headingPath: ['Storage', 'Compaction'] }))
      for (const word of ['retention', 'compaction', 'storage']) assert.deepEqual(await words(word), ['It is off by default.'])
    })

    check('an unknown collection, an empty one and a question without words find nothing', async ({ store, collection, index, words, vectors }) => {
      assert.deepEqual(await index.search(query('nowhere', 'apples', 0)), { vector: [], words: [] })
      const { documentId } = await store.put(input(collection, 'a.md', ['apples'], [0]))
      assert.deepEqual(await words('?!'), [])
      await store.remove(documentId)
      assert.deepEqual([await words('apples'), await vectors(0)], [[], []])
    })

    check('a stopped search fails with the reason of its signal', async ({ index, collection }) => {
      const reason = new Error('enough')
      await assert.rejects(index.search(query(collection, 'apples', 0), AbortSignal.abort(reason)), reason)
    })

    check('questions asked while documents are put see whole documents only, and all that were acknowledged', async ({ store, collection, words }) => {
      let acknowledged = 0
      const writing = (async () => {
        for (let round = 0; round < 8; round++) {
          await store.put(input(collection, `${round}.md`, ['apple one', 'apple two', 'apple three'], [0, 1, 2]))
          acknowledged++
        }
      })()
      while (acknowledged < 8) {
        const before = acknowledged
        const found = await words('apple', 100)
        assert.equal(found.length % 3, 0)
        assert.ok(found.length >= before * 3, `${found.length} found of ${before} documents`)
      }
      await writing
    })

    // PGlite's folder has one opener at a time.
    if (name !== 'PGlite') {
      check('a write by another process is seen by the next question', async ({ database: first, collection, words, vectors, again: reopen }) => {
        await using other = (await reopen(first))!
        const store = openDocumentStore(other)
        await store.put(input(collection, 'a.md', ['apples'], [0]))
        assert.deepEqual(await words('apples'), ['apples'])
        await store.put(input(collection, 'a.md', ['pears'], [10]))
        assert.deepEqual([await words('apples'), await words('pears'), await vectors(10)], [[], ['pears'], ['pears']])
      })
    }
  }

  test(`memory and pgvector on ${name} give the same answers on the same data, also after changes`, { skip }, async () => {
    const collection = `c${++lastCollection}`
    const store = openDocumentStore(database!)
    const memory = openMemoryIndex(database!)
    const pgvector = openPgvectorIndex(database!)
    const random = seededRandom(7)
    const put = (source: string): Promise<unknown> => store.put(randomInput(collection, source, random))
    for (let number = 0; number < 20; number++) await put(`${number}.md`)
    const compare = async (): Promise<void> => {
      for (let round = 0; round < 10; round++) {
        const asked = { collection, text: sentence(random, 6), vector: { modelId: 'm', values: randomVector(random) }, limit: 25 }
        const [inSql, inMemory] = [await pgvector.search(asked), await memory.search(asked)]
        assertSameList(inSql.vector, inMemory.vector)
        assertSameList(inSql.words, inMemory.words)
        assert.ok(inMemory.vector.length === 25 && inMemory.words.length > 0)
      }
    }
    try {
      await compare()
      for (const number of [3, 4, 5]) await put(`${number}.md`)
      const { documents } = await store.list(collection, 2, null)
      for (const { id } of documents) await store.remove(id)
      await compare()
    } finally {
      await Promise.all([memory.close(), pgvector.close()])
    }
  })

  test(`pgvector on ${name}: a large collection is searched through an index, among others, with known recall`, { skip }, async () => {
    const collection = `c${++lastCollection}`
    const store = openDocumentStore(database!)
    const random = seededRandom(11)
    for (const each of [collection, `${collection}-other`]) {
      for (let number = 0; number < 10; number++) await store.put(randomInput(each, `${number}.md`, random, 40))
    }
    const index = openPgvectorIndex(database!, { exactUpTo: 100 })
    const asked = { questions: 50, budgetMs: 60_000 }
    assert.equal(await index.recall(collection, 'm', asked), null, 'exact while there is no index')
    await index.warm(collection)
    const stored = await index.recall(collection, 'm', asked)
    assert.ok(stored !== null && stored.recall >= 0.95 && stored.questions === 50, JSON.stringify(stored))
    const given = await index.recall(collection, 'm', { ...asked, questions: [randomVector(random), randomVector(random)] })
    assert.ok(given !== null && given.recall >= 0.9 && given.questions === 2, JSON.stringify(given))
    const hurried = await index.recall(collection, 'm', { ...asked, budgetMs: 0 })
    assert.equal(hurried?.questions, 1, 'a budget that is over ends it, and not before there is one figure')
    await store.put(randomInput(`${collection}-small`, 'few.md', random, 40))
    assert.equal(await index.recall(`${collection}-small`, 'm', asked), null, 'a small collection beside it is searched exactly')
    const models = openEmbeddingModels(database!)
    await models.remember({ id: 'n', dimensions: 2, setting: {} })
    await models.change(collection, 'n', null)
    await index.warm(collection)
    assert.equal((await indexNames(database!)).length, 2, 'the index of the next model stands before its first vector')
    await models.change(collection, 'm', null)
    await index.warm(collection)
    assert.equal((await indexNames(database!)).length, 1, 'and goes when the model is not wanted any more')
    const plan = await database!.transaction(async (run) => {
      await run(approximateSettings(10))
      return run(`explain ${approximateSql('m', 2)}`, [collection, '[1,0]', 10])
    })
    assert.match(JSON.stringify(plan), /embedding_hnsw_/)
    const { vector } = await index.search({ collection, text: '', vector: { modelId: 'm', values: randomVector(random) }, limit: 100 })
    assert.equal(vector.length, 100)
    const passages = await store.passages(vector.map(({ chunkId }) => chunkId))
    assert.ok(passages.every((passage) => passage.collection === collection))
  })
}

const indexNames = (database: Database): Promise<unknown[]> =>
  database.query(`select relname from pg_class where relkind = 'i' and relname like 'embedding\\_hnsw%'`)

/** The same chunks with the same scores in the same order, but for what the last bits of a 32-bit sum decide. */
const assertSameList = (actual: readonly Hit[], expected: readonly Hit[]): void => {
  const lastBits = 2e-6
  const scores = new Map(expected.map(({ chunkId, score }) => [chunkId, score]))
  for (const [index, hit] of actual.entries()) {
    assert.ok(Math.abs(hit.score - expected[index]!.score) <= lastBits, `place ${index + 1}: ${hit.score} and ${expected[index]!.score}`)
    // A chunk at the end of one list may be cut off by its equal in the other.
    const other = scores.get(hit.chunkId) ?? expected.at(-1)!.score
    assert.ok(Math.abs(hit.score - other) <= lastBits, `${hit.chunkId} has ${hit.score} and ${other}`)
  }
  assert.equal(actual.length, expected.length)
}

const groundOf = (index: SearchIndex, database: Database, collection: string, again: StoreCase['again']): Ground => {
  const store = openDocumentStore(database)
  const textsOf = async (hits: readonly { chunkId: string }[]): Promise<string[]> =>
    (await store.passages(hits.map(({ chunkId }) => chunkId))).map(({ text }) => text)
  return {
    index,
    store,
    database,
    collection,
    again,
    words: async (question, limit = 10) => textsOf((await index.search({ collection, text: question, vector: null, limit })).words),
    vectors: async (direction, limit = 10, modelId = 'm') =>
      textsOf((await index.search({ collection, text: '', vector: { modelId, values: at(direction) }, limit })).vector),
  }
}

/** A unit vector: two chunks are as near as their angles. */
const at = (degrees: number): Float32Array => Float32Array.of(Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180))

const query = (collection: string, text: string, direction: number, limit = 10) => ({
  collection,
  text,
  vector: { modelId: 'm', values: at(direction) },
  limit,
})

const input = (
  collection: string,
  source: string,
  texts: readonly string[],
  directions?: readonly number[],
  more: { language?: string; title?: string; headingPath?: string[] } = {},
): PutInput => {
  let start = 0
  const chunks = texts.map((text, ordinal) => {
    const chunk = { ordinal, start, end: start + text.length, headingPath: more.headingPath ?? [], tokens: 5 }
    start += text.length + 1
    return chunk
  })
  return {
    document: {
      collection,
      source,
      title: more.title ?? '',
      mediaType: 'text/plain',
      language: more.language ?? 'en',
      metadata: {},
      text: texts.join('\n'),
      pageStarts: [],
      origin: null,
    },
    chunks,
    pipeline: 'test',
    vectors: directions ? { modelId: 'm', vectors: directions.map(at) } : null,
  }
}

const vocabulary =
  'river stone cloud engine budget alert retention token index vector storage metric query label sample window rule shard replica leader'.split(' ')
const sentence = (random: () => number, length: number): string =>
  Array.from({ length }, () => vocabulary[Math.floor(random() ** 2 * vocabulary.length)]).join(' ')
const randomVector = (random: () => number, dimensions = 2): Float32Array => {
  const values = Array.from({ length: dimensions }, () => random() - 0.5)
  return Float32Array.from(values, (value) => value / Math.hypot(...values))
}
const randomInput = (collection: string, source: string, random: () => number, chunks = 6): PutInput => {
  const texts = Array.from({ length: chunks }, () => sentence(random, 4 + Math.floor(random() * 20)))
  return { ...input(collection, source, texts), vectors: { modelId: 'm', vectors: texts.map(() => randomVector(random)) } }
}
