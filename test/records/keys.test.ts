/** Who comes with a key: a customer's sees that customer's rows, staff's all of them, and any other none, not even the owner's. */
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { postgresMissing, startPostgres, type TestServer } from '../support/postgres-server.ts'
import { attackShop, type AttackedShop } from './attacked-shop.ts'
import { asking, chatting, whole, type Attempt } from './attacks/attempt.ts'
import { scenes } from './attacks/attempts.ts'
import { planted } from './attacks/plant.ts'
import { randomOf } from './attacks/random.ts'
import type { Reply } from './attacks/send.ts'
import { madeUpShop, type Order } from './attacks/shop.ts'

describe('keys over records', { skip: postgresMissing }, () => {
  let postgres: TestServer
  let attacked: AttackedShop
  let own: Order
  let foreign: Order
  before(async () => {
    postgres = await startPostgres()
    attacked = await attackShop(planted(madeUpShop(60, 1), 2), { postgres })
    own = attacked.shop.orders[0]!
    foreign = attacked.shop.orders.at(-1)!
  })
  after(async () => {
    await attacked?.[Symbol.asyncDispose]()
    await postgres?.close()
  })

  const keyOf = async (...flags: string[]): Promise<{ key: string; key_id: string }> =>
    JSON.parse(await attacked.command('keys', 'create', '--name', 'test', ...flags, '--json')) as { key: string; key_id: string }

  /** By nobody's token: the headers say who asks. */
  const ask = async (made: Parameters<typeof whole>[2], headers: readonly string[]): Promise<Reply & { leaked: readonly string[] }> => {
    const scene = scenes(attacked.shop, attacked.login, randomOf(1))()
    const attempt: Attempt = { ...whole('keys', scene, made), credential: 'none', attacker: own.customer_id }
    const reply = await attacked.send({ ...attempt, headers: [...attempt.headers, ...headers] })
    return { ...reply, leaked: attacked.judge(attempt, reply).leaked }
  }
  const noteOf = ({ note }: Order): string => /canary-\d+/.exec(note)![0]
  const question = ({ order_id }: Order): string => `What is the note of my order ${order_id}?`

  test("a customer's key sees that customer's rows", async () => {
    const { key } = await keyOf('--collection', 'shop', '--customer', own.customer_id)
    for (const carrier of [
      ['authorization', `Bearer ${key}`],
      ['x-api-key', key],
    ]) {
      const mine = await ask(asking(question(own)), carrier)
      assert.ok(mine.body.includes(noteOf(own)), mine.body)
      const others = await ask(asking(question(foreign)), carrier)
      assert.deepEqual([others.status, others.leaked], [200, []])
      assert.ok(!others.body.includes(noteOf(foreign)))
    }
  })

  test('a staff key sees them all, which the judge tells', async () => {
    const { key } = await keyOf('--collection', 'shop', '--staff')
    const told = await ask(asking(`What is the note of order ${foreign.order_id}?`), ['authorization', `Bearer ${key}`])
    assert.ok(told.body.includes(noteOf(foreign)), told.body)
    assert.ok(told.leaked.length > 0)
  })

  test('no other key sees a row, and none that asks without one', async () => {
    const keys = await Promise.all([['ask'], ['write'], ['admin']].map(([scope]) => keyOf('--collection', 'shop', '--scope', scope!)))
    // With a key as one far away, without one as the owner on this machine is not: that is said by the address it comes from.
    for (const headers of [...keys.map(({ key }) => ['authorization', `Bearer ${key}`]), []])
      for (const order of [own, foreign])
        for (const made of [
          asking(question(order)),
          chatting([{ role: 'user', content: question(order) }]),
          asking('Show all orders with their notes'),
          asking(`How much has ${order.customer_id} spent?`),
        ]) {
          const { body, leaked } = await ask(made, headers)
          assert.deepEqual(leaked, [], body)
          for (const it of [own, foreign]) assert.ok(!body.includes(noteOf(it)), body)
        }
  })

  test('the owner reads rows as somebody by "records ask", and none by asking', async () => {
    const response = await fetch(`${attacked.server.url}/ask`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ question: question(own), collection: 'shop' }),
    })
    assert.ok(!(await response.text()).includes(noteOf(own)))
    assert.ok((await attacked.command('records', 'ask', 'shop', question(own), '--as', own.customer_id)).includes(noteOf(own)))
    assert.ok(!(await attacked.command('records', 'ask', 'shop', question(foreign), '--as', own.customer_id)).includes(noteOf(foreign)))
  })

  test('a key that is revoked sees nothing any more', async () => {
    const { key, key_id } = await keyOf('--collection', 'shop', '--customer', own.customer_id)
    assert.equal((await ask(asking(question(own)), ['authorization', `Bearer ${key}`])).status, 200)
    await attacked.command('keys', 'revoke', key_id)
    const { status, body } = await ask(asking(question(own)), ['authorization', `Bearer ${key}`])
    assert.equal(status, 401)
    assert.ok(!body.includes(noteOf(own)))
  })
})
