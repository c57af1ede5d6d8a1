/** A model whose words about documents are supported by none of them, beside records that need no model. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startStubModel } from '../support/stub-model/server.ts'
import { attackShop } from './attacked-shop.ts'
import { madeUpShop } from './attacks/shop.ts'

interface Reply {
  readonly answer: string
  readonly abstained: object | null
  readonly citations: readonly { readonly source: string; readonly record?: { readonly id: string } }[]
  readonly degraded: readonly { readonly part: string }[]
}

test("where nothing that a model wrote is supported, customers are told the documents' own sentences, beside their records too", async () => {
  await using model = await startStubModel()
  model.set({ say: () => 'The moon pays for all parcels.' })
  const env = { OPENAI_BASE_URL: model.url, OPENAI_API_KEY: 'none', ANSWERABLE_GENERATOR: 'openai', ANSWERABLE_MODEL: 'stub-1' }
  await using attacked = await attackShop(madeUpShop(3, 1), { postgres: null, env })
  const order = attacked.shop.orders[0]!
  const ask = async (question: string): Promise<Reply> => {
    const headers = { authorization: `Bearer ${attacked.login.good(order.customer_id)}`, 'content-type': 'application/json' }
    const response = await fetch(`${attacked.server.url}/ask`, { method: 'POST', headers, body: JSON.stringify({ question, collection: 'shop' }) })
    return (await response.json()) as Reply
  }
  const rule = /A delivered order may be returned within 30 days\./
  for (const question of ['Within how many days may a delivered order be returned?', `May I return my order ${order.order_id}?`]) {
    const reply = await ask(question)
    assert.match(reply.answer, rule, question)
    assert.equal(reply.abstained, null)
    assert.ok(reply.citations.some(({ source }) => source.endsWith('returns.md')))
    assert.equal(
      reply.citations.some(({ record }) => record?.id === order.order_id),
      question.includes(order.order_id),
    )
    assert.deepEqual(
      reply.degraded.map(({ part }) => part),
      ['model'],
    )
  }
  assert.ok(model.requests.length >= 2)
  const nothing = await ask('How are volcanoes insured against comets?')
  assert.notEqual(nothing.abstained, null)
  assert.deepEqual(nothing.citations, [])
})
