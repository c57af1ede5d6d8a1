import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { asCaller } from '../../src/adapters/postgres/as-caller.ts'
import type { Database } from '../../src/adapters/postgres/database.ts'
import { migrate } from '../../src/adapters/postgres/migrate.ts'
import { openDocumentStore } from '../../src/adapters/postgres/document-store.ts'
import { openServer } from '../../src/adapters/postgres/open-server.ts'
import { openReplicas } from '../../src/adapters/postgres/replicas.ts'
import { openMemoryIndex } from '../../src/adapters/search/memory-index.ts'
import { openPgvectorIndex } from '../../src/adapters/search/pgvector-index.ts'
import { system, withinCall } from '../../src/domain/call.ts'
import { postgresMissing, startPostgres, type Standby, type TestServer } from '../support/postgres-server.ts'
import { collection, makeInput, runStep, stepAt } from '../faults/workload.ts'

let server: TestServer
let standby: Standby
before(async () => {
  if (postgresMissing) return
  server = await startPostgres()
  standby = await server.standby()
})
after(async () => {
  await standby?.[Symbol.asyncDispose]()
  await server?.close()
})

const opened = async (readUrls?: readonly string[], waitMs = 5_000) => {
  const url = await server.createDatabase()
  const primary = await openServer({ url, connections: 4 })
  await migrate(primary)
  // One that has not heard of the database yet fails, and is left alone for a while.
  await standby.caughtUp()
  const replicas = await openReplicas(primary, { urls: readUrls ?? [standby.urlOf(url)], waitMs, connections: 4 })
  const close = async (): Promise<void> => {
    await replicas.close()
    await primary.close()
  }
  return { url, primary, replicas, store: openDocumentStore(primary, '*', replicas.reader), [Symbol.asyncDispose]: close }
}

const firstState = async ({ states }: { states: () => Promise<readonly unknown[]> }) => (await states())[0] as Record<string, unknown>

test('what was acknowledged is read at once, from the replica as soon as it has it', { skip: postgresMissing }, async () => {
  await using it = await opened()
  for (let n = 0; n < 60; n++) {
    const step = stepAt(n)
    await runStep(it.store, step)
    const [row] = await it.replicas.reader.query<{ revision: number }>(`select (metadata ->> 'revision')::int as revision from document where source = $1`, [
      `document-${step.index}.md`,
    ])
    assert.equal(row?.revision, step.kind === 'put' ? step.revision : undefined)
  }
  const { state, reads } = await firstState(it.replicas)
  assert.equal(state, 'following')
  assert.ok(Number(reads) > 60, `${Number(reads)} reads of the replica`)
})

test('a replica that lags is waited for as long as is set, then the primary answers', { skip: postgresMissing }, async () => {
  await using it = await opened(undefined, 30)
  await it.store.put(makeInput(1, 1))
  await standby.pause()
  try {
    await it.store.put(makeInput(2, 2))
    const { documents } = await it.store.list(collection, 10, null)
    assert.equal(documents.length, 2)
    const { state, handedOver } = await firstState(it.replicas)
    assert.deepEqual([state, Number(handedOver) > 0], ['behind', true])
  } finally {
    await standby.resume()
  }
})

for (const [name, open] of [
  ['memory', async (primary: Database, reader: Parameters<typeof openMemoryIndex>[1]) => openMemoryIndex(primary, reader)],
  ['pgvector', async (primary: Database, reader: Parameters<typeof openPgvectorIndex>[2]) => openPgvectorIndex(primary, {}, reader)],
] as const) {
  test(`${name}: a document that was put is found by the next search, whatever the replica does`, { skip: postgresMissing }, async () => {
    await using it = await opened(undefined, 30)
    const index = await open(it.primary, it.replicas.reader)
    try {
      const found = async (): Promise<number> => {
        const { words } = await index.search({ collection, text: 'document', vector: null, limit: 100 })
        return (await it.store.passages(words.map(({ chunkId }) => chunkId))).filter(({ text }) => text.startsWith('Document')).length
      }
      let expected = 0
      for (let n = 0; n < 12; n++) {
        if (n === 4) await standby.pause()
        if (n === 8) await standby.resume()
        const input = makeInput(n, 12 * n)
        expected += input.chunks.length
        await it.store.put(input)
        assert.equal(await found(), Math.min(100, expected), `after document ${n}`)
      }
    } finally {
      await standby.resume()
      await index.close()
    }
  })
}

test('a caller sees no more through a replica than through the primary', { skip: postgresMissing }, async () => {
  // Waited for as long as a crowded machine needs: what is tested is what the replica shows, not how soon.
  await using it = await opened(undefined, 60_000)
  await it.store.put(makeInput(1, 1))
  const reader = asCaller(it.replicas.reader)
  const count = (collections: readonly string[]) =>
    withinCall({ caller: { ...system, collections } }, async () => (await reader.query<{ count: number }>('select count(*) as count from document'))[0]!.count)
  assert.deepEqual([await count([collection]), await count(['other'])], [1, 0])
  assert.ok(Number((await firstState(it.replicas))['reads']) >= 2)
})

test('a server that is no replica of the primary answers nothing, and the status says so', { skip: postgresMissing }, async () => {
  await using stranger = await startPostgres()
  await using strangersStandby = await stranger.standby()
  const strangersUrl = await stranger.createDatabase()
  // Long ahead of the primary in its log, and without our tables.
  for (const [url, message] of [
    [strangersStandby.urlOf(strangersUrl), /no replica of the primary/],
    [strangersUrl, /no replica of the primary/],
    [server.url, /follows no primary/],
    ['postgres://admin:wrong@127.0.0.1:1/none', /cannot be reached/],
  ] as const) {
    await using it = await opened([url])
    await it.store.put(makeInput(1, 1))
    assert.equal((await it.store.list(collection, 10, null)).documents.length, 1)
    const { state, message: told, reads } = await firstState(it.replicas)
    assert.deepEqual([state, reads], ['unavailable', 0])
    assert.match(String(told), message)
  }
})

test('a replica that dies leaves its reads to the primary', { skip: postgresMissing }, async () => {
  const mortal = await server.standby()
  const url = await server.createDatabase()
  const primary = await openServer({ url, connections: 4 })
  await migrate(primary)
  const replicas = await openReplicas(primary, { urls: [mortal.urlOf(url)], waitMs: 60_000, connections: 4 })
  try {
    const store = openDocumentStore(primary, '*', replicas.reader)
    await store.put(makeInput(1, 1))
    assert.equal((await store.list(collection, 10, null)).documents.length, 1)
    assert.ok(Number((await firstState(replicas))['reads']) > 0)
    await mortal.stop()
    await store.put(makeInput(2, 2))
    assert.equal((await store.list(collection, 10, null)).documents.length, 2)
    assert.equal((await firstState(replicas))['state'], 'unavailable')
  } finally {
    await replicas.close()
    await primary.close()
    await mortal.stop()
  }
})
