import assert from 'node:assert/strict'
import { test } from 'node:test'
import { northwind, retail } from '../read/domains-for-tests.ts'
import { seeNamed } from '../read/read-record-question.ts'
import { lineOf, readLine } from '../read/reading-for-tests.ts'
import { canonicalQuestion } from './canonical-question.ts'
import { intents, type Intent } from './intent.ts'

type Domain = typeof retail

const plainOf = async ({ description, findValues }: Domain, intent: Intent, text: string, hasTalk = false): Promise<string | null> => {
  const { seen, values } = (await seeNamed({ text, description, isStaff: false, now: new Date('1998-05-20T12:00:00Z') }, findValues))!
  return canonicalQuestion(intent, seen, values, hasTalk)
}

/** What is asked, what the question holds, and what the rules make of it when it is said plainly. */
const asked = (name: string, domain: Domain, rows: readonly (readonly [Intent, string, string])[]): void => {
  test(`${name}: ${rows.length} intents said plainly are read as what they mean`, async () => {
    const told: string[] = []
    for (const [intent, text, expected] of rows) {
      const plain = await plainOf(domain, intent, text)
      const line = plain === null ? 'null' : lineOf(await readLine(domain.description, domain.findValues, [plain])).trim()
      if (line !== expected) told.push(`${intent}, ${text}: ${plain}\n    read     ${line}\n    expected ${expected}`)
    }
    assert.equal(told.length, 0, `\n${told.join('\n')}`)
  })
}

asked('a shop', retail, [
  ['state', 'please #W2611340', 'records ; order[status] where order_id=#W2611340'],
  ['arrived', 'please #W2611340', 'records ; order[status] where order_id=#W2611340'],
  ['was-sent', 'please #W2611340', 'records ; order[status] where order_id=#W2611340'],
  ['contents', 'please #W2611340', 'records ; item[] where order.order_id=#W2611340'],
  ['contents-count', 'please #W2611340', 'records ; count(item) where order.order_id=#W2611340'],
  ['total', 'please #W2611340', 'records ; order[total] where order_id=#W2611340'],
  ['tracking', 'please #W2611340', 'records ; tracking number[] where order.order_id=#W2611340 ; order[] where order_id=#W2611340'],
  ['destination', 'please #W2611340', 'records ; order[address1 address2 city state zip country] where order_id=#W2611340'],
  ['paid-with', 'please #W2611340', 'records ; payment[] where order.order_id=#W2611340'],
  ['refund', 'please #W2611340', 'records ; payment[amount] where kind=refund & order.order_id=#W2611340'],
  ['dearest', 'please #W2611340', 'records ; item[] -price x1 where order.order_id=#W2611340'],
  ['may-cancel', 'please #W2611340', 'both ; order[] where order_id=#W2611340'],
  ['may-return', 'please #W2611340', 'both ; order[] where order_id=#W2611340'],
  ['order-of', 'please Desk Lamp', 'records ; order[] where item.name=Desk Lamp'],
  ['thing-state', 'please Desk Lamp', 'records ; item[name order.status] where name=Desk Lamp'],
  ['product-price', 'please Desk Lamp', 'records ; variant[price] where product.name=Desk Lamp'],
  ['cheapest', 'please Desk Lamp', 'records ; variant[price] +price x1 where product.name=Desk Lamp'],
  ['item-price', 'please Desk Lamp #W2611340', 'records ; item[name price] where name=Desk Lamp & order.order_id=#W2611340'],
  ['latest-state', 'please', 'records ; order[status] -position x1'],
  ['latest-contents', 'please', 'records ; item[] in order(-position)'],
  ['latest-total', 'please', 'records ; order[total] -position x1'],
  ['previous-state', 'please', 'records ; order[status] -position after 1 x1'],
  ['list', 'please', 'records ; order[]'],
  ['count', 'please', 'records ; count(order)'],
  ['spent', 'please', 'records ; sum(order.total)'],
  ['balance', 'please', 'records ; payment method[balance] where source=gift_card'],
  ['methods', 'please', 'records ; payment method[]'],
  ['email', 'please', 'records ; customer[email]'],
  ['address', 'please', 'records ; customer[address1 address2 city state zip country]'],
  ['list', 'please pending', 'records ; order[] where status=pending'],
  ['count', 'please pending', 'records ; count(order) where status=pending'],
])

asked('a wholesaler', northwind, [
  ['was-sent', 'please 10248', 'records ; order[shipped] where order_id=10248'],
  ['placed', 'please 10248', 'records ; order[ordered] where order_id=10248'],
  ['sent', 'please 10248', 'records ; order[shipped] where order_id=10248'],
  ['needed', 'please 10248', 'records ; order[required] where order_id=10248'],
  ['contents', 'please 10248', 'records ; line[product.name unit_price quantity line_total] where order.order_id=10248'],
  ['contents-count', 'please 10248', 'records ; count(line) where order.order_id=10248'],
  ['total', 'please 10248', 'records ; order[goods] where order_id=10248'],
  ['destination', 'please 10248', 'records ; order[address city region postal_code country] where order_id=10248'],
  ['dearest', 'please 10248', 'records ; line[product.name unit_price quantity line_total] -unit_price x1 where order.order_id=10248'],
  ['freight', 'please 10248', 'records ; order[freight] where order_id=10248'],
  ['carrier', 'please 10248', 'records ; shipper[] where order.order_id=10248'],
  ['may-cancel', 'please 10248', 'both ; order[] where order_id=10248'],
  ['may-return', 'please 10248', 'both ; order[] where order_id=10248'],
  ['order-of', 'please Chai', 'records ; order[] where product.name=Chai'],
  ['product-price', 'please Chai', 'records ; product[unit_price] where name=Chai'],
  ['cheapest', 'please Chai', 'records ; product[unit_price] +unit_price x1 where name=Chai'],
  ['quantity', 'please Chai 10248', 'records ; line[product.name quantity] where order.order_id=10248 & product.name=Chai'],
  ['item-price', 'please Chai 10248', 'records ; line[product.name line_total] where order.order_id=10248 & product.name=Chai'],
  ['latest-state', 'please', 'records ; order[] -ordered x1'],
  ['latest-contents', 'please', 'records ; line[product.name unit_price quantity line_total] in order(-ordered)'],
  ['latest-total', 'please', 'records ; order[goods] -ordered x1'],
  ['latest-placed', 'please', 'records ; order[ordered] -ordered x1'],
  ['list', 'please', 'records ; order[]'],
  ['count', 'please', 'records ; count(order)'],
  ['spent', 'please', 'records ; sum(order.goods)'],
  ['freight-sum', 'please', 'records ; sum(order.freight)'],
  ['freight-average', 'please', 'records ; average(order.freight)'],
  ['freight-most', 'please', 'records ; order[order_id ordered shipped goods freight] -freight x1'],
  ['unsent', 'please', 'records ; order[] where shipped missing'],
  ['phone', 'please', 'records ; customer[phone]'],
  ['address', 'please', 'records ; customer[address city region postal_code country]'],
  ['contact', 'please', 'records ; customer[contact]'],
  ['list', 'please in 1997', 'records ; order[] where ordered between 1997-01-01|1998-01-01'],
  ['count', 'please in 1997', 'records ; count(order) where ordered between 1997-01-01|1998-01-01'],
  ['spent', 'please in 1997', 'records ; sum(order.goods) where ordered between 1997-01-01|1998-01-01'],
  ['freight-sum', 'please in 1997', 'records ; sum(order.freight) where ordered between 1997-01-01|1998-01-01'],
])

test('the row that was spoken of is meant where none is named', async () => {
  assert.equal(await plainOf(retail, 'tracking', 'and that one', true), 'What is its tracking number?')
  assert.equal(await plainOf(retail, 'tracking', 'and that one', false), null)
})

test('nothing is said plainly where another id, an amount or a second time would be lost', async () => {
  assert.equal(await plainOf(retail, 'state', 'please #W2611340 and #W1111111'), null)
  assert.equal(await plainOf(retail, 'list', 'please those over $100'), null)
  assert.equal(await plainOf(northwind, 'spent', 'please in 1997 and in 1998'), null)
})

test('what is told of all rows leaves out no name that narrows it', async () => {
  assert.equal(await plainOf(retail, 'count', 'please with a Desk Lamp'), null)
  assert.equal(await plainOf(northwind, 'spent', 'please on Chai'), null)
})

test('a time beside a row that no id names narrows it, and is not left out', async () => {
  assert.equal(await plainOf(northwind, 'total', 'and that one in 1997', true), null)
  assert.equal(await plainOf(northwind, 'total', 'please 10248 in 1997'), 'How much did order 10248 cost?')
  assert.equal(await plainOf(northwind, 'order-of', 'please Chai in 1997'), null)
})

test('what no request can mean has no plain question', async () => {
  const silent: readonly Intent[] = ['property', 'other', 'policy', 'change', 'others', 'hidden', 'off-topic']
  for (const intent of silent) assert.equal(await plainOf(retail, intent, 'please Desk Lamp #W2611340', true), null, intent)
  for (const intent of intents) if (!silent.includes(intent)) assert.notEqual(await anyPlainOf(intent), null, intent)
})

const anyPlainOf = async (intent: Intent): Promise<string | null> => {
  for (const text of ['please 10248', 'please Chai', 'please Chai 10248', 'please']) {
    const plain = await plainOf(northwind, intent, text)
    if (plain) return plain
  }
  return null
}
