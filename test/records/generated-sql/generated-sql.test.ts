import assert from 'node:assert/strict'
import { test } from 'node:test'
import { allowSql } from '../../../src/records/sql/allow.ts'
import { openSqlParser } from '../../../src/records/sql/open-parser.ts'
import { tablesForTests } from '../../../src/records/sql/tables-for-tests.ts'
import { canary, openCanaryDatabase } from './canary-database.ts'
import { hostileStatements } from './hostile-statements.ts'

/** A sample in every run of the tests; 120,000 with ANSWERABLE_RECORDS=full. */
const statements = process.env['ANSWERABLE_RECORDS'] === 'full' ? 120_000 : 6_000
const between = 200
const costliest = 20_000

test(`of ${statements} hostile statements, what is allowed runs as a superuser and neither reads what is not shown nor changes anything`, async (t) => {
  const parse = await openSqlParser()
  const database = await openCanaryDatabase()
  const before = await database.state()
  const made = hostileStatements(8)
  const recent: string[] = []
  const tally = { allowed: 0, ran: 0, unrun: 0 }
  try {
    for (let count = 0; count < statements; count++) {
      const sql = made.next().value
      const answer = await allowSql(sql, { tables: tablesForTests, schema: 'public', rows: 50 }, parse)
      if (answer.isAllowed) {
        tally.allowed++
        recent.push(sql)
        try {
          if ((await database.cost(answer.sql)) < costliest) {
            assert.ok(!(await database.run(answer.sql)).includes(canary), sql)
            tally.ran++
          } else tally.unrun++
        } catch (error) {
          if (error instanceof assert.AssertionError) throw error
          assert.ok(!String(error).includes(canary), sql)
          tally.unrun++
        }
      }
      if (count % between === between - 1) {
        assert.equal(await database.state(), before, `one of these changed something:\n${recent.join('\n')}`)
        recent.length = 0
      }
    }
  } finally {
    await database.close()
  }
  t.diagnostic(JSON.stringify(tally))
  // A walk that refuses everything, or a database that answers nothing, would prove nothing.
  assert.ok(tally.ran > statements / 20, JSON.stringify(tally))
})

test('the canaries sing: run without the walk, the same statements read and change what they are not to', async () => {
  const database = await openCanaryDatabase()
  const before = await database.state()
  const made = hostileStatements(8)
  let read = 0
  try {
    for (let count = 0; count < 3_000; count++) {
      const sql = made.next().value
      // It would run for ever, and prove nothing more.
      if (/recursive/i.test(sql) || (await database.cost(sql).catch(() => 0)) > costliest) continue
      const found = await database.run(sql).catch(() => '')
      // A transaction that one began and broke would keep all others from running.
      await database.run('rollback')
      if (found.includes(canary)) read++
    }
    assert.ok(read > 10, `${read} statements read a canary`)
    assert.notEqual(await database.state().catch(() => 'gone'), before)
  } finally {
    await database.close()
  }
})
