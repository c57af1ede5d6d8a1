/** Nobody reads a row of somebody else, however it is asked for. `npm run test:records` asks 100,000 times, of tau-retail too. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { postgresMissing, startPostgres } from '../support/postgres-server.ts'
import { attack, attackShop, type AttackedShop } from './attacked-shop.ts'
import { assertNothingLeaked } from './assert-nothing-leaked.ts'
import { attempts } from './attacks/attempts.ts'
import { planted } from './attacks/plant.ts'
import { retailMissing, retailShop } from './attacks/retail-shop.ts'
import { secretsOf } from './attacks/secrets.ts'
import { madeUpShop } from './attacks/shop.ts'
import { howMany } from './attacks/how-many.ts'

/** The attacks mean something only where the shop answers its customers. */
const assertAnswersItsCustomers = async ({ send, shop, judge }: AttackedShop): Promise<void> => {
  for (const { order_id, customer_id, status } of shop.orders.slice(0, 12)) {
    const [attempt] = [{ ...own, attacker: customer_id, body: JSON.stringify({ question: `What is the status of my order ${order_id}?`, collection: 'shop' }) }]
    const reply = await send(attempt)
    assert.deepEqual([reply.status, judge(attempt, reply).leaked], [200, []], reply.body)
    const { answer } = JSON.parse(reply.body) as { answer: string }
    assert.ok(answer.includes(order_id) && answer.toLowerCase().includes(status), answer)
  }
}

const own = {
  family: 'own',
  method: 'POST',
  path: '/ask',
  headers: ['content-type', 'application/json'],
  credential: 'own',
  wanted: 'nothing foreign',
  typed: [],
} as const

/** Tokens and rows of anybody have no place in the log. */
const assertLogTellsNothing = ({ server, shop, login }: AttackedShop): void => {
  const said = server.said()
  assert.deepEqual([...secretsOf(shop).foreignTo('nobody', said)], [])
  for (const { customer_id } of shop.customers.slice(0, 100)) assert.ok(!said.includes(login.good(customer_id).split('.')[2]!))
}

describe('rows in a database of the shop', { skip: postgresMissing }, () => {
  test('a made-up shop', { timeout: 1_200_000 }, async (context) => {
    await using postgres = await startPostgres()
    await using attacked = await attackShop(planted(madeUpShop(60, 1), 2), { postgres })
    await assertAnswersItsCustomers(attacked)
    assertNothingLeaked(context, await attack(attacked, attempts(attacked.shop, attacked.login, howMany({ small: 1500, full: 20_000 }), 3)))
    assertLogTellsNothing(attacked)
  })

  test('tau-retail', { skip: retailMissing, timeout: 7_200_000 }, async (context) => {
    await using postgres = await startPostgres()
    await using attacked = await attackShop(planted(retailShop(4), 5), { postgres })
    await assertAnswersItsCustomers(attacked)
    assertNothingLeaked(context, await attack(attacked, attempts(attacked.shop, attacked.login, howMany({ small: 600, full: 60_000 }), 6)))
    assertLogTellsNothing(attacked)
  })
})

test('rows that the program imported', { timeout: 2_400_000 }, async (context) => {
  await using attacked = await attackShop(planted(madeUpShop(60, 7), 8), { postgres: null })
  await assertAnswersItsCustomers(attacked)
  assertNothingLeaked(context, await attack(attacked, attempts(attacked.shop, attacked.login, howMany({ small: 900, full: 20_000 }), 9)))
  assertLogTellsNothing(attacked)
})
