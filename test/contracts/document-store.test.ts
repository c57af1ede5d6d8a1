import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import type { Database } from '../../src/adapters/postgres/database.ts'
import { openEmbeddingModels } from '../../src/adapters/postgres/embedding-models.ts'
import { openDocumentStore } from '../../src/adapters/postgres/document-store.ts'
import { readVectors, type ReadVectors, type VectorPage } from '../../src/adapters/postgres/vectors.ts'
import { sha256 } from '../../src/base/id.ts'
import type { DocumentStore, PutInput } from '../../src/domain/document.ts'
import { storeCases, type StoreCase } from '../support/stores.ts'

const { cases, close } = storeCases()
after(close)

interface Ground {
  database: Database
  collection: string
  /** Sees this test's collection only, so that tests may share one database. */
  store: DocumentStore
  again: StoreCase['again']
}

for (const { name, skip, open, again } of cases) {
  let database: (Database & AsyncDisposable) | undefined
  let lastCollection = 0
  before(async () => {
    if (!skip) database = await open()
  })
  after(() => database?.[Symbol.asyncDispose]())

  const check = (sentence: string, run: (ground: Ground) => Promise<void>): void => {
    test(`${name}: ${sentence}`, { skip }, () => {
      const collection = `c${++lastCollection}`
      return run({ database: database!, collection, store: openDocumentStore(database!, [collection]), again })
    })
  }

  check('a document comes back as it was put, with the hash of its text as version', async ({ store, collection }) => {
    const given = input(collection, 'guide/budgets.md', ['Budgets 😀 cap spend.', "It's 'quoted', \\ and \t tabbed."], {
      metadata: { owner: 'ops', year: 2026, draft: false, note: null },
    })
    const result = await store.put({ ...given, document: { ...given.document, pageStarts: [0, 20] } })
    assert.deepEqual({ ...result, documentId: '' }, { documentId: '', version: sha256(given.document.text), chunks: 2, outcome: 'added', embedded: false })
    const { id, version, updatedAt, ...document } = (await store.get(result.documentId))!
    assert.deepEqual(document, { ...given.document, pageStarts: [0, 20] })
    assert.deepEqual([id, version], [result.documentId, result.version])
    assert.ok(Math.abs(Date.now() - updatedAt.getTime()) < 60_000)
  })

  check('a document is found by its source, in its own collection only', async ({ store, collection }) => {
    const { documentId } = await store.put(input(collection, 'guide/a%b.md', ['one']))
    assert.equal(await store.idOf(collection, 'guide/a%b.md'), documentId)
    assert.equal(await store.idOf(collection, 'guide/aXb.md'), null)
    assert.equal(await store.idOf('elsewhere', 'guide/a%b.md'), null)
  })

  check('what is not there is null, also when the id is no id', async ({ store }) => {
    assert.equal(await store.get('01890000-0000-7000-8000-000000000000'), null)
    assert.equal(await store.get("'; drop table document; --"), null)
    assert.equal(await store.remove('nonsense'), false)
    assert.deepEqual(await store.passages(['nonsense']), [])
  })

  check('putting the same again changes nothing but the stamp', async ({ store, collection, database }) => {
    const first = await store.put(input(collection, 'a.md', ['one', 'two']))
    const chunksBefore = await store.chunksOf(first.documentId)
    const revisionBefore = await revisionOf(database, collection)
    const second = await store.put(input(collection, 'a.md', ['one', 'two'], { stamp: 'later' }))
    assert.deepEqual(second, { ...first, outcome: 'unchanged' })
    assert.deepEqual(await store.chunksOf(first.documentId), chunksBefore)
    assert.equal((await store.inventory(collection, '/root'))[0]?.stamp, 'later')
    assert.equal(await revisionOf(database, collection), revisionBefore)
  })

  check('a replaced document keeps its id and leaves none of its old chunks behind', async ({ store, collection, database }) => {
    const first = await store.put(input(collection, 'a.md', ['one', 'two'], { vectors: 'model' }))
    const second = await store.put(input(collection, 'a.md', ['three']))
    assert.deepEqual([second.documentId, second.outcome, second.chunks], [first.documentId, 'changed', 1])
    assert.deepEqual(await texts(store, second.documentId), ['three'])
    const [left] = await database.query(
      'select count(*) as chunks, (select count(*) from embedding where collection = $1) as vectors from chunk where collection = $1',
      [collection],
    )
    assert.deepEqual(left, { chunks: 1, vectors: 0 })
    assert.equal(await store.get(first.documentId, first.version), null)
  })

  check('another title, metadata, parser or media type is a change although the text is the same', async ({ store, collection }) => {
    const base = input(collection, 'a.md', ['one'])
    await store.put(base)
    for (const other of [{ title: 'Other' }, { metadata: { a: 1 } }, { mediaType: 'text/plain' }, { language: 'de' }]) {
      assert.equal((await store.put({ ...base, document: { ...base.document, ...other } })).outcome, 'changed', JSON.stringify(other))
      await store.put(base)
    }
    assert.equal((await store.put({ ...base, pipeline: 'next' })).outcome, 'changed')
  })

  check('a list comes in pages by id and counts chunks and vectors', async ({ store, collection }) => {
    for (let index = 0; index < 5; index++) await store.put(input(collection, `${index}.md`, ['one', `two ${index}`], index === 4 ? { vectors: 'model' } : {}))
    const first = await store.list(collection, 3, null)
    const second = await store.list(collection, 3, first.nextCursor)
    assert.deepEqual(
      [...first.documents, ...second.documents].map(({ source }) => source),
      ['0.md', '1.md', '2.md', '3.md', '4.md'],
    )
    assert.equal(second.nextCursor, null)
    assert.deepEqual([second.documents[1]?.chunks, second.documents[1]?.embedded, first.documents[0]?.chunks, first.documents[1]?.embedded], [2, 2, 2, 0])
    assert.equal((await store.list(collection, 5, null)).nextCursor, null)
  })

  check('a removed document is gone with all that belongs to it', async ({ store, collection, database }) => {
    const { documentId } = await store.put(input(collection, 'a.md', ['one'], { vectors: 'model' }))
    const chunkIds = (await store.chunksOf(documentId)).map(({ id }) => id)
    await store.claimPending('other', 10, 60_000)
    assert.equal(await store.remove(documentId), true)
    assert.equal(await store.remove(documentId), false)
    assert.equal(await store.get(documentId), null)
    assert.deepEqual(await store.passages(chunkIds), [])
    for (const table of ['chunk', 'document_version', 'embedding', 'embedding_lease']) {
      assert.deepEqual(await database.query(`select * from ${table} where collection = $1`, [collection]), [], table)
    }
  })

  check('an inventory tells of one root only, and touch renews a stamp', async ({ store, collection }) => {
    await store.put(input(collection, 'a.md', ['one']))
    const { documentId } = await store.put(input(collection, 'b.md', ['two'], { root: '/elsewhere' }))
    await store.put({ ...input(collection, 'c.md', ['three']), document: { ...input(collection, 'c.md', ['three']).document, origin: null } })
    await store.touch(documentId, 'newer')
    assert.deepEqual(
      (await store.inventory(collection, '/root')).map(({ source }) => source),
      ['a.md'],
    )
    assert.deepEqual(await store.inventory(collection, '/elsewhere'), [
      { documentId, source: 'b.md', version: sha256('two'), stamp: 'newer', pipeline: 'test' },
    ])
  })

  check('passages come in the order asked and are exactly the slice that their offsets name', async ({ store, collection }) => {
    const { documentId } = await store.put(input(collection, 'a.md', ['😀😀 one', 'zwei äöü', 'three 𝒳 end']))
    const document = (await store.get(documentId))!
    const ids = (await store.chunksOf(documentId)).map(({ id }) => id)
    const passages = await store.passages([ids[2]!, '01890000-0000-7000-8000-000000000000', ids[0]!])
    assert.deepEqual(
      passages.map(({ text }) => text),
      ['three 𝒳 end', '😀😀 one'],
    )
    for (const passage of passages) assert.equal(document.text.slice(passage.start, passage.end), passage.text)
    assert.deepEqual([passages[0]?.heading, passages[0]?.title, passages[0]?.source, passages[0]?.version], ['Top › Part 2', 'Title', 'a.md', document.version])
  })

  check('passages follow a replaced document at once', async ({ store, collection }) => {
    const { documentId } = await store.put(input(collection, 'a.md', ['old words']))
    await store.passages((await store.chunksOf(documentId)).map(({ id }) => id))
    await store.put(input(collection, 'a.md', ['new words here']))
    assert.deepEqual(await texts(store, documentId), ['new words here'])
  })

  check('a bare chunk is embedded without title and headings', async ({ store, collection }) => {
    const given = input(collection, 'a.md', ['one', 'two'])
    await store.put({ ...given, chunks: given.chunks.map((chunk) => (chunk.ordinal === 0 ? { ...chunk, bare: true } : chunk)) })
    const pending = await store.claimPending('model', 5, 60_000)
    assert.deepEqual(pending.map(({ text }) => text).sort(), ['Title › Top › Part 1\n\ntwo', 'one'])
  })

  check('a claimed chunk is nobody else’s until its lease is over', async ({ store, collection }) => {
    await store.put(input(collection, 'a.md', ['one', 'two', 'three']))
    const first = await store.claimPending('model', 2, 60_000)
    // Longer than a crowded machine needs for the next statement.
    const second = await store.claimPending('model', 2, 3000)
    assert.deepEqual([first.length, second.length, (await store.claimPending('model', 2, 60_000)).length], [2, 1, 0])
    assert.equal(new Set([...first, ...second].map(({ chunkId }) => chunkId)).size, 3)
    assert.ok(
      [...first, ...second].some(({ text }) => text === 'Title › Top › Part 0\n\none'),
      JSON.stringify(first),
    )
    let again = await store.claimPending('model', 5, 60_000)
    for (let tries = 0; tries < 600 && again.length === 0; tries++) {
      await delay(50)
      again = await store.claimPending('model', 5, 60_000)
    }
    assert.deepEqual(again, second)
  })

  check('workers that claim at the same time never get the same chunk', async ({ store, collection, database, again }) => {
    for (let index = 0; index < 8; index++)
      await store.put(
        input(
          collection,
          `${index}.md`,
          Array.from({ length: 10 }, (_, part) => `text ${index} ${part}`),
        ),
      )
    const other = await again(database)
    const stores = [store, openDocumentStore(other ?? database, [collection])]
    const claims = await Promise.all(Array.from({ length: 16 }, (_, index) => stores[index % 2]!.claimPending('model', 5, 60_000)))
    const ids = claims.flat().map(({ chunkId }) => chunkId)
    assert.equal(ids.length, 80)
    assert.equal(new Set(ids).size, 80)
    await other?.[Symbol.asyncDispose]()
  })

  check('vectors come back bit by bit, and those of chunks that are gone are skipped', async ({ store, collection, database }) => {
    const { documentId } = await store.put(input(collection, 'a.md', ['one', 'two']))
    const claimed = await store.claimPending('model', 10, 60_000)
    const vectors = claimed.map(({ chunkId }, index) => ({ chunkId, vector: Float32Array.of(0.1 + index, -1e-7, 1 / 3) }))
    await store.putVectors('model', [...vectors, { chunkId: '01890000-0000-7000-8000-000000000000', vector: Float32Array.of(1, 2, 3) }])
    assert.deepEqual(await storedVectors(database, collection, 'model'), new Map(vectors.map(({ chunkId, vector }) => [chunkId, [...vector]])))
    assert.deepEqual([await store.countPending('model'), (await store.list(collection, 1, null)).documents[0]?.embedded], [0, 2])
    assert.equal((await store.put(input(collection, 'a.md', ['one', 'two']))).embedded, true)
    assert.equal((await store.get(documentId))?.text, 'one\ntwo')
  })

  check('vectors are read in pages and by document', async ({ store, collection, database }) => {
    for (let index = 0; index < 7; index++) await store.put(input(collection, `${index}.md`, ['one', 'two', `three ${index}`], { vectors: 'model' }))
    const pages = await pagesOf(database, { collection, modelId: 'model', pageSize: 8 })
    assert.deepEqual(
      pages.map(({ chunkIds }) => chunkIds.length),
      [8, 8, 5],
    )
    const ids = pages.flatMap(({ chunkIds }) => chunkIds)
    assert.deepEqual(ids, [...ids].sort())
    const documentId = (await store.list(collection, 1, null)).documents[0]!.id
    const some = await pagesOf(database, { collection, modelId: 'model', documentIds: [documentId] })
    assert.deepEqual(some[0]?.chunkIds, (await store.chunksOf(documentId)).map(({ id }) => id).sort())
  })

  check('the same words get the same vector without the model: when stored and when claimed', async ({ store, collection, database }) => {
    await store.put(input(collection, 'a.md', ['one', 'two'], { vectors: 'model' }))
    const moved = await store.put(input(collection, 'b.md', ['one', 'two']))
    assert.equal(moved.embedded, true, 'stored under another name')
    const edited = await store.put(input(collection, 'a.md', ['one', 'new']))
    assert.equal(edited.embedded, false)
    assert.equal(await store.countPending('model'), 1, 'only the edited part waits')
    const twin = await store.put(input(collection, 'c.md', ['x', 'new']))
    const [first] = (await store.claimPending('model', 1, 1)).map(({ chunkId }) => chunkId)
    await store.putVectors('model', [{ chunkId: first!, vector: Float32Array.of(9, 9, 9) }])
    await delay(5)
    const rest = await store.claimPending('model', 10, 60_000)
    assert.deepEqual(
      rest.map(({ text }) => text.split('\n').at(-1)),
      ['x'],
    )
    assert.equal((await storedVectors(database, collection, 'model')).get((await store.chunksOf(twin.documentId))[1]!.id)?.[0], 9)
  })

  check('vectors of another model wait beside the old ones until all are there, then the collection changes over', async ({ store, collection, database }) => {
    const activeModel = async (): Promise<unknown> =>
      (await database.query<{ embedding_model: string }>('select embedding_model from collection where name = $1', [collection]))[0]?.embedding_model
    await store.put(input(collection, 'a.md', ['one', 'two'], { vectors: 'old' }))
    assert.equal(await activeModel(), 'old')
    const mixed = await store.put(input(collection, 'b.md', ['three'], { vectors: 'new' }))
    assert.deepEqual([mixed.embedded, await activeModel()], [false, 'old'])
    assert.deepEqual(await store.claimPending('new', 10, 60_000), [], 'nobody has asked for the change yet')
    assert.equal(await openEmbeddingModels(database).change(collection, 'new', null), false)
    const claimed = await store.claimPending('new', 10, 60_000)
    assert.equal(claimed.length, 2)
    await store.putVectors('new', [{ chunkId: claimed[0]!.chunkId, vector: Float32Array.of(1, 1, 1) }])
    assert.equal(await activeModel(), 'old')
    await store.putVectors('new', [{ chunkId: claimed[1]!.chunkId, vector: Float32Array.of(1, 1, 1) }])
    assert.equal(await activeModel(), 'new')
    assert.equal(
      (await store.list(collection, 10, null)).documents.every(({ chunks, embedded }) => chunks === embedded),
      true,
    )
  })

  check('a model that changed its dimensions under its name is refused, and a refused put leaves nothing', async ({ store, collection, database }) => {
    await store.put(input(collection, 'a.md', ['one'], { vectors: `dimensions-${collection}` }))
    const longer = { ...input(collection, 'b.md', ['two']), vectors: { modelId: `dimensions-${collection}`, vectors: [new Float32Array(4)] } }
    await assert.rejects(store.put(longer), { code: 'conflict', message: /have 3 numbers in the database but 4 now/ })
    assert.deepEqual(
      (await store.list(collection, 10, null)).documents.map(({ source }) => source),
      ['a.md'],
    )
    assert.deepEqual(await database.query('select * from chunk where collection = $1 and ordinal > 0', [collection]), [])
  })

  check('every write raises the revision and names the document that changed', async ({ store, collection, database }) => {
    const { documentId } = await store.put(input(collection, 'a.md', ['one']))
    const [claimed] = await store.claimPending('model', 1, 60_000)
    await store.putVectors('model', [{ chunkId: claimed!.chunkId, vector: Float32Array.of(1, 2, 3) }])
    await store.put(input(collection, 'a.md', ['two']))
    await store.remove(documentId)
    assert.equal(await revisionOf(database, collection), 4)
    const changes = await database.query('select revision, document_id from change where collection = $1 order by revision', [collection])
    assert.deepEqual(
      changes,
      [1, 2, 3, 4].map((revision) => ({ revision, document_id: documentId })),
    )
  })

  check('the list of changes stays short, and says from where on it is complete', async ({ store, collection, database }) => {
    await store.put(input(collection, 'a.md', ['one']))
    await database.query('update collection set revision = 10999 where name = $1', [collection])
    await store.put(input(collection, 'a.md', ['two']))
    assert.deepEqual(await database.query('select revision, change_floor from collection where name = $1', [collection]), [
      { revision: 11_000, change_floor: 1000 },
    ])
    assert.deepEqual(await database.query('select revision from change where collection = $1', [collection]), [{ revision: 11_000 }])
  })

  check(
    'a version that an answer cites stays readable after its document was replaced, until the document is removed',
    async ({ store, collection, database }) => {
      const cited = await store.put(input(collection, 'a.md', ['cited words']))
      const traceId = `${collection}${'0'.repeat(32)}`.slice(0, 32)
      await database.query(`insert into journal (trace_id, collection, question, answer, model, detail) values ($1, $2, '', '', '', '{}')`, [
        traceId,
        collection,
      ])
      await database.query('insert into cited_version (document_id, version, trace_id) values ($1, $2, $3)', [cited.documentId, cited.version, traceId])
      const uncited = await store.put(input(collection, 'a.md', ['never cited']))
      await store.put(input(collection, 'a.md', ['the last']))
      assert.equal((await store.get(cited.documentId, cited.version))?.text, 'cited words')
      assert.equal(await store.get(cited.documentId, uncited.version), null)
      assert.equal((await store.get(cited.documentId))?.text, 'the last')
      await store.remove(cited.documentId)
      assert.equal(await store.get(cited.documentId, cited.version), null)
    },
  )

  check('of equal puts at once one adds and the others find it there', async ({ store, collection, database, again }) => {
    const other = await again(database)
    const stores = [store, openDocumentStore(other ?? database, [collection])]
    const results = await Promise.all(Array.from({ length: 12 }, (_, index) => stores[index % 2]!.put(input(collection, 'same.md', ['same words']))))
    assert.deepEqual(results.map(({ outcome }) => outcome).sort(), ['added', ...Array.from({ length: 11 }, () => 'unchanged')])
    assert.equal(new Set(results.map(({ documentId }) => documentId)).size, 1)
    await other?.[Symbol.asyncDispose]()
  })

  check('many writers, claimers and removers at once never block each other for good', async ({ store, collection, database, again }) => {
    const other = await again(database)
    const stores = [store, openDocumentStore(other ?? database, [collection])]
    const work = Array.from({ length: 60 }, async (_, index) => {
      const mine = stores[index % 2]!
      const { documentId } = await mine.put(input(collection, `${index % 6}.md`, [`words ${index}`, 'common', `more ${index}`]))
      const claimed = await mine.claimPending('model', 4, 60_000)
      await mine.putVectors(
        'model',
        claimed.map(({ chunkId }) => ({ chunkId, vector: Float32Array.of(index, 0, 1) })),
      )
      if (index % 7 === 0) await mine.remove(documentId)
    })
    await Promise.all(work)
    const [row] = await database.query('select count(*) as orphans from chunk where collection = $1 and document_id not in (select id from document)', [
      collection,
    ])
    assert.equal(row?.orphans, 0)
    for (const { id, chunks } of (await store.list(collection, 10, null)).documents) assert.deepEqual([chunks, (await texts(store, id)).length], [3, 3])
    await other?.[Symbol.asyncDispose]()
  })

  check('a store sees and writes only the collections of its scope', async ({ store, collection, database }) => {
    const { documentId } = await store.put(input(collection, 'secret.md', ['secret'], { vectors: 'model' }))
    const chunkIds = (await store.chunksOf(documentId)).map(({ id }) => id)
    const stranger = openDocumentStore(database, ['elsewhere', `${collection}x`])
    assert.equal(await stranger.get(documentId), null)
    assert.deepEqual((await stranger.list(collection, 10, null)).documents, [])
    assert.deepEqual(await stranger.passages(chunkIds), [])
    assert.deepEqual(await stranger.claimPending('another', 100, 1), [])
    assert.equal(
      (await stranger.counts()).collections.some(({ name }) => name === collection),
      false,
    )
    assert.equal(await stranger.remove(documentId), false)
    await assert.rejects(stranger.put(input(collection, 'intruder.md', ['x'])), { code: 'forbidden' })
    assert.deepEqual((await store.counts()).collections, [{ name: collection, documents: 1, chunks: 1 }])
  })

  check('text that PostgreSQL cannot hold is stored with marks in its place, of the same length', async ({ store, collection }) => {
    const { documentId, version } = await store.put(input(collection, 'odd.md', ['nul \0 and half \ud83d pair'], { metadata: { odd: '\0\ud83d' } }))
    const document = (await store.get(documentId))!
    assert.equal(document.text, 'nul \ufffd and half \ufffd pair')
    assert.equal(document.version, version)
    assert.deepEqual(document.metadata, { odd: '\ufffd\ufffd' })
  })

  check('a document without chunks is a document', async ({ store, collection }) => {
    const result = await store.put(input(collection, 'empty.md', []))
    assert.deepEqual([result.chunks, result.embedded, (await store.get(result.documentId))?.text], [0, true, ''])
  })

  check('a hostile scope or name is only a name', async ({ database }) => {
    const name = `'; drop table chunk; select '*`
    const store = openDocumentStore(database, [name])
    const { documentId } = await store.put(input(name, "a'b.md", ['one']))
    assert.equal((await store.get(documentId))?.collection, name)
    assert.equal((await store.counts()).collections.length, 1)
  })
}

interface Extra {
  title?: string
  metadata?: Record<string, string | number | boolean | null>
  stamp?: string
  root?: string
  /** Give every chunk a vector of this model. */
  vectors?: string
}

/** A document whose chunks are these texts, one a line. */
const input = (
  collection: string,
  source: string,
  parts: readonly string[],
  { metadata = {}, stamp = 'first', root = '/root', vectors }: Extra = {},
): PutInput => {
  const text = parts.join('\n')
  let start = 0
  const chunks = parts.map((part, ordinal) => {
    const chunk = { ordinal, start, end: start + part.length, headingPath: ['Top', `Part ${ordinal}`], tokens: part.length }
    start = chunk.end + 1
    return chunk
  })
  return {
    document: { collection, source, title: 'Title', mediaType: 'text/markdown', language: 'en', metadata, text, pageStarts: [], origin: { root, stamp } },
    chunks,
    pipeline: 'test',
    vectors: vectors ? { modelId: vectors, vectors: parts.map((part, index) => Float32Array.of(part.length, index, 0.5)) } : null,
  }
}

const texts = async (store: DocumentStore, documentId: string): Promise<string[]> =>
  (await store.passages((await store.chunksOf(documentId)).map(({ id }) => id))).map(({ text }) => text)

const revisionOf = async (database: Database, collection: string): Promise<number> =>
  (await database.query<{ revision: number }>('select revision from collection where name = $1', [collection]))[0]!.revision

const storedVectors = async (database: Database, collection: string, modelId: string): Promise<Map<string, number[]>> => {
  const found = new Map<string, number[]>()
  for await (const { chunkIds, dimensions, values } of readVectors(database, { collection, modelId })) {
    chunkIds.forEach((id, index) => found.set(id, [...values.subarray(index * dimensions, (index + 1) * dimensions)]))
  }
  return found
}

const pagesOf = async (database: Database, wanted: ReadVectors): Promise<VectorPage[]> => {
  const pages: VectorPage[] = []
  for await (const page of readVectors(database, wanted)) pages.push(page)
  return pages
}
