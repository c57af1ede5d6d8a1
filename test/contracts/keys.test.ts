import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Database } from '../../src/adapters/postgres/database.ts'
import { openKeySessions } from '../../src/adapters/postgres/key-sessions.ts'
import { openKeys } from '../../src/adapters/postgres/keys.ts'
import { openRequestRate } from '../../src/adapters/postgres/request-rate.ts'
import { asCaller } from '../../src/adapters/postgres/as-caller.ts'
import { sha256 } from '../../src/base/id.ts'
import { withinCall, type Caller } from '../../src/domain/call.ts'
import { newKeyId, type NewKey } from '../../src/domain/key.ts'
import { storeCases } from '../support/stores.ts'

const { cases, close } = storeCases()
after(close)

const wanted: NewKey = { name: 'support page', scope: 'ask', collections: ['alpha'], customer: null, isStaff: false, requestsPerMinute: null, expiresAt: null }

for (const { name, skip, open, again } of cases) {
  let database: (Database & AsyncDisposable) | undefined
  before(async () => {
    if (!skip) database = await open()
  })
  after(() => database?.[Symbol.asyncDispose]())

  const check = (sentence: string, run: (database: Database) => Promise<void>): void => {
    test(`${name}: ${sentence}`, { skip }, () => run(database!))
  }

  check('a key is found by its id, with what its secret hashes to', async (database) => {
    const keys = openKeys(database)
    const id = newKeyId()
    const expiresAt = new Date('2031-01-01T00:00:00Z')
    const made = await keys.add(id, { ...wanted, name: 'nul \0', collections: ['beta', 'alpha', 'beta'], requestsPerMinute: 30, expiresAt }, sha256('one'))
    assert.deepEqual([made.name, made.collections, made.requestsPerMinute, made.expiresAt], ['nul \ufffd', ['beta', 'alpha'], 30, expiresAt])
    assert.deepEqual(await keys.find(id), { key: made, hashes: { current: sha256('one'), previous: null } })
    assert.deepEqual((await keys.list())[0], made)
    assert.equal(await keys.find(newKeyId()), null)
  })

  check('after a rotation the secret so far is known for the grace, and not without one', async (database) => {
    const keys = openKeys(database)
    const id = newKeyId()
    await keys.add(id, wanted, sha256('one'))
    await keys.rotate(id, sha256('two'), 60_000)
    assert.deepEqual((await keys.find(id))?.hashes, { current: sha256('two'), previous: sha256('one') })
    await keys.rotate(id, sha256('three'), 0)
    assert.deepEqual((await keys.find(id))?.hashes, { current: sha256('three'), previous: null })
  })

  check('a suspended key is resumed, a revoked one never', async (database) => {
    const keys = openKeys(database)
    const id = newKeyId()
    await keys.add(id, wanted, sha256('one'))
    const suspended = await keys.suspend(id, true)
    assert.ok(suspended?.suspendedAt)
    assert.deepEqual((await keys.suspend(id, true))?.suspendedAt, suspended.suspendedAt)
    assert.equal((await keys.suspend(id, false))?.suspendedAt, null)
    const revoked = await keys.revoke(id)
    assert.ok(revoked?.revokedAt)
    assert.deepEqual(await keys.rotate(id, sha256('two'), 60_000), revoked)
    assert.deepEqual(await keys.suspend(id, true), revoked)
    assert.deepEqual((await keys.find(id))?.hashes, { current: sha256('one'), previous: null })
    assert.equal(await keys.revoke(newKeyId()), null)
  })

  check('the last use is noted once a minute', async (database) => {
    const keys = openKeys(database)
    const id = newKeyId()
    assert.equal((await keys.add(id, wanted, sha256('one'))).lastUsedAt, null)
    await keys.used(id)
    const first = (await keys.find(id))?.key.lastUsedAt
    assert.ok(first)
    await keys.used(id)
    assert.deepEqual((await keys.find(id))?.key.lastUsedAt, first)
  })

  check('who administers one collection sees, changes and makes no key that sees more', async (database) => {
    const all = openKeys(database)
    const keys = openKeys(asCaller(database))
    const admin: Caller = { id: newKeyId(), name: 'admin', scope: 'admin', collections: ['alpha', 'beta'] }
    const asAdmin = <Result>(work: () => Promise<Result>): Promise<Result> => withinCall({ caller: admin }, work)
    const own = newKeyId()
    const wider = newKeyId()
    const everything = newKeyId()
    await asAdmin(() => keys.add(own, wanted, sha256('own')))
    await all.add(wider, { ...wanted, collections: ['alpha', 'gamma'] }, sha256('wider'))
    await all.add(everything, { ...wanted, collections: '*' }, sha256('all'))
    const seen = (await asAdmin(() => keys.list())).map(({ id }) => id)
    assert.deepEqual(
      [own, wider, everything].map((id) => seen.includes(id)),
      [true, false, false],
    )
    for (const id of [wider, everything]) {
      assert.equal(await asAdmin(() => keys.revoke(id)), null)
      assert.equal(await asAdmin(() => keys.rotate(id, sha256('stolen'), 0)), null)
      assert.equal((await all.find(id))?.key.revokedAt, null)
    }
    for (const collections of [['alpha', 'gamma'], '*'] as const)
      await assert.rejects(
        asAdmin(() => keys.add(newKeyId(), { ...wanted, collections }, sha256('more'))),
        { code: 'forbidden' },
      )
  })

  check('a session is found until it is over or removed, and goes with its key', async (database) => {
    const keys = openKeys(database)
    const sessions = openKeySessions(database)
    const keyId = newKeyId()
    await keys.add(keyId, wanted, sha256('one'))
    const session = { keyId, secretHash: sha256('one') }
    for (const [token, lastsMs] of [
      ['kept', 60_000],
      ['removed', 60_000],
    ] as const)
      await sessions.add(sha256(`${keyId} ${token}`), session, lastsMs)
    await sessions.add(sha256(`${keyId} over`), session, -1)
    await sessions.remove(sha256(`${keyId} removed`))
    const found = await Promise.all(['kept', 'removed', 'over'].map((token) => sessions.find(sha256(`${keyId} ${token}`))))
    assert.deepEqual(found, [session, null, null])
    await database.query('delete from api_key where id = $1', [keyId])
    assert.equal(await sessions.find(sha256(`${keyId} kept`)), null)
  })

  check('a minute’s worth of requests may come at once, from several processes too, and then one when there is room', async (database) => {
    const id = newKeyId()
    await openKeys(database).add(id, wanted, sha256('one'))
    const other = await again(database)
    const rates = [openRequestRate(database), openRequestRate(other ?? database)]
    // The next one is free after twelve seconds.
    const taken = await Promise.all(Array.from({ length: 8 }, (_, index) => rates[index % 2]!.take(id, 5)))
    assert.equal(taken.filter(({ isAdmitted }) => isAdmitted).length, 5)
    for (const { isAdmitted, limit, retryAfterMs } of taken) {
      assert.equal(limit, 5)
      assert.equal(retryAfterMs > 0 && retryAfterMs <= 12_000, !isAdmitted)
    }
    assert.deepEqual(
      taken
        .filter(({ isAdmitted }) => isAdmitted)
        .map(({ remaining }) => remaining)
        .toSorted(),
      [0, 1, 2, 3, 4],
    )
    await database.query(`update key_rate set paid_at = paid_at - interval '12 seconds' where key_id = $1`, [id])
    assert.equal((await rates[1]!.take(id, 5)).isAdmitted, true)
    assert.equal((await rates[0]!.take(id, 5)).isAdmitted, false)
    await other?.[Symbol.asyncDispose]()
  })
}
