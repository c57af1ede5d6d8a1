import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openAnswerCache } from '../../src/adapters/postgres/answer-cache.ts'
import type { Database } from '../../src/adapters/postgres/database.ts'
import { openDocumentStore } from '../../src/adapters/postgres/document-store.ts'
import { newId } from '../../src/base/id.ts'
import type { AnswerKey, CacheLimits } from '../../src/domain/answer-cache.ts'
import { answered, eventsOf } from '../../src/middleware/answer-for-tests.ts'
import { storeCases } from '../support/stores.ts'
import { putInput } from '../support/put-input.ts'

const { cases, close } = storeCases()
after(close)

const limits: CacheLimits = { mostAgeMs: 3600_000, mostRows: 100, mostBytes: 1_000_000 }
const answer = answered()
const kept = { question: 'What is the limit?', events: eventsOf(answer), answer }

for (const { name, skip, open, again } of cases) {
  let database: (Database & AsyncDisposable) | undefined
  before(async () => {
    if (!skip) database = await open()
  })
  after(() => database?.[Symbol.asyncDispose]())

  /** A collection of its own with one document. */
  const place = async () => {
    const collection = newId()
    const documents = openDocumentStore(database!)
    const { documentId } = await documents.put(putInput({ collection }))
    const key: AnswerKey = { collection, key: 'key', form: 'form', model: 'model-1' }
    return { collection, documents, documentId, key, revision: (await openAnswerCache(database!, limits).find(key)).revision! }
  }
  const check = (sentence: string, run: () => Promise<void>): void => void test(`${name}: ${sentence}`, { skip }, run)

  check('an answer is given again byte for byte, with the order of its names, and events that share its passages and citations', async () => {
    const { key, revision } = await place()
    const cache = openAnswerCache(database!, limits)
    assert.equal(await cache.keep(key, revision, kept), true)
    const found = await cache.find(key)
    for (const part of ['question', 'answer', 'events'] as const) assert.equal(JSON.stringify(found.kept![part]), JSON.stringify(kept[part]))
    assert.deepEqual([found.revision, found.isExact], [revision, true])
  })

  check('another key of the same form finds it and says so; another form, or none, does not', async () => {
    const { key, revision } = await place()
    const cache = openAnswerCache(database!, limits)
    await cache.keep(key, revision, kept)
    const inOtherWords = await cache.find({ ...key, key: 'other' })
    assert.deepEqual([inOtherWords.kept?.question, inOtherWords.isExact], [kept.question, false])
    for (const form of [null, 'other form']) assert.deepEqual(await cache.find({ ...key, key: 'other', form }), { revision, kept: null, isExact: false })
    await cache.keep({ ...key, key: 'other' }, revision, { ...kept, question: 'Limit?' })
    assert.equal((await cache.find(key)).kept?.question, kept.question, 'the very question comes first')
  })

  check('a collection that changed has no answers left, and takes in none that were begun before', async () => {
    for (const change of ['put', 'remove'] as const) {
      const { key, revision, documents, documentId, collection } = await place()
      const cache = openAnswerCache(database!, limits)
      await cache.keep(key, revision, kept)
      if (change === 'put') await documents.put(putInput({ collection, text: 'other words' }))
      else await documents.remove(documentId)
      assert.deepEqual(await database!.query('select from answer_cache where collection = $1', [collection]), [])
      assert.equal(await cache.keep(key, revision, kept), false)
      assert.deepEqual([(await cache.find(key)).kept, (await cache.find(key)).revision! > revision], [null, true])
    }
  })

  check('whatever the order of keeping and changing, no answer of an older revision stays', async () => {
    const { key, documents, collection } = await place()
    const cache = openAnswerCache(database!, limits)
    for (let round = 0; round < 20; round++) {
      const { revision } = await cache.find(key)
      await Promise.all([cache.keep(key, revision!, kept), documents.put(putInput({ collection, text: `words ${round}` }))])
      assert.deepEqual(await database!.query('select from answer_cache where collection = $1', [collection]), [])
    }
  })

  check('a collection that is removed takes its answers, claims and vectors along; one that never was keeps none', async () => {
    const { key, revision, collection } = await place()
    const cache = openAnswerCache(database!, limits)
    await cache.keep(key, revision, kept)
    await cache.claim(key, newId(), 60_000)
    await database!.query('delete from collection where name = $1', [collection])
    for (const table of ['answer_cache', 'answer_lease', 'question_vector'])
      assert.deepEqual(await database!.query(`select from ${table} where collection = $1`, [collection]), [])
    assert.deepEqual(await cache.find(key), { revision: null, kept: null, isExact: false })
    assert.equal(await cache.keep(key, revision, kept), false)
  })

  check('of each collection the least used go first, by rows and by bytes; no collection displaces another', async () => {
    const [one, other] = [await place(), await place()]
    const few = openAnswerCache(database!, { ...limits, mostRows: 3 })
    const keep = (cache: typeof few, { key, revision }: typeof one, name: string) => cache.keep({ ...key, key: name, form: name }, revision, kept)
    const keysOf = async ({ collection }: typeof one): Promise<unknown[]> =>
      (await database!.query<{ key: string }>('select key from answer_cache where collection = $1 order by key', [collection])).map(({ key }) => key)
    await keep(few, other, 'theirs')
    for (const name of ['a', 'b', 'c']) await keep(few, one, name)
    await database!.query(`update answer_cache set used_at = now() - interval '2 hours' where collection = $1 and key in ('a', 'b')`, [one.collection])
    await few.find({ ...one.key, key: 'a', form: null })
    await keep(few, one, 'd')
    assert.deepEqual(await keysOf(one), ['a', 'c', 'd'])
    const small = openAnswerCache(database!, { ...limits, mostBytes: 10 })
    await keep(small, one, 'e')
    assert.deepEqual(await keysOf(one), [], 'larger than all that may be kept')
    assert.deepEqual(await keysOf(other), ['theirs'])
  })

  check('an answer that is too old is not given, and goes with the next that comes', async () => {
    const { key, revision, collection } = await place()
    const cache = openAnswerCache(database!, limits)
    await cache.keep(key, revision, kept)
    await database!.query(`update answer_cache set made_at = now() - interval '2 hours' where collection = $1`, [collection])
    assert.equal((await cache.find(key)).kept, null)
    await cache.keep({ ...key, key: 'new', form: 'new' }, revision, kept)
    assert.deepEqual(await database!.query('select key from answer_cache where collection = $1', [collection]), [{ key: 'new' }])
  })

  check('one holder at a time answers; who lets go or whose time is over makes room', async () => {
    const { key, collection } = await place()
    const second = (await again(database!)) ?? database!
    const [cache, elsewhere] = [openAnswerCache(database!, limits), openAnswerCache(second, limits)]
    const [one, other] = [newId(), newId()]
    assert.deepEqual(await Promise.all([cache.claim(key, one, 60_000), elsewhere.claim({ ...key, key: 'another' }, other, 60_000)]), [true, true])
    assert.deepEqual([await elsewhere.claim(key, other, 60_000), await cache.claim(key, one, 60_000)], [false, true])
    await elsewhere.release(key, other)
    assert.equal(await elsewhere.claim(key, other, 60_000), false, 'nobody lets go for another')
    await cache.release(key, one)
    assert.equal(await elsewhere.claim(key, other, 60_000), true)
    await database!.query(`update answer_lease set lease_until = now() - interval '1 second' where collection = $1`, [collection])
    assert.equal(await cache.claim(key, one, 60_000), true)
    if (second !== database) await second.close()
  })

  check('who may not see a collection finds none of its answers, and can keep none there', async () => {
    const { key, revision } = await place()
    await openAnswerCache(database!, limits).keep(key, revision, kept)
    const stranger = openAnswerCache({ ...database!, query: (sql, values) => database!.query(sql, values, ['other']) }, limits)
    assert.deepEqual(await stranger.find(key), { revision: null, kept: null, isExact: false })
    const scoped = openAnswerCache({ ...database!, transaction: (work) => database!.transaction(work, ['other']) }, limits)
    assert.equal(await scoped.keep(key, revision, kept), false)
  })
}
