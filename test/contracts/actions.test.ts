import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { AuditParts } from '../../src/adapters/postgres/append-audit.ts'
import { openAuditLog } from '../../src/adapters/postgres/audit-log.ts'
import type { Database, Query } from '../../src/adapters/postgres/database.ts'
import { openKillSwitch } from '../../src/adapters/postgres/kill-switch.ts'
import { openProposals } from '../../src/adapters/postgres/proposals.ts'
import type { AuditEntry } from '../../src/domain/audit.ts'
import { owner, withinCall } from '../../src/domain/call.ts'
import { redactor } from '../../src/guard/redact.ts'
import { aProposal } from '../support/actions.ts'
import { storeCases } from '../support/stores.ts'

const { cases, close } = storeCases()
after(close)

const redact = redactor()
let clock = Date.UTC(2026, 0, 1)
const parts: AuditParts = { mask: (text) => redact(text).text, now: () => new Date(clock) }
const entry = (detail: AuditEntry['detail'] = {}): AuditEntry => ({ kind: 'look', subject: null, detail })
const asOwner = <Result>(work: () => Promise<Result>): Promise<Result> => withinCall({ caller: owner }, work)

/** What whoever owns the database can do. */
const unfence = (query: Query): Promise<unknown> =>
  query('alter table audit_record no force row level security; alter table audit_head no force row level security')

for (const { name, skip, isShared, open, again } of cases) {
  let database: (Database & AsyncDisposable) | undefined
  before(async () => {
    if (!skip) database = await open()
  })
  after(() => database?.[Symbol.asyncDispose]())

  test(`${name}: records of the audit log are numbered without a gap, in one chain, however many write at once`, { skip }, async () => {
    const other = isShared ? await again(database!) : null
    const logs = [openAuditLog(database!, parts), openAuditLog(other ?? database!, parts)]
    const written = await Promise.all(Array.from({ length: 60 }, (_, index) => logs[index % 2]!.append(entry({ index }))))
    const sequences = written.map(({ sequence }) => sequence).sort((one, two) => one - two)
    assert.deepEqual(
      sequences,
      sequences.map((_, index) => sequences[0]! + index),
    )
    const { records, broken, head } = await logs[0]!.verify()
    assert.deepEqual([records, broken], [sequences.at(-1), null])
    assert.equal((await logs[1]!.list({ limit: 1 }))[0]!.hash, head)
    await other?.[Symbol.asyncDispose]()
  })

  test(`${name}: secrets and personal data are masked before they are hashed and written`, { skip }, async () => {
    const log = openAuditLog(database!, parts)
    const record = await log.append(entry({ words: ['mail ada.byron@lovelace.dev', { deep: 'password=R7kq9vTz2mWx' }], zero: '\0', half: '\ud800' }))
    const [row] = await database!.query<{ detail: string }>('select detail from audit_record where sequence = $1', [record.sequence])
    assert.doesNotMatch(row!.detail, /byron@|R7kq/)
    assert.deepEqual(JSON.parse(row!.detail), record.detail)
    const named = await log.append({ kind: 'look', subject: 'password=R7kq9vTz2mWx', detail: { params: { 'password=R7kq9vTz2mWx': 1 } } })
    assert.doesNotMatch(JSON.stringify(named), /R7kq/)
    assert.equal((await log.verify()).broken, null)
  })

  test(`${name}: a record that was changed, removed, moved or put in, and a tail that was cut, are found, and the first one is named`, { skip }, async () => {
    await using own = await open()
    const log = openAuditLog(own, parts)
    for (let index = 1; index <= 12; index++) await log.append({ kind: 'look', subject: `s${index}`, detail: { index } })
    const { head } = await log.verify()
    const tampered: [string, number, RegExp][] = [
      [`update audit_record set detail = '{"index":99}' where sequence = 5`, 5, /changed/],
      [`update audit_record set detail = '{"index":' where sequence = 5`, 5, /changed/],
      [`update audit_record set detail = '{"index":0,' || substr(detail, 2) where sequence = 5`, 5, /changed/],
      [`update audit_record set detail = detail || ' ' where sequence = 5`, 5, /changed/],
      [`update audit_record set at = at + interval '900 microseconds' where sequence = 8`, 8, /changed/],
      [`update audit_record set caller = 'nobody' where sequence = 1`, 1, /changed/],
      [`update audit_record set kind = 'run' where sequence = 12`, 12, /changed/],
      [`update audit_record set subject = null where sequence = 3`, 3, /changed/],
      [`update audit_record set at = at + interval '1 ms' where sequence = 8`, 8, /changed/],
      ['delete from audit_record where sequence = 7', 7, /missing/],
      ['delete from audit_record where sequence = 1', 1, /missing/],
      ['delete from audit_record where sequence = 7; update audit_record set sequence = sequence - 1 where sequence > 7', 7, /does not follow/],
      [
        'update audit_record set sequence = 100 where sequence = 4; update audit_record set sequence = 4 where sequence = 9; update audit_record set sequence = 9 where sequence = 100',
        4,
        /does not follow/,
      ],
      ['delete from audit_record where sequence > 9', 10, /taken away/],
      ['delete from audit_record', 1, /taken away/],
      [`insert into audit_record select 13, at, caller, kind, subject, detail, hash, repeat('a', 64) from audit_record where sequence = 12`, 13, /changed/],
    ]
    for (const [sql, sequence, why] of tampered) {
      const undone = new Error('undo')
      await own
        .asOwner(async (query) => {
          await unfence(query)
          await query(sql)
          const { broken } = await openAuditLog({ ...own, transaction: (work) => work(query) }, parts).verify()
          assert.equal(broken?.sequence, sequence, sql)
          assert.match(broken.why, why, sql)
          throw undone
        })
        .catch((error: unknown) => assert.equal(error, undone))
    }
    assert.equal((await log.verify()).broken, null)
    // Who owns the database can write all of it anew, hashes and all: what was noted elsewhere tells.
    await own.asOwner(async (query) => {
      await unfence(query)
      await query('delete from audit_record; delete from audit_head')
    })
    await log.append(entry({ index: 1 }))
    assert.equal((await log.verify()).broken, null)
    assert.match((await log.verify(head)).broken!.why, /noted/)
  })

  test(`${name}: the program itself can neither change nor remove a record`, { skip }, async () => {
    const log = openAuditLog(database!, parts)
    await log.append(entry())
    const { head } = await log.verify()
    const attempts = [
      `update audit_record set detail = '{}'`,
      'update audit_record set sequence = sequence + 1',
      'delete from audit_record',
      'delete from audit_head',
    ]
    for (const sql of attempts) assert.deepEqual(await database!.query(`${sql} returning 1`), [], sql)
    assert.deepEqual((await log.verify(head)).broken, null)
  })

  test(`${name}: of many who move a proposal at the same moment one does, and its record is written with it`, { skip }, async () => {
    const other = isShared ? await again(database!) : null
    const stores = [openProposals(database!, parts), openProposals(other ?? database!, parts)]
    for (let round = 0; round < 5; round++) {
      const proposal = aProposal({ proposedAt: new Date(clock), expiresAt: new Date(clock + 300_000) })
      await stores[0]!.add(proposal, { kind: 'proposal', subject: proposal.id, detail: {} })
      const change = { id: proposal.id, hash: proposal.hash, from: 'proposed', to: 'approved' } as const
      const moved = await Promise.all(
        Array.from({ length: 10 }, (_, index) => stores[index % 2]!.move(change, { kind: 'approval', subject: proposal.id, detail: {} })),
      )
      assert.equal(moved.filter((it) => it !== null).length, 1)
      const records = await openAuditLog(database!, parts).list({ subject: proposal.id, limit: 10 })
      assert.deepEqual(
        records.map(({ kind }) => kind),
        ['approval', 'proposal'],
      )
    }
    await other?.[Symbol.asyncDispose]()
  })

  test(`${name}: a proposal is found as it was made; another hash, another state and a passed time move nothing`, { skip }, async () => {
    const store = openProposals(database!, parts)
    const proposal = aProposal({ proposedAt: new Date(clock), expiresAt: new Date(clock + 300_000) })
    await store.add(proposal, entry())
    assert.deepEqual(await store.find(proposal.id), proposal)
    const move = (change: object) => store.move({ id: proposal.id, hash: proposal.hash, from: 'proposed', to: 'approved', ...change } as never, entry())
    assert.equal(await move({ hash: 'f'.repeat(64) }), null)
    assert.equal(await move({ from: 'approved' }), null)
    assert.equal(await move({ id: 'no id' }), null)
    clock += 300_000
    assert.equal(await move({}), null)
    assert.equal((await store.find(proposal.id))!.state, 'expired')
  })

  test(`${name}: what ran in a process that died is unknown, never running again; in a process that lives it goes on`, { skip }, async () => {
    const store = openProposals(database!, parts)
    const begun = async (): Promise<string> => {
      const proposal = aProposal({ proposedAt: new Date(clock), expiresAt: new Date(clock + 300_000) })
      const { id, hash } = proposal
      await store.add(proposal, entry())
      await store.move({ id, hash, from: 'proposed', to: 'approved' }, entry())
      await store.move({ id, hash, from: 'approved', to: 'running' }, entry())
      return id
    }
    const id = await begun()
    const ahead = openProposals(database!, { ...parts, now: () => new Date(clock + 3_600_000) })
    assert.equal((await ahead.find(id))!.state, 'running', 'a host whose clock is ahead tells nobody dead')
    await database!.query(`update action_proposal set alive_until = now() - interval '1 second' where id = $1`, [id])
    assert.equal((await store.find(id))!.state, 'unknown')
    assert.equal((await openAuditLog(database!, parts).list({ subject: id, limit: 1 }))[0]!.detail['ends'], 'unknown')
    assert.equal(await store.move({ id, hash: (await store.find(id))!.hash, from: 'running', to: 'succeeded' }, entry()), null)
    const second = await begun()
    assert.equal((await openProposals(database!, parts, { isOnlyProcess: true }).find(second))!.state, 'unknown')
  })

  test(`${name}: the switch stops what runs in every process, and lets nothing begin until it is taken back`, { skip }, async () => {
    const other = isShared ? await again(database!) : null
    const here = openKillSwitch(database!, parts)
    const there = openKillSwitch(other ?? database!, parts)
    const [mine, theirs] = [here.signal(), there.signal()]
    await here.assertRunning()
    await asOwner(() => here.stop('a drill, mail ada.byron@lovelace.dev'))
    assert.equal(mine.aborted, true)
    await assert.rejects(there.assertRunning(), /stopped by owner.*drill.*agent resume/)
    if (!theirs.aborted) await new Promise((resolve) => theirs.addEventListener('abort', resolve, { once: true }))
    const state = await there.state()
    assert.equal(state.isStopped, true)
    assert.doesNotMatch(state.reason!, /byron@/)
    await asOwner(() => there.resume())
    await here.assertRunning()
    assert.equal(here.signal().aborted, false)
    assert.equal(mine.aborted, true, 'what was stopped stays so')
    const kinds = (await openAuditLog(database!, parts).list({ limit: 2 })).map(({ kind }) => kind)
    assert.deepEqual(kinds, ['resume', 'stop'])
    here.close()
    there.close()
    await other?.[Symbol.asyncDispose]()
  })

  test(`${name}: a stop that was taken back before another process looked ends what ran there`, { skip }, async () => {
    const here = openKillSwitch(database!, parts)
    const there = openKillSwitch({ ...database!, query: database!.query }, parts)
    await there.assertRunning()
    const theirs = there.signal()
    await asOwner(() => here.stop('short'))
    await asOwner(() => here.resume())
    await there.assertRunning()
    assert.equal(theirs.aborted, true)
    assert.equal(there.signal().aborted, false)
    here.close()
    there.close()
  })

  test(`${name}: a stop by signal is tried until the database takes it, and lets nothing begin here meanwhile`, { skip }, async () => {
    let isAway = 2
    const seldom: Database = {
      ...database!,
      transaction: (work, scope) => (isAway-- > 0 ? Promise.reject(new Error('away')) : database!.transaction(work, scope)),
    }
    const here = openKillSwitch(seldom, parts)
    const written = here.stopUntilWritten('by signal')
    assert.equal(here.signal().aborted, true)
    await assert.rejects(here.assertRunning(), /by signal/)
    await written
    const there = openKillSwitch(database!, parts)
    assert.equal((await there.state()).isStopped, true)
    await asOwner(() => there.resume())
    here.close()
    there.close()
  })
}
