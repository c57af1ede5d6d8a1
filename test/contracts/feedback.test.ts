import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Database } from '../../src/adapters/postgres/database.ts'
import { openFeedback } from '../../src/adapters/postgres/feedback.ts'
import { newTraceId } from '../../src/base/id.ts'
import { storeCases } from '../support/stores.ts'

const { cases, close } = storeCases()
after(close)

for (const { name, skip, open } of cases) {
  let database: (Database & AsyncDisposable) | undefined
  before(async () => {
    if (!skip) database = await open()
  })
  after(() => database?.[Symbol.asyncDispose]())

  const answered = async (collection: string): Promise<string> => {
    const traceId = newTraceId()
    await database!.query(`insert into journal (trace_id, collection, question, answer, model, detail) values ($1, $2, 'q', 'a', 'm', '{}')`, [
      traceId,
      collection,
    ])
    return traceId
  }

  test(`${name}: the latest word on an answer is the one that is kept`, { skip }, async () => {
    const feedback = openFeedback(database!)
    const traceId = await answered('default')
    assert.equal(await feedback.find(traceId), null)
    assert.equal(await feedback.give({ traceId, rating: 'down', comment: 'Wrong \0 port.', correction: 'It is 9443.' }), true)
    assert.equal(await feedback.give({ traceId, rating: 'up', comment: null, correction: null }), true)
    const { givenAt, ...kept } = (await feedback.find(traceId))!
    assert.deepEqual(kept, { traceId, rating: 'up', comment: null, correction: null })
    assert.ok(givenAt instanceof Date)
  })

  test(`${name}: nothing is said of an answer that is not there, or that the scope does not show`, { skip }, async () => {
    const traceId = await answered('secret')
    const word = { traceId, rating: 'up', comment: null, correction: null } as const
    assert.equal(await openFeedback(database!).give({ ...word, traceId: newTraceId() }), false)
    assert.equal(await openFeedback(database!, ['default']).give(word), false)
    assert.equal(await openFeedback(database!, ['secret']).give(word), true)
    assert.equal(await openFeedback(database!, ['default']).find(traceId), null)
  })

  test(`${name}: feedback goes with its answer`, { skip }, async () => {
    const feedback = openFeedback(database!)
    const traceId = await answered('default')
    await feedback.give({ traceId, rating: 'up', comment: null, correction: null })
    await database!.query('delete from journal where trace_id = $1', [traceId])
    assert.equal(await feedback.find(traceId), null)
  })
}
