import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { test } from 'node:test'
import { migrate } from '../../src/adapters/postgres/migrate.ts'
import { openDocumentStore } from '../../src/adapters/postgres/document-store.ts'
import { openDataFolder } from '../../src/adapters/postgres/data-folder.ts'
import { openPglite } from '../../src/adapters/postgres/open-pglite.ts'
import { openServer } from '../../src/adapters/postgres/open-server.ts'
import { makeInput } from '../faults/workload.ts'
import { onServer, postgresMissing, startPostgres } from '../support/postgres-server.ts'
import { post, put, run, serve, start, workplace } from '../support/program.ts'
import { templateDir } from '../support/stores.ts'

/** Some megabytes: a copy takes long enough to be stopped in the middle. */
const fill = async (dataDir: string): Promise<void> => {
  const folder = await openDataFolder(dataDir, { url: 'a test' })
  const database = await openPglite({ dataDir, templateDir })
  await migrate(database)
  const store = openDocumentStore(database)
  for (let index = 0; index < 40; index++) {
    const input = makeInput(index, index)
    await store.put({ ...input, document: { ...input.document, text: `${input.document.text}${`More words of ${index}. `.repeat(5_000)}` } })
  }
  await database.close()
  await folder.close()
}

const isCopying = async (url: string): Promise<boolean> => {
  const rows = await onServer(url, `select from pg_stat_activity where query like 'insert into%' and application_name = 'answerable'`)
  return rows.length > 0
}

const documentsAt = async (url: string): Promise<number> => {
  const [there] = await onServer(url, `select to_regclass('answerable.document') is not null as there`)
  return there!['there'] ? Number((await onServer(url, 'select count(*)::int as count from answerable.document'))[0]!['count']) : 0
}

test('a move that is stopped or killed leaves nothing, and run again it brings everything, to a server and back', { skip: postgresMissing }, async () => {
  using place = workplace({})
  await using postgres = await startPostgres()
  await fill(place.data)
  const url = await postgres.createDatabase()
  const words = ['database', 'move', '--data', place.data, '--to', url]

  for (const signal of ['SIGKILL', 'SIGINT', 'SIGKILL'] as const) {
    const moving = start(words)
    while (!(await isCopying(url))) await delay(5)
    await moving.stop(signal)
    // A session whose client was killed ends with its next word to it.
    while (await isCopying(url)) await delay(20)
    assert.equal(await documentsAt(url), 0, `half a copy is left after ${signal}`)
  }

  const moved = await run(words)
  assert.equal(moved.code, 0, moved.stderr)
  assert.match(moved.stdout, /40 {2}document .*\n[^]*the same on both sides\.\nSet DATABASE_URL/)
  assert.doesNotMatch(moved.stdout + moved.stderr, /only-for-tests/, 'the password is told')
  assert.equal(await documentsAt(url), 40)

  const twice = await run(words)
  assert.deepEqual([twice.code, /There is data at/.test(twice.stderr)], [1, true], twice.stderr)

  const back = join(place.home, 'back')
  const returned = await run(['database', 'move', '--from', url, '--to', back, '--json'])
  assert.equal(returned.code, 0, returned.stderr)
  const tables = (text: string) => JSON.parse(text).tables
  const again = await run(['database', 'move', '--data', place.data, '--to', join(place.home, 'twin'), '--json'])
  assert.deepEqual(tables(returned.stdout), tables(again.stdout))
})

test('what is in use, missing or the same is not moved, and the sentence says why', { skip: postgresMissing }, async () => {
  using place = workplace({})
  await using postgres = await startPostgres()
  const url = await postgres.createDatabase()
  const move = (...words: string[]) => run(['database', 'move', ...words])
  {
    await using server = await serve(['--data', place.data])
    const used = await move('--data', place.data, '--to', url)
    assert.equal(used.code, 1)
    assert.match(used.stderr, new RegExp(`in use by process ${server.pid} at ${server.url}`))
    const state = await run(['database', 'status', '--data', place.data])
    assert.match(state.stdout, /^Embedded PostgreSQL 18/)
    // A backup needs no pause of the server.
    await put(server.url, { source: 'owls', text: 'Owls hunt at night.' })
    const backup = await run(['database', 'backup', join(place.home, 'backup'), '--data', place.data])
    assert.equal(backup.code, 0, backup.stderr)
  }
  const nowhere = join(place.home, 'nowhere')
  assert.match((await move('--data', nowhere, '--to', url)).stderr, /There is no database in/)
  assert.equal(existsSync(nowhere), false)
  assert.match((await move('--data', place.data, '--to', place.data)).stderr, /the same database/)

  const restored = await run(['database', 'restore', join(place.home, 'backup'), '--database-url', url])
  assert.equal(restored.code, 0, restored.stderr)
  await using other = await serve(['--database-url', url, '--data', join(place.home, 'other')])
  assert.match(await (await post(other.url, '/search', { query: 'owls' })).text(), /hunt at night/)
})

test('a server that is written to is copied as it was at one moment', { skip: postgresMissing }, async () => {
  await using postgres = await startPostgres()
  const from = await postgres.createDatabase()
  const to = await postgres.createDatabase()
  const source = await openServer({ url: from })
  try {
    await migrate(source)
    const store = openDocumentStore(source)
    let written = 0
    const stop = new AbortController()
    const writing = (async () => {
      while (!stop.signal.aborted)
        await store.put({ ...makeInput(written, 1), document: { ...makeInput(written, 1).document, source: `document-${written++}` } })
    })()
    while (written < 50) await delay(5)
    const before = written - 1
    const moved = await run(['database', 'move', '--from', from, '--to', to])
    stop.abort()
    await writing
    assert.equal(moved.code, 0, moved.stderr)
    const rows = await onServer(to, `select source from answerable.document order by created_at, id`)
    assert.ok(rows.length >= before && rows.length < written, `${rows.length} documents; ${before} before it began, ${written} in the end`)
    assert.deepEqual(
      rows.map(({ source: name }) => name),
      rows.map((_, index) => `document-${index}`),
    )
    const [kept] = await onServer(to, `select revision::int, (select count(*)::int from answerable.document) as documents from answerable.collection`)
    assert.equal(kept!['revision'], kept!['documents'])
  } finally {
    await source.close()
  }
})
