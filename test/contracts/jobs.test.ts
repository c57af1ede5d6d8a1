import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import type { Database } from '../../src/adapters/postgres/database.ts'
import { startJobWorker } from '../../src/adapters/postgres/job-worker.ts'
import { openJobs } from '../../src/adapters/postgres/jobs.ts'
import { AppError } from '../../src/base/error.ts'
import { currentCall, withinCall, type Caller } from '../../src/domain/call.ts'
import { storeCases } from '../support/stores.ts'

const { cases, close } = storeCases()
after(close)

for (const { name, skip, open, again } of cases) {
  let database: (Database & AsyncDisposable) | undefined
  let lastKind = 0
  before(async () => {
    if (!skip) database = await open()
  })
  after(() => database?.[Symbol.asyncDispose]())

  const check = (sentence: string, run: (database: Database, kind: string) => Promise<void>): void => {
    test(`${name}: ${sentence}`, { skip }, () => run(database!, `kind-${++lastKind}`))
  }

  check('a job is claimed once, tells its progress and is done', async (database, kind) => {
    const jobs = openJobs(database)
    const id = await jobs.add({ kind, collection: 'default', input: { path: "it's" } })
    assert.equal((await jobs.find(id))?.state, 'queued')
    const job = (await jobs.claim([kind]))!
    assert.deepEqual([job.record.id, job.input], [id, { path: "it's" }])
    assert.equal(await jobs.claim([kind]), null)
    assert.equal(await job.heartbeat({ files: 3 }), true)
    assert.deepEqual((await jobs.find(id))?.progress, { files: 3 })
    assert.equal(await job.finish({ files: 7 }), true)
    const { createdAt, finishedAt, ...record } = (await jobs.find(id))!
    assert.deepEqual(record, { id, kind, collection: 'default', state: 'done', progress: { files: 7 }, error: null, attempts: 1 })
    assert.ok(finishedAt! >= createdAt)
    assert.equal(await job.finish({}), false)
  })

  check('a job is done with the eyes of whoever added it', async (database, kind) => {
    const jobs = openJobs(database)
    const caller: Caller = { id: '0123456789ab', name: 'wiki', scope: 'write', collections: ['default'] }
    await withinCall({ caller }, () => jobs.add(job(kind)))
    const seen: Caller[] = []
    const worker = startJobWorker(jobs, { [kind]: async () => ({ progress: { seen: seen.push(currentCall().caller) } }) })
    while (seen.length === 0) await delay(10)
    await worker.close()
    assert.deepEqual(seen, [caller])
  })

  check('jobs come in the order they were added, and only those of the kinds asked for', async (database, kind) => {
    const jobs = openJobs(database)
    const ids = [await jobs.add(job(kind)), await jobs.add(job(`${kind}-other`)), await jobs.add(job(kind))]
    assert.deepEqual([(await jobs.claim([kind]))?.record.id, (await jobs.claim([kind]))?.record.id, await jobs.claim([kind])], [ids[0], ids[2], null])
  })

  check('workers that claim at the same time never get the same job', async (database, kind) => {
    const other = await again(database)
    const queues = [openJobs(database), openJobs(other ?? database)]
    const ids = await Promise.all(Array.from({ length: 10 }, () => queues[0]!.add(job(kind))))
    const claimed = await Promise.all(Array.from({ length: 16 }, (_, index) => queues[index % 2]!.claim([kind])))
    assert.deepEqual(claimed.flatMap((job) => job?.record.id ?? []).sort(), [...ids].sort())
    await other?.[Symbol.asyncDispose]()
  })

  check('a dead worker’s job is taken over with its progress, and the dead one can write no more', async (database, kind) => {
    const jobs = openJobs(database, { leaseMs: 60 })
    const id = await jobs.add(job(kind))
    const dead = (await jobs.claim([kind]))!
    await dead.heartbeat({ done: 5 })
    await delay(100)
    const heir = (await jobs.claim([kind]))!
    assert.deepEqual([heir.record.id, heir.record.progress, heir.record.attempts], [id, { done: 5 }, 2])
    assert.deepEqual([await dead.heartbeat({ done: 0 }), await dead.finish({}), await dead.fail('x')], [false, false, false])
    assert.equal(await heir.finish({ done: 9 }), true)
    assert.deepEqual((await jobs.find(id))?.progress, { done: 9 })
  })

  check('a heartbeat keeps the job', async (database, kind) => {
    const jobs = openJobs(database, { leaseMs: 3_000 })
    await jobs.add(job(kind))
    const mine = (await jobs.claim([kind]))!
    for (let beat = 0; beat < 4; beat++) {
      await delay(1_200)
      assert.equal(await mine.heartbeat(), true)
      assert.equal(await jobs.claim([kind]), null)
    }
  })

  check('a job that took down every worker is given up with a sentence', async (database, kind) => {
    const jobs = openJobs(database, { leaseMs: 1, attempts: 3 })
    const id = await jobs.add(job(kind))
    for (let attempt = 1; attempt <= 3; attempt++) {
      assert.equal((await jobs.claim([kind]))?.record.attempts, attempt)
      await delay(10)
    }
    assert.equal(await jobs.claim([kind]), null)
    const record = await jobs.find(id)
    assert.equal(record?.state, 'failed')
    assert.match(record.error!, /stopped 3 times/)
  })

  check('a worker runs what was added as soon as it is woken, retries surprises and fails with our sentence', async (database, kind) => {
    const jobs = openJobs(database)
    let tries = 0
    let tidied = 0
    const worker = startJobWorker(
      jobs,
      {
        [kind]: async ({ input }) => {
          if (input.hopeless) throw new AppError('invalid', 'The file is empty. Give another.')
          if (++tries < 3) throw new Error('a surprise')
          return { progress: { tries }, afterwards: async () => void tidied++ }
        },
      },
      { pollMs: 60_000 },
    )
    await delay(50)
    const good = await jobs.add(job(kind))
    const bad = await jobs.add({ ...job(kind), input: { hopeless: true } })
    worker.wake()
    for (let waited = 0; waited < 100 && (await jobs.find(bad))?.state !== 'failed'; waited++) await delay(20)
    const { progress, state, error } = (await jobs.find(good))!
    assert.deepEqual({ progress, state, error }, { progress: { tries: 3 }, state: 'done', error: null }, 'what went wrong before it was done is past')
    assert.equal((await jobs.find(bad))?.error, 'The file is empty. Give another.')
    assert.equal(tidied, 1, 'what follows a job is done once, and only for one that finished')
    await worker.close()
  })

  check('a worker that stops leaves its job to the next, however often that happens', async (database, kind) => {
    const jobs = openJobs(database, { attempts: 2 })
    const id = await jobs.add(job(kind))
    for (let stops = 0; stops < 3; stops++) {
      let started: () => void = () => {}
      const running = new Promise<void>((resolve) => (started = resolve))
      const worker = startJobWorker(jobs, {
        [kind]: (_job, signal) =>
          new Promise((_, reject) => {
            signal.addEventListener('abort', () => reject(signal.reason))
            started()
          }),
      })
      await running
      await worker.close()
      const { state, error } = (await jobs.find(id))!
      assert.deepEqual({ state, error }, { state: 'queued', error: null })
    }
    assert.equal((await jobs.claim([kind]))?.record.id, id)
  })
}

const job = (kind: string) => ({ kind, collection: null, input: {} })
