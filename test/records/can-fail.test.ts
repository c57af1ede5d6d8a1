/** That the attacks can succeed: without what keeps customers apart, the same attempts against the same program leak. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { onServer, postgresMissing, startPostgres } from '../support/postgres-server.ts'
import { attack, attackShop, type AttackedShop } from './attacked-shop.ts'
import { attempts } from './attacks/attempts.ts'
import { outcomeInWords, sumOfTallies, type Outcome } from './attacks/judge.ts'
import { planted } from './attacks/plant.ts'
import { madeUpShop } from './attacks/shop.ts'
import { setting, tablesOf, withoutRowSecurity, withRowSecurity } from './attacks/tables.ts'

const families = ['named ids', 'others by name', 'planted rows', 'aggregates', 'widening', 'enumeration']
const tries = (attacked: AttackedShop, count: number): Promise<Outcome> => attack(attacked, attempts(attacked.shop, attacked.login, count, 3, families))

describe('what keeps customers apart is the database', { skip: postgresMissing }, () => {
  // Not "true", which each read would refuse.
  test('with policies that let everything through, the attacks leak', { timeout: 300_000 }, async (context) => {
    await using postgres = await startPostgres()
    await using attacked = await attackShop(planted(madeUpShop(60, 1), 2), { postgres })
    assert.equal(sumOfTallies(await tries(attacked, 60)).leaks, 0)
    for (const { name, own } of tablesOf(attacked.shop))
      if (own !== null) await onServer(attacked.recordsUrl!, `alter policy own_rows on ${name} using (1 = 1)`)
    const outcome = await tries(attacked, 300)
    context.diagnostic(outcomeInWords(outcome))
    assert.ok(sumOfTallies(outcome).leaks > 0)
  })

  test('with row security switched off, it leaks or nothing is answered from records any more', { timeout: 300_000 }, async (context) => {
    await using postgres = await startPostgres()
    await using attacked = await attackShop(planted(madeUpShop(60, 1), 2), { postgres })
    assert.equal(sumOfTallies(await tries(attacked, 60)).leaks, 0)
    await onServer(attacked.recordsUrl!, withoutRowSecurity(attacked.shop))
    const outcome = await tries(attacked, 300)
    context.diagnostic(outcomeInWords(outcome))
    const refused = Object.values(outcome.byFamily).reduce((sum, { statuses }) => sum + (statuses[503] ?? 0), 0)
    assert.ok(sumOfTallies(outcome).leaks > 0 || refused > 0)

    await onServer(attacked.recordsUrl!, withRowSecurity(attacked.shop))
    assert.equal(sumOfTallies(await tries(attacked, 60)).leaks, 0)
  })

  test('a database whose setting nobody fills shows nothing to anybody', { timeout: 300_000 }, async () => {
    await using postgres = await startPostgres()
    await using attacked = await attackShop(planted(madeUpShop(60, 1), 2), { postgres })
    for (const { name, own } of tablesOf(attacked.shop))
      if (own !== null) await onServer(attacked.recordsUrl!, `alter policy own_rows on ${name} using (${own.replaceAll(setting, 'nobody.fills')})`)
    for (const { order_id, customer_id, note } of attacked.shop.orders.slice(0, 10)) {
      const [attempt] = attempts(attacked.shop, attacked.login, 1, 3, ['aggregates'])
      const { body } = await attacked.send({
        ...attempt!,
        attacker: customer_id,
        body: JSON.stringify({ question: `What is the note of my order ${order_id}?`, collection: 'shop' }),
      })
      assert.ok(!body.includes(/canary-\d+/.exec(note)![0]), body)
    }
  })
})
