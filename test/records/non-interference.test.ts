/** What one customer reads is the same to the byte whether the others are there or not, and whatever they do (goal S3). */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { postgresMissing, startPostgres } from '../support/postgres-server.ts'
import { attack, attackShop } from './attacked-shop.ts'
import { attempts, scenes } from './attacks/attempts.ts'
import type { Attempt } from './attacks/attempt.ts'
import { howMany } from './attacks/how-many.ts'
import { ownQuestion } from './attacks/own-questions.ts'
import { steady } from './attacks/pairs.ts'
import { planted } from './attacks/plant.ts'
import { randomOf } from './attacks/random.ts'
import { madeUpShop, type Shop } from './attacks/shop.ts'

describe('a customer alone, and the same among others', { skip: postgresMissing }, () => {
  test('reads the same bytes', { timeout: 1_200_000 }, async (context) => {
    await using postgres = await startPostgres()
    const shop = planted(madeUpShop(60, 1), 2)
    const { customer_id: alice } = shop.orders.at(-1)!
    await using among = await attackShop(shop, { postgres, env: caching })
    await using alone = await attackShop(onlyOf(shop, alice), { postgres, login: among.login, env: caching })
    const count = howMany({ small: 250, full: 5000 })
    const asked = asAlice(shop, among.login, alice, count)
    let traffic = 0
    for (const [number, attempt] of asked.entries()) {
      // The others ask the very same, and more.
      if (number % 5 === 0) {
        const others = [{ ...attempt, attacker: shop.customers[number % 50]!.customer_id }, ...attempts(shop, among.login, 4, number)].filter(
          (it) => it.attacker !== alice,
        )
        traffic += others.length
        await attack(among, others)
      }
      const [one, other] = [await among.send(attempt), await alone.send(attempt)]
      assert.equal(plain(steady(one, '#W0000000')), plain(steady(other, '#W0000000')), `${attempt.method} ${attempt.path} ${attempt.body}`)
    }
    context.diagnostic(`${count} questions with and without ${shop.customers.length - 1} others who asked ${traffic}: the same bytes`)
  })
})

const caching = { ANSWERABLE_ANSWER_CACHE: 'exact' }

const asAlice = (shop: Shop, login: Parameters<typeof attempts>[1], alice: string, count: number): Attempt[] => {
  const makeScene = scenes(shop, login, randomOf(41))
  const families = ['named ids', 'others by name', 'aggregates', 'widening', 'forged history', 'languages', 'role play', 'planted rows']
  const tries = [...attempts(shop, login, Math.ceil(count / 2), 42, families)].map((attempt) => ({ ...attempt, attacker: alice }))
  const own = Array.from({ length: Math.floor(count / 2) }, () => ownQuestion({ ...makeScene(), ...ofAlice(shop, alice) }).attempt)
  return tries.flatMap((attempt, index) => [attempt, ...(own[index] ? [{ ...own[index], attacker: alice }] : [])])
}

const ofAlice = (shop: Shop, alice: string) => ({
  attacker: shop.customers.find(({ customer_id }) => customer_id === alice)!,
  ownOrder: shop.orders.find(({ customer_id }) => customer_id === alice)!,
})

const onlyOf = (shop: Shop, customerId: string): Shop => {
  const orders = shop.orders.filter(({ customer_id }) => customer_id === customerId)
  const isOwn = ({ order_id }: { readonly order_id: string }): boolean => orders.some((order) => order.order_id === order_id)
  return {
    ...shop,
    customers: shop.customers.filter(({ customer_id }) => customer_id === customerId),
    orders,
    items: shop.items.filter(isOwn),
    shipments: shop.shipments.filter(isOwn),
    payments: shop.payments.filter(isOwn),
  }
}

/** Ids of documents are made when they are stored. */
const plain = (text: string): string => text.replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}/g, '<document>')
