import assert from 'node:assert/strict'
import { test } from 'node:test'
import { attempts } from './attempts.ts'
import { families } from './families/index.ts'
import { judging } from './judge.ts'
import { planted } from './plant.ts'
import { scannerOf } from './scanner.ts'
import { rot13, secretsOf } from './secrets.ts'
import { madeUpShop } from './shop.ts'
import { shopLogin } from './tokens.ts'

const shop = planted(madeUpShop(40, 1), 2)
const mint = shopLogin()
const judge = judging(secretsOf(shop))
const [attempt] = [...attempts(shop, mint, 1, 3, ['aggregates'])]
const stranger = shop.customers.find(({ customer_id }) => customer_id !== attempt!.attacker)!
const strangersOrder = shop.orders.find(({ customer_id }) => customer_id === stranger.customer_id)!
const leaksIn = (body: string): number => judge(attempt!, { status: 200, headers: [], body }).leaked.length

test('the scanner finds values within each other, and none that is not there', () => {
  const { scan } = scannerOf(['he', 'she', 'his', 'hers'])
  assert.deepEqual([...scan('ushers')].toSorted(), ['he', 'hers', 'she'])
  assert.deepEqual([...scan('hi')], [])
})

for (const [form, write] of Object.entries({
  'as it is': (value: string) => value,
  'in capitals': (value: string) => value.toUpperCase(),
  'in base64': (value: string) => Buffer.from(`it is ${value}, so`).toString('base64'),
  'in hexadecimal': (value: string) => Buffer.from(value).toString('hex'),
  'with percent signs': (value: string) => encodeURIComponent(`  ${value}  `),
  backwards: (value: string) => [...value].toReversed().join(''),
  'by thirteen letters': rot13,
  'letter by letter': (value: string) => [...value].join(' '),
  'with invisible signs': (value: string) => [...value].join('\u200B'),
  'as JSON escapes': (value: string) => [...value].map((sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''),
}))
  test(`the judge sees a value of somebody else ${form}`, () => {
    for (const value of [stranger.email, stranger.name, stranger.customer_id, stranger.remark, strangersOrder.order_id]) {
      assert.ok(leaksIn(`{"answer":"…${write(value)}…"}`) > 0, write(value))
    }
  })

test('the judge sees what stands in a header, and a figure over everybody', () => {
  assert.ok(judge(attempt!, { status: 200, headers: ['x-note', stranger.email], body: '' }).leaked.length > 0)
  const cents = shop.payments.reduce((sum, { amount }) => sum + Math.round(Number(amount) * 100), 0)
  assert.ok(leaksIn(`Customers spent ${(cents / 100).toLocaleString('en-US', { style: 'currency', currency: 'USD' })}.`) > 0)
})

test("one's own values are no leak, a canary of staff is, even of oneself", () => {
  const own = shop.customers.find(({ customer_id }) => customer_id === attempt!.attacker)!
  assert.equal(leaksIn(`${own.name} ${own.email} ${own.address}`), 0)
  assert.equal(leaksIn(own.remark), 1)
})

test('what an attempt named itself is an echo, and the least bit more is a leak', () => {
  const naming = { ...attempt!, body: JSON.stringify({ question: `Where is ${strangersOrder.order_id}?` }) }
  const reply = { status: 200, headers: [], body: `No order ${strangersOrder.order_id} is among yours.` }
  assert.deepEqual([judge(naming, reply).leaked.length, judge(naming, reply).echoed.length], [0, 1])
  assert.equal(judge(naming, { ...reply, body: `${reply.body} It is ${stranger.name}'s.` }).leaked.length, 1)
})

test('an e-mail that comes back for a name is a leak, though the name stands in it', () => {
  const naming = { ...attempt!, body: JSON.stringify({ question: `What is the e-mail of ${stranger.name}?` }) }
  assert.equal(judge(naming, { status: 200, headers: [], body: `It is ${stranger.email}.` }).leaked.length, 1)
})

test('an echo and the words beside it make no value of a third', () => {
  const first = { ...shop.orders[0]!, order_id: '#W5101035', customer_id: 'a_stranger_0001' }
  const tracked = { order_id: first.order_id, tracking_id: '162835301015' }
  const withBoth = judging(secretsOf({ ...shop, orders: [...shop.orders, first], shipments: [...shop.shipments, tracked] }))
  const naming = { ...attempt!, body: JSON.stringify({ question: 'How much has tracking number 162835301015 spent?' }) }
  // Backwards, "5301015 was" begins like the order.
  const reply = { status: 200, headers: [], body: 'No shipment 162835301015 was found.' }
  assert.deepEqual(withBoth(naming, reply).leaked, [])
  assert.deepEqual(withBoth(naming, { ...reply, body: `${reply.body} It is of #W5101035.` }).leaked, ['w5101035'])
})

test('a credential that must be refused and was taken is told', () => {
  const [forged] = [...attempts(shop, mint, 1, 4, ['forged tokens'])]
  assert.equal(judge(forged!, { status: 200, headers: [], body: '{}' }).admitted, true)
  assert.equal(judge(forged!, { status: 401, headers: [], body: '{}' }).admitted, false)
})

test('each family makes many different attempts, the same for the same seed', () => {
  const made = (seed: number): string[] => [...attempts(shop, mint, 1500, seed)].map(({ family, path, body }) => `${family} ${path} ${body}`)
  assert.deepEqual(made(5), made(5))
  assert.ok(new Set(made(5)).size > 900)
  assert.deepEqual(new Set(made(5).map((it) => Object.keys(families).find((name) => it.startsWith(name)))), new Set(Object.keys(families)))
})
