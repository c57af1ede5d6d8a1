/** What the shop's database says of itself: whatever read a row did so in a read-only transaction, as the one customer who asked. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { onServer, postgresMissing, startPostgres } from '../support/postgres-server.ts'
import { attack, attackShop } from './attacked-shop.ts'
import { attempts } from './attacks/attempts.ts'
import { logSettings, transactionsOf } from './attacks/database-log.ts'
import { howMany } from './attacks/how-many.ts'
import { planted } from './attacks/plant.ts'
import { madeUpShop } from './attacks/shop.ts'
import { roles, setting, tablesOf } from './attacks/tables.ts'

describe('the log of the database', { skip: postgresMissing }, () => {
  test('shows only reads, each within the setting of who asked', { timeout: 600_000 }, async (context) => {
    await using postgres = await startPostgres()
    for (const sql of logSettings) await onServer(postgres.url, sql)
    await postgres.restart()
    await using attacked = await attackShop(planted(madeUpShop(60, 1), 2), { postgres })
    const [{ data_directory: folder }] = (await onServer(postgres.url, 'show data_directory')) as [{ data_directory: string }]
    const read = (): string => readFileSync(join(folder, 'log/all.log'), 'utf8')
    const before = read().length
    const tries = [...attempts(attacked.shop, attacked.login, howMany({ small: 200, full: 2000 }), 31)]
    // One after the other, so that the log tells which statement was whose.
    let from = before
    let transactions = 0
    let reads = 0
    for (const attempt of tries) {
      await attack(attacked, [attempt], 1)
      const log = await written(() => read().slice(from))
      from += log.length
      for (const { begin, statements } of transactionsOf(log, roles.customer, new URL(attacked.recordsUrl!).pathname.slice(1))) {
        transactions += 1
        const touching = statements.findIndex(({ sql }) => tables.some((table) => table.test(sql)))
        if (touching === -1) continue
        reads += 1
        assert.match(begin, /read only/i)
        const set = statements.slice(0, touching).filter(({ sql, values }) => `${sql} ${values.join(' ')}`.includes(setting))
        assert.equal(set.length, 1, JSON.stringify(statements))
        assert.ok(set[0]!.values.includes(attempt.attacker), `${attempt.attacker}: ${JSON.stringify(set)}`)
        for (const { sql, values } of statements.slice(touching)) {
          assert.doesNotMatch(sql, /set_config|\bset\s+(local|session|role)|reset\s|insert\s+into|update\s+\w+\s+set|delete\s+from/i)
          // What somebody wrote travels beside the statement.
          for (const value of values) if (value.length > 6) assert.ok(!sql.includes(value), sql)
        }
      }
    }
    context.diagnostic(
      `${tries.length} attempts: ${transactions} transactions of the customers' role, ${reads} read rows, each read-only within the setting of its caller`,
    )
    assert.ok(reads > 0)
  })
})

/** The server's log is written by a process of its own: complete when it is quiet and no transaction in it is open. */
const written = async (read: () => string): Promise<string> => {
  const count = (log: string, verbs: RegExp): number => log.match(verbs)?.length ?? 0
  let last = ''
  for (let waits = 0; waits < 500; waits++) {
    const log = read()
    if (log === last && count(log, /: (?:begin|start transaction)\b/gi) <= count(log, /: (?:commit|rollback)\b/gi)) return log
    last = log
    await setTimeout(10)
  }
  return last
}

const tables = tablesOf(madeUpShop(1, 1))
  .filter(({ own }) => own !== null)
  .map(({ name }) => new RegExp(`\\b(?:from|join)\\s+(?:"?public"?\\.)?"?${name}"?`, 'i'))
