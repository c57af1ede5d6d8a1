import assert from 'node:assert/strict'
import { copyFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { migrate, migrationsDir } from '../../src/adapters/postgres/migrate.ts'
import { openPglite } from '../../src/adapters/postgres/open-pglite.ts'
import { openServer } from '../../src/adapters/postgres/open-server.ts'
import { onServer, postgresMissing, startPostgres } from '../support/postgres-server.ts'
import { openTemporaryPglite, storeCases } from '../support/stores.ts'

const { cases, close } = storeCases()
after(close)

for (const { name, skip, open } of cases) {
  const check = (sentence: string, run: () => Promise<void>): void => void test(`${name}: ${sentence}`, { skip }, run)

  check('a transaction is all or nothing, and a failed one leaves the connection usable', async () => {
    await using database = await open()
    await assert.rejects(
      database.transaction(async (query) => {
        await query(`insert into collection (name) values ('half')`)
        await query('select 1 / 0')
      }),
      /division by zero/,
    )
    await assert.rejects(database.query('select nonsense'), /nonsense/)
    assert.deepEqual(await database.query('select * from collection'), [])
  })

  check('values keep their type on the way in and out', async () => {
    await using database = await open()
    const when = new Date('2026-11-23T01:02:03.456Z')
    const values = [9_007_199_254_740_991, when, ['a', "it's", 'c,"d"', null], [1, 2], Uint8Array.of(0, 255, 39), '{"a": [1, "x"]}', null, true, 0.1]
    const [row] = await database.query(
      'select $1::bigint as big, $2::timestamptz as time, $3::text[] as texts, $4::int[] as ints, $5::bytea as bytes, $6::jsonb as json, $7::text as nothing, $8::bool as yes, $9::float8 as real',
      values,
    )
    assert.deepEqual(
      { ...row, bytes: [...(row!.bytes as Uint8Array)] },
      { big: values[0], time: when, texts: values[2], ints: [1, 2], bytes: [0, 255, 39], json: { a: [1, 'x'] }, nothing: null, yes: true, real: 0.1 },
    )
  })

  check('without the scope of a collection its rows are neither seen nor changed, whoever the session is', async () => {
    await using database = await open()
    await database.query(`insert into collection (name) values ('mine')`)
    assert.deepEqual(await database.query('select name from collection', [], ['other']), [])
    assert.deepEqual(await database.query('update collection set revision = 9 returning name', [], []), [])
    await assert.rejects(database.query(`insert into collection (name) values ('stolen')`, [], ['other']), { code: 'forbidden' })
    assert.deepEqual(await database.query('select name from collection', [], ['other', 'mine']), [{ name: 'mine' }])
  })

  check('every table that tells of a collection has row security, forced on its owner too', async () => {
    await using database = await open()
    const unguarded = await database.query(
      `select relname from pg_class where relkind = 'r' and relnamespace = current_schema()::regnamespace and not (relrowsecurity and relforcerowsecurity)
       and exists (select from pg_attribute where attrelid = pg_class.oid and attname in ('collection'))`,
    )
    assert.deepEqual(unguarded, [])
  })

  check('migrating again does nothing; an edited file and data of a newer program are refused', async () => {
    await using database = await open()
    assert.deepEqual(await migrate(database), { applied: [] })
    const dir = mkdtempSync(join(tmpdir(), 'answerable-migrations-'))
    for (const file of readdirSync(migrationsDir)) copyFileSync(join(migrationsDir, file), join(dir, file))
    writeFileSync(join(dir, '9000_later.sql'), 'create table later (id int); insert into later values (1)')
    assert.deepEqual(await migrate(database, dir), { applied: ['9000_later.sql'] })
    await assert.rejects(migrate(database), { code: 'conflict', message: /newer Answerable/ })
    writeFileSync(join(dir, '9000_later.sql'), 'create table later (id bigint)')
    await assert.rejects(migrate(database, dir), { code: 'conflict', message: /"9000_later.sql" was edited/ })
    rmSync(dir, { recursive: true })
  })

  check('a migration that fails leaves nothing of itself', async () => {
    await using database = await open()
    const dir = mkdtempSync(join(tmpdir(), 'answerable-migrations-'))
    for (const file of readdirSync(migrationsDir)) copyFileSync(join(migrationsDir, file), join(dir, file))
    writeFileSync(join(dir, '9000_broken.sql'), 'create table half (id int); select 1 / 0')
    await assert.rejects(migrate(database, dir), /division by zero/)
    assert.deepEqual(await migrate(database), { applied: [] })
    assert.deepEqual(await database.query(`select to_regclass('half') as half`), [{ half: null }])
    rmSync(dir, { recursive: true })
  })
}

test('PGlite: a statement that takes too long is stopped, says so, and the database goes on', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'answerable-test-data-'))
  const slow = await openPglite({ dataDir, templateDir: null, statementTimeoutMs: 1500 })
  await slow.asOwner((query) => query('create table kept (id int)'))
  await slow.asOwner((query) => query('insert into kept values (7)'))
  await assert.rejects(
    slow.asOwner((query) => query('select count(*) from generate_series(1, 1000000000) a')),
    { code: 'unavailable', message: /longer than 1.5 s/ },
  )
  assert.deepEqual(await slow.asOwner((query) => query('select id from kept', [])), [{ id: 7 }])
  await slow.close()
  await assert.rejects(async () => slow.query('select 1'), { code: 'unavailable' })
  rmSync(dataDir, { recursive: true })
})

test('server: two programs that start on an empty database at once migrate it once', { skip: postgresMissing }, async () => {
  await using server = await startPostgres()
  const url = await server.createDatabase()
  const databases = await Promise.all([1, 2, 3, 4].map(() => openServer({ url })))
  const applied = (await Promise.all(databases.map((database) => migrate(database)))).flatMap((result) => result.applied)
  assert.deepEqual(applied.sort(), readdirSync(migrationsDir).sort())
  await Promise.all(databases.map((database) => database.close()))
})

test('server: what is wrong with its address is told in a sentence', { skip: postgresMissing }, async () => {
  await using server = await startPostgres()
  const wrong = (change: (url: URL) => void): string => {
    const url = new URL(server.url)
    change(url)
    return url.href
  }
  const rejected = async (url: string, code: string, message: RegExp): Promise<void> => assert.rejects(openServer({ url }), { code, message })
  await rejected(
    wrong((url) => (url.password = 'wrong')),
    'unavailable',
    /refused the user or password/,
  )
  await rejected(
    wrong((url) => (url.pathname = '/missing')),
    'unavailable',
    /no database of that name/,
  )
  await rejected(
    wrong((url) => (url.port = '1')),
    'unavailable',
    /cannot be reached/,
  )
  await rejected(
    wrong((url) => (url.hostname = 'no-such-host.invalid')),
    'unavailable',
    /cannot be reached/,
  )
  await rejected('not an address', 'invalid', /looks like postgres:/)
})

test('server: a restart under us fails at most what was under way, and the next call works', { skip: postgresMissing }, async () => {
  await using server = await startPostgres()
  const database = await openServer({ url: await server.createDatabase(), connections: 3 })
  await migrate(database)
  await Promise.all([1, 2, 3].map(() => database.query('select pg_sleep(0.05)')))
  const underWay = assert.rejects(database.query('select pg_sleep(20)'), { code: 'unavailable' })
  await onServer(server.url, 'select pg_sleep(0.1)')
  await server.restart()
  await underWay
  for (let call = 0; call < 5; call++) assert.deepEqual(await database.query('select 1 as one'), [{ one: 1 }])
  await database.close()
})

test('server: a statement that takes too long is stopped and says so', { skip: postgresMissing }, async () => {
  await using server = await startPostgres()
  const database = await openServer({ url: await server.createDatabase(), statementTimeoutMs: 200 })
  await migrate(database)
  await assert.rejects(database.query('select pg_sleep(5)'), { code: 'unavailable', message: /took too long/ })
  await database.close()
})

test('server: a user that bypasses row security without being able to take the role is refused', { skip: postgresMissing }, async () => {
  await using server = await startPostgres()
  await onServer(server.url, `create role answerable_app; create role exempt login bypassrls password 'only-for-tests'`)
  const url = await server.createDatabase()
  await onServer(url, 'grant all on database test_1 to exempt; create extension vector')
  const database = await openServer({ url: url.replace(/\/\/[^:]+/, '//exempt') })
  await migrate(database)
  await assert.rejects(database.query('select 1'), { code: 'unavailable', message: /bypasses row security/ })
  await database.close()
})

test('server: a user that may make roles makes and takes the one that row security binds', { skip: postgresMissing }, async () => {
  await using server = await startPostgres()
  await onServer(server.url, `create role maker login createrole password 'only-for-tests'`)
  await onServer(server.url, 'create database made owner maker')
  const admins = server.url.replace(/\/postgres$/, '/made')
  await onServer(admins, 'create extension vector')
  const database = await openServer({ url: admins.replace('//admin', '//maker') })
  await migrate(database)
  assert.deepEqual(await database.query('select current_user as me'), [{ me: 'answerable_app' }])
  await database.close()
})

test('server: a user without the right to install pgvector is told what an administrator has to do', { skip: postgresMissing }, async () => {
  await using server = await startPostgres()
  const database = await openServer({ url: await server.createDatabase({ owner: true }) })
  await assert.rejects(migrate(database), { code: 'unavailable', message: /CREATE EXTENSION vector/ })
  await database.close()
})

test('PGlite: when writing pauses the planner learns of the tables', async () => {
  await using database = await openTemporaryPglite()
  for (let index = 0; index < 60; index++) await database.transaction((query) => query('insert into collection (name) values ($1)', [`c${index}`]))
  const known = async (): Promise<unknown> => (await database.query(`select reltuples::int as rows from pg_class where relname = 'collection'`))[0]?.rows
  for (let waitedMs = 0; waitedMs < 20_000 && (await known()) !== 60; waitedMs += 200) await delay(200)
  assert.equal(await known(), 60)
})

test('PGlite: syncing to disk is on', async () => {
  await using database = await openTemporaryPglite()
  assert.deepEqual(await database.query(`select current_setting('fsync') as fsync, current_setting('wal_sync_method') as method`), [
    { fsync: 'on', method: 'fsync' },
  ])
})
