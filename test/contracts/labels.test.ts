import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Database } from '../../src/adapters/postgres/database.ts'
import { openTraceFinder } from '../../src/adapters/postgres/find-traces.ts'
import { openRatings } from '../../src/adapters/postgres/labels.ts'
import { newId, newTraceId } from '../../src/base/id.ts'
import { removedMark } from '../../src/domain/forget-document.ts'
import { mostRaters } from '../../src/domain/people-rating.ts'
import { storeCases } from '../support/stores.ts'

const { cases, close } = storeCases()
after(close)

for (const { name, skip, open } of cases) {
  let database: (Database & AsyncDisposable) | undefined
  before(async () => {
    if (!skip) database = await open()
  })
  after(() => database?.[Symbol.asyncDispose]())

  const answered = async (answer = 'Nine.', collection = 'default'): Promise<string> => {
    const traceId = newTraceId()
    await database!.query(`insert into journal (trace_id, collection, question, answer, model, detail) values ($1, $2, 'q', $3, 'm', '{}')`, [
      traceId,
      collection,
      answer,
    ])
    return traceId
  }
  const sheetOf = async (traces: readonly string[], collection = 'default') => {
    const sheet = { id: newId(), name: 'Which \0 model', collection, runId: null }
    const items = traces.map((traceId, index) => ({ id: newId(), caseId: `case ${index}`, variant: 'small', traceId }))
    await openRatings(database!).createSheet(sheet, items)
    return { sheet, items }
  }

  test(`${name}: a sheet comes back with its items, newest sheet first`, { skip }, async () => {
    const ratings = openRatings(database!)
    const { sheet: older } = await sheetOf([await answered()])
    const { sheet, items } = await sheetOf([await answered(), await answered()])
    assert.deepEqual(
      (await ratings.items(sheet.id)).map(({ sheetId, isGone, ...item }) => ({ sheetId, isGone, item })),
      items.toSorted((one, other) => (one.id < other.id ? -1 : 1)).map((item) => ({ sheetId: sheet.id, isGone: false, item })),
    )
    const { createdAt, ...found } = (await ratings.find(sheet.id))!
    assert.deepEqual(found, { ...sheet, name: 'Which \ufffd model', items: 2, raters: 0, ratings: 0 })
    assert.ok(createdAt instanceof Date)
    const ids = (await ratings.sheets()).map(({ id }) => id)
    assert.ok(ids.indexOf(sheet.id) < ids.indexOf(older.id))
    assert.equal(await ratings.find(newId()), null)
  })

  test(`${name}: of one person the latest rating counts, and only once; another person's stands beside it`, { skip }, async () => {
    const ratings = openRatings(database!)
    const { sheet, items } = await sheetOf([await answered()])
    const itemId = items[0]!.id
    const word = { itemId, rater: 'ana', accuracy: 2, helpfulness: 3, comment: 'Port \0 is wrong.' }
    await Promise.all([ratings.rate(word), ratings.rate(word), ratings.rate(word)])
    assert.equal(await ratings.rate({ ...word, accuracy: 5, comment: null }), 'kept')
    assert.equal(await ratings.rate({ ...word, rater: 'ben' }), 'kept')
    assert.deepEqual(await ratings.ratings(sheet.id), [
      { itemId, rater: 'ana', accuracy: 5, helpfulness: 3, comment: null },
      { itemId, rater: 'ben', accuracy: 2, helpfulness: 3, comment: 'Port \ufffd is wrong.' },
    ])
    const { raters, ratings: count } = (await ratings.find(sheet.id))!
    assert.deepEqual([raters, count], [2, 2])
    assert.equal(await ratings.rate({ ...word, itemId: newId() }), 'unknown')
  })

  test(`${name}: a sheet takes so many people and no more; who is among them goes on`, { skip }, async () => {
    const ratings = openRatings(database!)
    const { sheet, items } = await sheetOf([await answered(), await answered()])
    const { items: elsewhere } = await sheetOf([await answered()])
    const word = { itemId: items[0]!.id, rater: 'ana', accuracy: 2, helpfulness: 3, comment: null }
    for (let index = 0; index < mostRaters; index++) assert.equal(await ratings.rate({ ...word, rater: `rater ${index}` }), 'kept')
    assert.equal(await ratings.rate(word), 'full')
    assert.equal(await ratings.rate({ ...word, itemId: items[1]!.id }), 'full')
    assert.equal(await ratings.rate({ ...word, itemId: items[1]!.id, rater: 'rater 7' }), 'kept')
    assert.equal(await ratings.rate({ ...word, itemId: elsewhere[0]!.id }), 'kept')
    assert.equal((await ratings.find(sheet.id))!.raters, mostRaters)
  })

  test(`${name}: an answer whose words were removed, or whose row is gone, says so`, { skip }, async () => {
    const [kept, removed, missing] = [await answered(), await answered(`It is ${removedMark}`), newTraceId()]
    const { sheet } = await sheetOf([kept, removed, missing])
    const gone = (await openRatings(database!).items(sheet.id)).flatMap(({ traceId, isGone }) => (isGone ? [traceId] : []))
    assert.deepEqual(gone.toSorted(), [removed, missing].toSorted())
  })

  test(`${name}: another scope sees neither sheet nor items, and cannot rate them`, { skip }, async () => {
    const { sheet, items } = await sheetOf([await answered('Nine.', 'secret')], 'secret')
    const stranger = openRatings(database!, ['default'])
    assert.equal(await stranger.find(sheet.id), null)
    assert.deepEqual(await stranger.items(sheet.id), [])
    assert.equal(await stranger.rate({ itemId: items[0]!.id, rater: 'eve', accuracy: 1, helpfulness: 1, comment: null }), 'unknown')
    const friend = openRatings(database!, ['secret'])
    assert.equal(await friend.rate({ itemId: items[0]!.id, rater: 'ana', accuracy: 1, helpfulness: 1, comment: null }), 'kept')
    assert.deepEqual(await stranger.ratings(sheet.id), [])
  })

  test(`${name}: the erasure check finds what people wrote beside their ratings`, { skip }, async () => {
    const { items } = await sheetOf([await answered()])
    await openRatings(database!).rate({ itemId: items[0]!.id, rater: 'ana', accuracy: 1, helpfulness: 1, comment: 'It says walrus ledger 77.' })
    const places = await openTraceFinder(database!)({ documentId: null, source: null, text: 'walrus ledger 77' })
    assert.deepEqual(
      places.filter(({ count }) => count > 0).map(({ place }) => place),
      ['ratings of answers'],
    )
  })
}
