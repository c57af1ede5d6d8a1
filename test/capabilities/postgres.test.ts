import assert from 'node:assert/strict'
import { createServer, type AddressInfo } from 'node:net'
import { test } from 'node:test'
import pg from 'pg'
import { postgresMissing, startPostgres } from '../support/postgres-server.ts'
import { openForTests, valueOf } from './open-for-tests.ts'

const postgres = [{ name: 'orders', service: null, urlEnv: 'ORDERS_URL' }]

test('connections, long transactions, waiting locks and sizes of a real server', { skip: postgresMissing }, async () => {
  await using server = await startPostgres()
  const url = await server.createDatabase()
  const { observe } = await openForTests({ postgres }, { env: { ORDERS_URL: url } })
  const clients = await Promise.all(
    [0, 1].map(async () => {
      const client = new pg.Client({ connectionString: url })
      await client.connect()
      return client
    }),
  )
  const [holder, waiter] = clients as [pg.Client, pg.Client]
  try {
    await holder.query("CREATE TABLE t (name text); INSERT INTO t VALUES ('ann@example.com')")
    await holder.query('BEGIN')
    await holder.query("UPDATE t SET name = 'secret-name'")
    const waiting = waiter.query("UPDATE t SET name = 'other'").catch(() => {})
    const at = { postgres: 'orders' }
    let locks = await observe('postgres_locks', at)
    while (valueOf(locks, 'waiting_sessions') === 0) locks = await observe('postgres_locks', at)
    assert.deepEqual([valueOf(locks, 'waiting_sessions'), valueOf(locks, 'blocking_sessions')], [1, 1])
    assert.ok(locks.lines[0]!.includes('UPDATE t SET name = ?') && !locks.lines[0]!.includes('secret'), locks.lines[0])
    const connections = await observe('postgres_connections', at)
    assert.equal(valueOf(connections, 'is_reachable'), true)
    assert.ok(Number(valueOf(connections, 'connections')) >= 3)
    assert.equal(valueOf(connections, 'is_read_only_role'), false, 'a superuser is told of')
    assert.ok(Number(valueOf(await observe('postgres_activity', at), 'oldest_transaction_seconds')) > 0)
    for (const name of ['postgres_replication', 'postgres_sizes', 'postgres_dead_rows', 'postgres_statements']) {
      const seen = await observe(name, at)
      assert.equal(valueOf(seen, 'is_reachable'), true, `${name}: ${seen.problem}`)
    }
    await holder.query('ROLLBACK')
    await waiting
  } finally {
    await Promise.all(clients.map((client) => client.end()))
  }
})

test('a server that is full says so in a fact, one that is down or silent as well', { skip: postgresMissing }, async () => {
  await using server = await startPostgres()
  const url = await server.createDatabase({ owner: true })
  const { observe } = await openForTests({ postgres }, { env: { ORDERS_URL: url } })
  const clients: pg.Client[] = []
  try {
    for (;;) {
      const client = new pg.Client({ connectionString: url })
      client.on('error', () => {})
      const isIn = await client.connect().then(
        () => true,
        () => false,
      )
      if (!isIn) break
      clients.push(client)
    }
    const seen = await observe('postgres_connections', { postgres: 'orders' })
    assert.deepEqual([valueOf(seen, 'is_reachable'), valueOf(seen, 'is_full'), valueOf(seen, 'failure')], [false, true, '53300'])
  } finally {
    await Promise.all(clients.map((client) => client.end()))
  }
  const down = await openForTests({ postgres }, { env: { ORDERS_URL: 'postgres://u:p@127.0.0.1:1/x' } })
  assert.equal(valueOf(await down.observe('postgres_locks', { postgres: 'orders' }), 'failure'), 'ECONNREFUSED')
  assert.match((await (await openForTests({ postgres })).observe('postgres_locks', { postgres: 'orders' })).problem!, /ORDERS_URL.* is not set/)
  const silent = createServer(() => {})
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
  const mute = await openForTests({ postgres }, { env: { ORDERS_URL: `postgres://u:p@127.0.0.1:${(silent.address() as AddressInfo).port}/x` } })
  assert.equal(valueOf(await mute.observe('postgres_locks', { postgres: 'orders' }), 'is_reachable'), false)
  silent.close()
})
