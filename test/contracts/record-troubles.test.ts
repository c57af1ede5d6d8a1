import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { openPostgresRecords } from '../../src/adapters/records/open-postgres-records.ts'
import { isAppError } from '../../src/base/error.ts'
import type { RecordStore } from '../../src/domain/record-store.ts'
import { freePort } from '../support/free-port.ts'
import { onServer, postgresMissing, startPostgres, type TestServer } from '../support/postgres-server.ts'

const limits = { rows: 50, bytes: 200_000, statementMs: 1000 }

const storeAt = (url: string | undefined): RecordStore =>
  openPostgresRecords({
    title: 'the shop',
    urlFrom: 'SHOP_URL',
    staffUrlFrom: null,
    schema: 'public',
    setting: 'answerable.customer',
    guarded: ['orders'],
    timeoutMs: 1000,
    env: { SHOP_URL: url },
  })

const failure = async (store: RecordStore, sql = 'select id from orders'): Promise<{ code: string; message: string; forOthers: string }> => {
  try {
    await store.read({ kind: 'customer', id: 'ada' }, { sql, values: [] }, limits)
  } catch (error) {
    assert.ok(isAppError(error), String(error))
    return { code: error.code, message: error.message, forOthers: String(error.details['forOthers']) }
  }
  throw new Error('It did not fail.')
}

test('an environment variable that is missing, or holds no address, is named', () => {
  assert.throws(() => storeAt(undefined), /SHOP_URL holds no address/)
  assert.throws(() => storeAt('mysql://ada@shop/db'), /SHOP_URL is no address of a PostgreSQL server/)
})

test('a database that is down is a sentence with its place and without its password; others are not told the place', async () => {
  const port = await freePort()
  const store = storeAt(`postgres://reader:very-secret@127.0.0.1:${port}/shop`)
  const { code, message, forOthers } = await failure(store)
  assert.equal(code, 'unavailable')
  assert.match(message, new RegExp(`127\\.0\\.0\\.1:${port}/shop cannot be reached`))
  assert.doesNotMatch(message, /very-secret/)
  assert.doesNotMatch(forOthers, /127|reader/)
  await store.close()
})

test('a database of which nothing comes back does not keep a question waiting for ever', async () => {
  const { createServer } = await import('node:net')
  const silent = createServer(() => {}).listen(0, '127.0.0.1')
  await new Promise((resolve) => silent.once('listening', resolve))
  const store = storeAt(`postgres://reader:x@127.0.0.1:${(silent.address() as { port: number }).port}/shop`)
  assert.equal((await failure(store)).code, 'unavailable')
  await store.close()
  silent.close()
})

if (!postgresMissing) {
  let server: TestServer
  let url: string
  before(async () => {
    server = await startPostgres()
    url = await server.createDatabase()
    await onServer(
      url,
      `create table orders (id text, owner text); alter table orders enable row level security; insert into orders values ('A1', 'ada');
       create role reader login password 'only-for-tests' connection limit 2; grant select on orders to reader;
       create policy own on orders to reader using (owner = current_setting('answerable.customer', true));
       create view slow with (security_invoker) as select id, pg_sleep(60)::text as slept from orders; grant select on slow to reader;
       create role boss login password 'only-for-tests' superuser`,
    )
  })
  after(() => server.close())
  const as = (role: string, password = 'only-for-tests'): string => Object.assign(new URL(url), { username: role, password }).href

  test('a wrong password, and a database that does not exist, are told apart', async () => {
    const wrong = storeAt(as('reader', 'wrong'))
    assert.match((await failure(wrong)).message, /refused the user or password/)
    const missing = storeAt(Object.assign(new URL(as('reader')), { pathname: '/nowhere' }).href)
    assert.match((await failure(missing)).message, /is not there by that name/)
    await Promise.all([wrong.close(), missing.close()])
  })

  test('a server that gives no more connections says so, and is asked again', async () => {
    const others = [new pg.Client(as('reader')), new pg.Client(as('reader'))]
    for (const other of others) await other.connect()
    const store = storeAt(as('reader'))
    const { code, message } = await failure(store)
    assert.deepEqual([code, /no more connections/.test(message)], ['unavailable', true])
    for (const other of others) await other.end()
    const rows = async (): Promise<unknown> => (await store.read({ kind: 'customer', id: 'ada' }, { sql: 'select id from orders', values: [] }, limits)).rows
    // The server frees the places a moment after they were left.
    for (let tries = 0; ; tries++)
      try {
        assert.deepEqual(await rows(), [['A1']])
        break
      } catch (error) {
        if (tries > 50) throw error
        await onServer(url, 'select pg_sleep(0.05)')
      }
    await store.close()
  })

  test('a view that sleeps is stopped', async () => {
    const store = storeAt(as('reader'))
    assert.equal((await failure(store, 'select * from slow')).code, 'upstream_timeout')
    await store.close()
  })

  test('a role that row security does not bind reads nothing at all', async () => {
    const store = storeAt(as('boss'))
    const { code, message } = await failure(store)
    assert.deepEqual([code, /Row security does not hold for .*orders/.test(message)], ['forbidden', true])
    await store.close()
  })

  test('a right that was taken away is told as what it is', async () => {
    const store = storeAt(as('reader'))
    await onServer(url, 'revoke select on orders from reader')
    const { code, message } = await failure(store)
    assert.deepEqual([code, /may not read "?orders/.test(message)], ['conflict', true])
    await onServer(url, 'grant select on orders to reader')
    await store.close()
  })

  test('a server that was started again is read again', async () => {
    const store = storeAt(as('reader'))
    await store.read({ kind: 'customer', id: 'ada' }, { sql: 'select id from orders', values: [] }, limits)
    await server.restart()
    const rows = await store.read({ kind: 'customer', id: 'ada' }, { sql: 'select id from orders', values: [] }, limits)
    assert.deepEqual(rows.rows, [['A1']])
    await store.close()
  })

  test('a question that was under way when its records were connected again is answered all the same', async () => {
    const store = storeAt(as('reader'))
    const rows = async (): Promise<unknown> => (await store.read({ kind: 'customer', id: 'ada' }, { sql: 'select id from orders', values: [] }, limits)).rows
    await rows()
    await store.close()
    assert.deepEqual(await rows(), [['A1']])
    await store.close()
  })
} else test('troubles of a PostgreSQL server', { skip: postgresMissing }, () => {})
