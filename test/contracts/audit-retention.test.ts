import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { AuditParts } from '../../src/adapters/postgres/append-audit.ts'
import { openAuditLog } from '../../src/adapters/postgres/audit-log.ts'
import type { Database, Query } from '../../src/adapters/postgres/database.ts'
import type { AuditLog } from '../../src/domain/audit.ts'
import { storeCases } from '../support/stores.ts'

const { cases, close } = storeCases()
after(close)

const day = (number: number): Date => new Date(Date.UTC(2026, 0, number))

/** One record a day. */
const writtenOn = async (database: Database, days: number): Promise<AuditLog> => {
  let now = day(1)
  const parts: AuditParts = { mask: (text) => text.replaceAll(/[0-9a-f]{64}/g, '[masked]'), now: () => now }
  const log = openAuditLog(database, parts)
  for (let number = 1; number <= days; number++) {
    now = day(number)
    await log.append({ kind: 'look', subject: null, detail: { number } })
  }
  return log
}

const sequencesOf = async (log: AuditLog): Promise<number[]> => (await log.list({ limit: 1000 })).map(({ sequence }) => sequence).reverse()

/** As whoever owns the database; nothing of it stays. */
const tamperedWith = async (database: Database, sql: string, look: (log: AuditLog) => Promise<void>): Promise<void> => {
  const undone = new Error('undo')
  const work = async (query: Query): Promise<void> => {
    await query('alter table audit_record no force row level security; alter table audit_head no force row level security')
    await query(sql)
    await look(openAuditLog({ ...database, query, transaction: (inner) => inner(query) }, { mask: (text) => text, now: () => day(40) }))
    throw undone
  }
  await database.asOwner(work).catch((error: unknown) => assert.equal(error, undone))
}

for (const { name, skip, open } of cases) {
  test(`${name}: what is too old goes behind a seal that names it, and the chain holds from there, seal after seal`, { skip }, async () => {
    await using database = await open()
    const log = await writtenOn(database, 12)
    const [sixth] = await log.list({ limit: 1, before: 7 })
    assert.equal(await log.seal(day(7)), 6)
    assert.deepEqual(await sequencesOf(log), [7, 8, 9, 10, 11, 12, 13])
    const [seal] = await log.list({ limit: 1 })
    assert.deepEqual([seal!.kind, seal!.detail['through'], seal!.detail['hash'], seal!.detail['records']], ['seal', 6, sixth!.hash, 6])
    const verdict = await log.verify()
    assert.deepEqual(verdict, { records: 7, removed: 6, broken: null, head: seal!.hash })
    assert.deepEqual(await log.head(), { sequence: 13, hash: seal!.hash })
    assert.equal(await log.seal(day(7)), 0)
    assert.equal((await sequencesOf(log)).length, 7, 'no seal where nothing went')
    assert.equal(await log.seal(day(10)), 3)
    await log.append({ kind: 'look', subject: null, detail: {} })
    const after = await log.verify()
    assert.deepEqual([after.records, after.removed, after.broken], [6, 9, null])
  })

  test(`${name}: behind a seal a head that was noted still proves what it did, and one of what went says so`, { skip }, async () => {
    await using database = await open()
    const log = await writtenOn(database, 8)
    const [third, , , sixth, , eighth] = (await log.list({ limit: 6 })).toReversed()
    await log.seal(day(7))
    assert.equal((await log.verify(sixth!.hash)).broken, null, 'the seal holds the hash of the last that went')
    assert.equal((await log.verify(eighth!.hash)).broken, null)
    assert.match((await log.verify(third!.hash)).broken!.why, /one of the first 6, which were sealed and removed: note a newer one/)
  })

  test(`${name}: records that went without a seal, a forged seal, and what is tampered with behind one are found`, { skip }, async () => {
    await using database = await open()
    const log = await writtenOn(database, 10)
    const unsealed = [['delete from audit_record where sequence <= 4', 1, /Record 1 is missing/] as const]
    const forged = [
      [
        `update audit_record set kind = 'seal', detail = '{"hash":"' || (select hash from audit_record where sequence = 4) || '","through":4}' where sequence = 9; delete from audit_record where sequence <= 4`,
        9,
        /changed/,
      ],
      [`update audit_record set kind = 'seal' where sequence = 9`, 9, /changed/],
      [
        `insert into audit_record select 11, at, caller, 'seal', null, '{"hash":"' || (select hash from audit_record where sequence = 4) || '","through":4}', hash, repeat('a', 64) from audit_record where sequence = 10; delete from audit_record where sequence <= 4`,
        11,
        /changed/,
      ],
    ] as const
    const found = async (attacks: readonly (readonly [string, number, RegExp])[]): Promise<void> => {
      for (const [sql, sequence, why] of attacks)
        await tamperedWith(database, sql, async (its) => {
          const { broken } = await its.verify()
          assert.equal(broken?.sequence, sequence, `${sql}: ${broken?.why}`)
          assert.match(broken.why, why, sql)
        })
    }
    await found([...unsealed, ...forged])
    await log.seal(day(5))
    await found([
      ['delete from audit_record where sequence <= 6', 5, /missing/],
      [`update audit_record set caller = 'nobody' where sequence = 7`, 7, /changed/],
      [
        `update audit_record set detail = replace(detail, '"through":4', '"through":5') where kind = 'seal'; delete from audit_record where sequence = 5`,
        6,
        /does not follow/,
      ],
      [`update audit_record set detail = replace(detail, '"records":4', '"records":3') where kind = 'seal'`, 11, /changed/],
      [`update audit_record set kind = 'look' where kind = 'seal'`, 1, /missing/],
      [`delete from audit_record where kind = 'seal'`, 1, /missing/],
      [`insert into audit_record select 4, at, caller, kind, subject, detail, hash, repeat('b', 64) from audit_record where sequence = 7`, 4, /forged/],
    ])
    assert.equal((await log.verify()).broken, null)
  })

  test(`${name}: what was tampered with is not swept away`, { skip }, async () => {
    await using database = await open()
    await writtenOn(database, 6)
    await tamperedWith(database, `update audit_record set detail = '{}' where sequence = 2`, async (log) => {
      await assert.rejects(log.seal(day(5)), /Nothing was removed.*Record 2 was changed/)
      assert.deepEqual(await sequencesOf(log), [1, 2, 3, 4, 5, 6])
    })
  })

  test(`${name}: the program can remove nothing that the chain does not seal, and nothing of the last day`, { skip }, async () => {
    await using database = await open()
    const log = await writtenOn(database, 6)
    const remove = (): Promise<unknown[]> => database.query('delete from audit_record returning 1')
    assert.deepEqual(await remove(), [])
    await assert.rejects(database.query('insert into audit_seal (through) values (3)'), /outside of what may be written/)
    await log.seal(day(3))
    assert.deepEqual(await remove(), [])
    await assert.rejects(database.query('insert into audit_seal (through) values (3)'), /outside of what may be written/)
    assert.deepEqual(await database.query('update audit_seal set through = 6 returning 1'), [])
    assert.deepEqual(await database.query('delete from audit_seal returning 1'), [])
    const young = openAuditLog(database, { mask: (text) => text, now: () => new Date() })
    await young.append({ kind: 'look', subject: null, detail: {} })
    const { head } = await log.verify()
    await assert.rejects(young.seal(new Date(Date.now() + 60_000)), /could be removed; none was/)
    assert.deepEqual(await log.verify(), { records: 6, removed: 2, broken: null, head })
  })
}
