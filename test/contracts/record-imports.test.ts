import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { stageImport } from '../../src/adapters/records/import/import-source.ts'
import { ownPglite } from '../../src/adapters/records/own-pglite.ts'
import { ownSchemaOf } from '../../src/app/records/description-parts.ts'
import { ownServer } from '../../src/adapters/records/own-server.ts'
import { openServer } from '../../src/adapters/postgres/open-server.ts'
import { isAppError } from '../../src/base/error.ts'
import { postgresMissing, startPostgres } from '../support/postgres-server.ts'
import { templateDir } from '../support/stores.ts'

test('importing for one collection leaves the rows of every other alone, whatever its name', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'answerable-test-imports-'))
  const own = ownPglite(join(dir, 'records'), templateDir)
  const path = join(dir, 'orders.csv')
  const importFor = async (collection: string): Promise<void> => {
    writeFileSync(path, `id,of\n1,${collection}\n`)
    const staged = await stageImport({ own, schema: ownSchemaOf(collection), source: { kind: 'files', paths: [path] }, texts: {}, zone: 'UTC' })
    await staged.accept(async () => {})
  }
  const all = ['shop_new', 'shop_try', 'shop_try_new', 'shop']
  for (const collection of all) await importFor(collection)
  for (const collection of all) {
    const rows = await own.asOwner((query) => query<{ of: string }>(`select "of" from "${ownSchemaOf(collection)}".orders`))
    assert.deepEqual(rows, [{ of: collection }])
  }
  await own.close()
  rmSync(dir, { recursive: true, force: true })
})

test('what PostgreSQL text cannot hold becomes a sign that says so, within JSON too', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'answerable-test-imports-'))
  const own = ownPglite(join(dir, 'records'), templateDir)
  const path = join(dir, 'things.json')
  writeFileSync(path, String.raw`[{"id":1,"t":"a\u0000b","p":{"k\u0000":"v\u0000 \\u0000"}},{"id":2,"p":{"y":"\ud800"}},{"id":3,"p":{"z":1}}]`)
  const staged = await stageImport({ own, schema: ownSchemaOf('shop'), source: { kind: 'files', paths: [path] }, texts: {}, zone: 'UTC' })
  const rows = await own.asOwner((query) => query<{ t: string | null; p: unknown }>(`select t, p from "${staged.schema}".things order by id`))
  assert.deepEqual(rows, [
    { t: 'a\ufffdb', p: { 'k\ufffd': String.raw`v${'\ufffd'} \u0000` } },
    { t: null, p: { y: '\ufffd' } },
    { t: null, p: { z: 1 } },
  ])
  await own.close()
  rmSync(dir, { recursive: true, force: true })
})

test('of two processes with one database, one at a time reads rows in', { skip: postgresMissing }, async () => {
  const server = await startPostgres()
  const url = await server.createDatabase()
  const [here, there] = await Promise.all([openServer({ url }), openServer({ url })])
  const [one, other] = [ownServer(here, url), ownServer(there, url)]
  const letGo = await one.claim('shop.new')
  await assert.rejects(other.claim('shop.new'), (error) => isAppError(error) && error.code === 'conflict')
  await (
    await other.claim('books.new')
  )()
  await letGo()
  await (
    await other.claim('shop.new')
  )()
  await Promise.all([here.close(), there.close()])
  await server.close()
})
