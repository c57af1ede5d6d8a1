import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Database } from '../../src/adapters/postgres/database.ts'
import { takeRunLease } from '../../src/adapters/postgres/eval-leases.ts'
import { newId } from '../../src/base/id.ts'
import { storeCases } from '../support/stores.ts'

const { cases, close } = storeCases()
after(close)

for (const { name, skip, isShared, open, again } of cases) {
  let database: (Database & AsyncDisposable) | undefined
  before(async () => {
    if (!skip) database = await open()
  })
  after(() => database?.[Symbol.asyncDispose]())
  const wanted = () => ({ key: newId(), collection: 'default' })
  const expire = (key: string) => database!.query(`update eval_lease set lease_until = now() - interval '1 second' where key = $1`, [key])

  if (isShared)
    test(`${name}: another process on the same database has no lease while one is held, and one when it is released`, { skip }, async () => {
      await using other = (await again(database!))!
      const run = wanted()
      const lease = await takeRunLease(database!, run)
      assert.equal(await takeRunLease(other, run), null)
      await (await takeRunLease(other, wanted()))!.release()
      await lease!.release()
      const next = await takeRunLease(other, run)
      assert.ok(next)
      await next.release()
    })

  test(
    `${name}: what a dead process left ends by itself, and its owner, should it wake up, is told and releases nothing of the other's`,
    { skip },
    async () => {
      const run = wanted()
      const first = await takeRunLease(database!, run, { leaseMs: 100_000 })
      await expire(run.key)
      const second = await takeRunLease(database!, run)
      assert.ok(second)
      await first!.release()
      assert.equal((await database!.query('select 1 from eval_lease where key = $1', [run.key])).length, 1)
      await second.release()
      assert.equal((await database!.query('select 1 from eval_lease where key = $1', [run.key])).length, 0)
    },
  )

  test(`${name}: a lease is renewed while it is held, and its holder learns that another took it`, { skip }, async () => {
    const run = wanted()
    const lease = (await takeRunLease(database!, run, { leaseMs: 400 }))!
    const until = async () => (await database!.query<{ until: Date }>('select lease_until as until from eval_lease where key = $1', [run.key]))[0]!.until
    const begun = await until()
    while ((await until()) <= begun) await new Promise((resolve) => setTimeout(resolve, 20))
    await database!.query(`update eval_lease set owner = 'another' where key = $1`, [run.key])
    if (!lease.lost.aborted) await new Promise((resolve) => lease.lost.addEventListener('abort', resolve))
    await lease.release()
    assert.equal((await database!.query('select 1 from eval_lease where key = $1', [run.key])).length, 1)
  })
}
