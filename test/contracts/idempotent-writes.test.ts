import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { openIdempotentWrites } from '../../src/adapters/postgres/idempotent-writes.ts'
import { sleep } from '../../src/base/async.ts'
import { AppError, isAppError } from '../../src/base/error.ts'
import { once } from '../../src/operations/once.ts'
import { storeCases } from '../support/stores.ts'

const { cases, close } = storeCases()
after(close)

const write = { callerId: 'owner', keyHash: 'k', collection: 'default', inputHash: 'i' }
const failureOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => null,
    (error: unknown) => error,
  )

for (const { name, skip, open, again } of cases) {
  test(`${name}: of many with one key one does the work, and all get its answer`, { skip }, async () => {
    await using database = await open()
    await using other = await again(database)
    const stores = [openIdempotentWrites(database), openIdempotentWrites(other ?? database)]
    let done = 0
    const work = async (effectId: string) => {
      done++
      await sleep(30)
      return { status: 201, body: { effectId } }
    }
    const answers = await Promise.all(Array.from({ length: 50 }, (_, i) => once(stores[i % 2]!, write, work, { sleep })))
    assert.equal(done, 1)
    assert.equal(new Set(answers.map((it) => JSON.stringify(it))).size, 1)
    assert.equal(answers[0]!.status, 201)
  })

  test(`${name}: another input under the same key is refused, another caller has keys of his own`, { skip }, async () => {
    await using database = await open()
    const writes = openIdempotentWrites(database)
    const work = async () => ({ status: 200, body: null })
    await once(writes, write, work, { sleep })
    const refused = await failureOf(once(writes, { ...write, inputHash: 'j' }, work, { sleep }))
    assert.ok(isAppError(refused) && refused.code === 'invalid')
    assert.deepEqual(await once(writes, { ...write, callerId: 'key-2', inputHash: 'j' }, work, { sleep }), { status: 200, body: null })
  })

  test(`${name}: a failure is told to its asker, and the next one does it`, { skip }, async () => {
    await using database = await open()
    const writes = openIdempotentWrites(database)
    const error = new AppError('no_space', 'The disk is full.')
    assert.equal(await failureOf(once(writes, write, () => Promise.reject(error), { sleep })), error)
    assert.deepEqual(await once(writes, write, async () => ({ status: 200, body: 1 }), { sleep }), { status: 200, body: 1 })
  })

  test(`${name}: who died in the middle is followed by the next, who makes the same and cannot be overwritten`, { skip }, async () => {
    await using database = await open()
    const died = await openIdempotentWrites(database, { leaseMs: 0 }).claim(write)
    assert.ok(died.type === 'claimed')
    await sleep(5)
    const writes = openIdempotentWrites(database)
    let seen: unknown = null
    await once(
      writes,
      write,
      async (effectId, isAgain) => {
        seen = { effectId, isAgain }
        assert.equal(await died.write.heartbeat(), false)
        await died.write.finish({ status: 500, body: 'late' })
        await died.write.release()
        return { status: 200, body: 'ours' }
      },
      { sleep },
    )
    assert.deepEqual(seen, { effectId: died.write.effectId, isAgain: true })
    assert.deepEqual(await writes.claim(write), { type: 'done', response: { status: 200, body: 'ours' } })
  })

  test(`${name}: an answer is kept for its time`, { skip }, async () => {
    await using database = await open()
    await once(openIdempotentWrites(database), write, async () => ({ status: 200, body: 1 }), { sleep })
    await sleep(5)
    assert.equal((await openIdempotentWrites(database, { keptMs: 1 }).claim(write)).type, 'claimed')
  })

  test(`${name}: a database that is away when the first write comes takes the next one`, { skip }, async () => {
    await using database = await open()
    let isAway = true
    const query: typeof database.query = async (...asked) => {
      if (isAway) throw new AppError('no_space', 'The disk is full.')
      return database.query(...asked)
    }
    const writes = openIdempotentWrites({ ...database, query }, { isOnlyProcess: true })
    await assert.rejects(writes.claim(write), { code: 'no_space' })
    isAway = false
    assert.equal((await writes.claim(write)).type, 'claimed')
  })
}
