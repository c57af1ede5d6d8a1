import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import type { Database } from '../../src/adapters/postgres/database.ts'
import { openIncidents } from '../../src/adapters/postgres/incidents.ts'
import { openWatchQueue } from '../../src/adapters/postgres/watch-queue.ts'
import { diagnosingIncidents } from '../../src/app/systems/watching/diagnose-incidents.ts'
import { isAppError } from '../../src/base/error.ts'
import { newId } from '../../src/base/id.ts'
import type { IncidentStore } from '../../src/domain/incident.ts'
import { noSystems } from '../../src/domain/systems.ts'
import type { FileSignals } from '../../src/domain/watch-queue.ts'
import { fileSignals } from '../../src/watch/incidents/file-signals.ts'
import { signalOf, watchOf } from '../../src/watch/scripted-for-tests.ts'
import { storeCases } from '../support/stores.ts'

const { cases, close } = storeCases()
after(close)

const reopenSeconds = 1800
const claimAll = { watches: ['disk', 'http'], limit: 10, leaseMs: 60_000 }
const outcome = { memory: { seen: 1 }, problem: null, durationMs: 3 }
const keepAsIs: FileSignals = () => []
const filing =
  (watch: string, now: Date, ...labels: readonly Record<string, string>[]): FileSignals =>
  (incidents) =>
    fileSignals(incidents, { watch, signals: labels.map((it) => signalOf({ watch, labels: it })), now, newId: () => newId(now.getTime()) })

for (const { name, skip, isShared, open, again } of cases) {
  let database: (Database & AsyncDisposable) | undefined
  before(async () => {
    if (!skip) database = await open()
  })
  after(() => database?.[Symbol.asyncDispose]())
  const queue = () => openWatchQueue(database!, { reopenSeconds })
  const due = (watch: string) => database!.query(`update watch_state set due_at = now() - interval '1 second' where watch = $1`, [watch])
  const disk = watchOf()
  const http = watchOf({ name: 'http' })
  beforeEach(async () => {
    if (skip) return
    await database!.query('delete from watch_state')
    await database!.query('delete from incident')
    await queue().declare([disk, http])
  })

  test(`${name}: a watch is looked at by one at a time, and again when it is due`, { skip }, async () => {
    const claims = await queue().claim(claimAll)
    assert.deepEqual(claims.map(({ watch }) => watch).toSorted(), ['disk', 'http'])
    assert.deepEqual(await queue().claim({ ...claimAll, force: true }), [], 'somebody looks at them')
    for (const claim of claims) assert.deepEqual(await claim.finish(outcome, keepAsIs), [])
    assert.deepEqual(await queue().claim(claimAll), [], 'they are due in a minute')
    assert.equal((await queue().claim({ ...claimAll, force: true })).length, 2)
  })

  test(`${name}: who was taken over keeps nothing, and opens no incident`, { skip }, async () => {
    const [slow] = await queue().claim({ ...claimAll, watches: ['disk'] })
    await database!.query(`update watch_state set lease_until = now() - interval '1 second'`)
    const [next] = await queue().claim({ ...claimAll, watches: ['disk'] })
    assert.equal(await slow!.finish({ ...outcome, memory: 'stale' }, filing('disk', slow!.now, { mount: '/' })), null)
    assert.deepEqual(await openIncidents(database!).list({ limit: 10 }), [])
    assert.equal((await next!.finish(outcome, filing('disk', next!.now, { mount: '/' })))!.length, 1)
    assert.deepEqual((await queue().list())[0]!.memory, outcome.memory)
    assert.equal(await next!.finish(outcome, keepAsIs), null, 'a look is finished once')
  })

  test(`${name}: looks that were missed are not made up for, and a clock that was set back stops nothing`, { skip }, async () => {
    await database!.query(`update watch_state set due_at = now() - interval '1 day'`)
    const [late] = await queue().claim({ ...claimAll, watches: ['disk'] })
    await late!.finish(outcome, keepAsIs)
    assert.deepEqual(await queue().claim({ ...claimAll, watches: ['disk'] }), [])
    await database!.query(`update watch_state set due_at = now() + interval '1 day' where watch = 'disk'`)
    assert.equal((await queue().claim({ ...claimAll, watches: ['disk'] })).length, 1)
  })

  test(`${name}: what was learned outlives a restart, and not a change of what is looked at`, { skip }, async () => {
    for (const claim of await queue().claim(claimAll)) await claim.finish(outcome, keepAsIs)
    await queue().declare([{ ...disk, grade: 'info', everySeconds: 30 }, watchOf({ name: 'http', rule: { kind: 'absent' } })])
    const memory = Object.fromEntries((await queue().list()).map((it) => [it.watch, it.memory]))
    assert.deepEqual(memory, { disk: outcome.memory, http: null })
  })

  test(`${name}: an incident keeps signals, notes and times; it is acknowledged by a name, and listed newest first`, { skip }, async () => {
    const [claim] = await queue().claim({ ...claimAll, watches: ['disk'] })
    const [made] = (await claim!.finish({ ...outcome, problem: 'half of it' }, filing('disk', claim!.now, { mount: '/\u0000x' })))!
    const incidents = openIncidents(database!)
    const found = (await incidents.find(made!.id))!
    assert.deepEqual(found, { ...made, signals: [{ ...made!.signals[0]!, fact: { ...made!.signals[0]!.fact, labels: { mount: '/\ufffdx' } } }] })
    assert.deepEqual((await incidents.acknowledge(made!.id, 'ada')).acknowledgedBy, 'ada')
    assert.deepEqual(
      (await incidents.list({ limit: 10, state: 'acknowledged' })).map(({ id }) => id),
      [made!.id],
    )
    assert.deepEqual(await incidents.list({ limit: 10, before: made!.id }), [])
    const investigation = newId()
    await incidents.addInvestigation(made!.id, investigation)
    assert.deepEqual((await incidents.find(made!.id))!.investigations, [investigation])
    assert.equal((await queue().list())[0]!.failures, 1)
    for (const id of [newId(), 'x']) await assert.rejects(incidents.acknowledge(id, 'ada'), (error) => isAppError(error) && error.code === 'not_found')
  })

  test(`${name}: a watch that stands in no file any more takes its signals with it, after an hour`, { skip }, async () => {
    const [claim] = await queue().claim({ ...claimAll, watches: ['disk'] })
    await claim!.finish(outcome, filing('disk', claim!.now, { mount: '/' }))
    const forget = () => queue().forget({ known: ['http'], file: (watch, all) => filing(watch, new Date())(all) })
    assert.deepEqual(await forget(), [], 'another process may have another file')
    await database!.query(`update watch_state set last_run_at = now() - interval '2 hours' where watch = 'disk'`)
    assert.deepEqual(await forget(), ['disk'])
    assert.deepEqual(
      (await openIncidents(database!).list({ limit: 10 })).map(({ state }) => state),
      ['resolved'],
    )
  })

  test(`${name}: who sees some collections sees no machine`, { skip }, async () => {
    const [claim] = await queue().claim({ ...claimAll, watches: ['disk'] })
    await claim!.finish(outcome, filing('disk', claim!.now, { mount: '/' }))
    for (const table of ['incident', 'watch_state']) assert.deepEqual(await database!.query(`select * from ${table}`, [], ['default']), [])
  })

  if (isShared)
    test(`${name}: processes that race look at each watch once, and make one incident of one service`, { skip }, async () => {
      await using other = (await again(database!))!
      const [mine, theirs] = [queue(), openWatchQueue(other, { reopenSeconds })]
      for (let round = 0; round < 10; round++) {
        await Promise.all([due('disk'), due('http')])
        const claims = (await Promise.all([mine, theirs, mine, theirs].map((it) => it.claim({ ...claimAll, limit: 1 })))).flat()
        assert.deepEqual(claims.map(({ watch }) => watch).toSorted(), ['disk', 'http'])
        await Promise.all(claims.map((claim) => claim.finish(outcome, filing(claim.watch, claim.now, { mount: '/' }))))
      }
      const all = await openIncidents(database!).list({ limit: 10 })
      assert.equal(all.length, 1)
      assert.deepEqual(all[0]!.signals.map(({ watch, samples }) => [watch, samples]).toSorted(), [
        ['disk', 10],
        ['http', 10],
      ])
    })

  test(`${name}: one of two processes that see an incident change diagnoses it; the other when that one died`, { skip }, async () => {
    const [claim] = await queue().claim({ ...claimAll, watches: ['disk'] })
    const [incident] = (await claim!.finish(outcome, filing('disk', claim!.now, { mount: '/' })))!
    const second = isShared ? await again(database!) : null
    let begun = 0
    const seenBy = async (incidents: IncidentStore) => {
      const answered = Promise.withResolvers<boolean>()
      const diagnosis = diagnosingIncidents({
        incidents: {
          claimDiagnosis: (id, options) => {
            const claimed = incidents.claimDiagnosis(id, options)
            claimed.then(answered.resolve, answered.reject)
            return claimed
          },
        },
        investigations: {
          investigate: async () => {
            begun++
            throw new Error('It died before anything was recorded.')
          },
        },
        diagnosis: { incidentsFrom: 'info', limits: noSystems.diagnosis.limits },
        log: () => {},
      })
      diagnosis.onIncident(incident!, 'changed')
      await answered.promise
      await diagnosis.close()
    }
    await Promise.all([seenBy(openIncidents(database!)), seenBy(openIncidents(second ?? database!))])
    assert.equal(begun, 1)

    const store = openIncidents(second ?? database!)
    await database!.query('update incident set diagnosing_until = null')
    const lease = { again: false, leaseSeconds: 60 }
    const both = await Promise.all([openIncidents(database!).claimDiagnosis(incident!.id, lease), store.claimDiagnosis(incident!.id, lease)])
    assert.deepEqual(both.toSorted(), [false, true])
    await database!.query(`update incident set diagnosing_until = now() - interval '1 second'`)
    assert.equal(await store.claimDiagnosis(incident!.id, lease), true, 'whoever had it died')
    await store.addInvestigation(incident!.id, newId())
    assert.equal(await store.claimDiagnosis(incident!.id, lease), false, 'it has a diagnosis')
    assert.equal(await store.claimDiagnosis(incident!.id, { ...lease, again: true }), true, 'it opened again')
    assert.equal(await store.claimDiagnosis('no id', lease), false)
    await second?.[Symbol.asyncDispose]()
  })
}
