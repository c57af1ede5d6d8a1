import assert from 'node:assert/strict'
import { test } from 'node:test'
import { migrate } from '../../src/adapters/postgres/migrate.ts'
import { openDocumentStore } from '../../src/adapters/postgres/document-store.ts'
import { openServer } from '../../src/adapters/postgres/open-server.ts'
import { compare, makeInput, readLog, runStep, stepAt } from '../faults/workload.ts'
import { pgbouncerMissing, startPgbouncer } from '../support/pgbouncer.ts'
import { onServer, postgresMissing, startPostgres } from '../support/postgres-server.ts'

test('behind a pooler of transactions nothing is lost, and no scope or setting of one caller reaches another', { skip: pgbouncerMissing }, async () => {
  await using server = await startPostgres()
  await using pooler = await startPgbouncer(server.url, 3)
  const database = await openServer({ url: pooler.urlOf(await server.createDatabase()), connections: 12, statementTimeoutMs: 12_345 })
  try {
    await migrate(database)
    const store = openDocumentStore(database)
    const log: string[] = []
    for (let n = 0; n < 60; n++) {
      await runStep(store, stepAt(n))
      log.push(`try ${n}\nack ${n}\n`)
    }
    assert.ok((await compare(database, store, readLog(log.join('')))) > 20)

    const names = Array.from({ length: 12 }, (_, index) => `tenant-${index}`)
    for (const [index, name] of names.entries()) {
      const { document, ...input } = makeInput(index, 0)
      await store.put({ ...input, vectors: null, document: { ...document, collection: name } })
    }
    // Twelve callers on three sessions, over and over.
    const seen = await Promise.all(
      names.flatMap((name) =>
        Array.from({ length: 20 }, () =>
          database.query<Record<string, unknown>>(
            `select array_agg(distinct collection) as collections, current_user as role, current_setting('statement_timeout') as limit from document`,
            [],
            [name],
          ),
        ),
      ),
    )
    for (const [index, [row]] of seen.entries())
      assert.deepEqual(row, { collections: [names[Math.floor(index / 20)]], role: 'answerable_app', limit: '12345ms' })
    // A session that another client gets next keeps nothing of ours.
    const [bare] = await database.asOwner((query) => query<{ user: string }>('select session_user as user', []))
    assert.equal(bare!.user, 'admin')
    assert.ok((await database.purge()).length > 0)
    assert.ok((await compare(database, store, readLog(log.join('')))) > 20)
  } finally {
    await database.close()
  }
})

test(
  'where a server gives too few connections, work waits for those it has; where it gives none, a sentence says what to do',
  { skip: postgresMissing },
  async () => {
    await using server = await startPostgres()
    const url = await server.createDatabase({ owner: true })
    const { username } = new URL(url)
    await onServer(server.url, `alter role ${username} connection limit 2`)
    const database = await openServer({ url, connections: 12 })
    try {
      const rows = await Promise.all(
        Array.from({ length: 24 }, (_, index) => database.asOwner((query) => query<{ one: number }>(`select ${index} as one`, []))),
      )
      assert.deepEqual(
        rows.map(([row]) => row!.one),
        rows.map((_, index) => index),
      )
      await onServer(server.url, `alter role ${username} connection limit 0`)
      await assert.rejects(openServer({ url }), { code: 'unavailable', message: /gives no more connections.*ANSWERABLE_DATABASE_CONNECTIONS/ })
    } finally {
      await database.close()
    }
  },
)
