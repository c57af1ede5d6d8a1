import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { RecordQuestion } from '../../domain/record-request.ts'
import { carHire, gardenCentre } from '../read/shops-for-tests.ts'
import { readRecordQuestion } from '../read/read-record-question.ts'
import { lineOf } from '../read/reading-for-tests.ts'
import type { Intent } from './intent.ts'
import { embedderMeaning } from './intents-for-tests.ts'
import { isOutweighed, isSecondMeant } from './outweighed.ts'
import { readByIntent } from './read-by-intent.ts'
import { seeQuestion } from '../read/seen.ts'

const questionOf = ({ description, now }: typeof gardenCentre, text: string): RecordQuestion => ({ text, history: [], description, isStaff: false, now })
const byRules = (domain: typeof gardenCentre, text: string) => readRecordQuestion(questionOf(domain, text), domain.findValues)
const byMeaning = (domain: typeof gardenCentre, intent: Intent, text: string) =>
  readByIntent(readRecordQuestion, {
    embedder: () => embedderMeaning(intent),
    onFailure: (error) => {
      throw error
    },
  })(questionOf(domain, text), domain.findValues)

const standing: readonly (readonly [Intent, string, string])[] = [
  ['latest-total', 'Which was my most expensive order?', 'records ; order[] -order_total x1'],
  ['latest-state', 'My cheapest order, which one was that?', 'records ; order[] +order_total x1'],
  ['balance', 'did I use a gift card ever', 'records ; order[] where payment_method=gift card'],
  ['sent', 'when did W-5110 arrive', 'records ; delivery[delivered_date] where order.order_no=W-5110'],
  ['methods', 'how much did I pay by card', 'records ; sum(order.order_total) where payment_method=card'],
  ['spent', 'average value of my orders in 2026', 'records ; average(order.order_total) where order_date between 2026-01-01|2027-01-01'],
  ['spent', 'What did I pay on 1 March 2026?', 'records ; sum(invoice.amount) where paid_on between 2026-03-01|2026-03-02'],
  ['count', 'in total how many plants have I bought', 'records ; sum(order line.quantity)'],
  ['count', 'how long have I been a member?', 'records ; customer[member_since]'],
  ['policy', 'what trees do you sell under 50 pounds', 'records ; product[] where category=trees & price<50'],
  ['unsent', 'which bills are not settled yet', 'records ; invoice[] where status!=paid'],
]

test('what the words say outweighs a meaning that asks for something else, however likely', async () => {
  for (const [intent, text, line] of standing) {
    assert.equal(lineOf(await byRules(gardenCentre, text)).trim(), line, text)
    assert.equal(lineOf(await byMeaning(gardenCentre, intent, text)).trim(), line, `${text} (${intent})`)
  }
})

test('a meaning that says the same in other words is taken', async () => {
  assert.equal(lineOf(await byMeaning(gardenCentre, 'total', 'W-5113, damage?')).trim(), 'records ; order[order_total] where order_no=W-5113')
})

test('a refusal stands against a likely meaning, and an id of a row makes it yield', async () => {
  const weigh = async (text: string, probability: number): Promise<boolean> => {
    const { description, now } = gardenCentre
    const [read, plain] = [await byRules(gardenCentre, text), await byRules(gardenCentre, 'What orders do I have?')]
    return isOutweighed({ intent: 'list', probability }, read, plain, seeQuestion(text, description, now, false))
  }
  assert.equal((await byRules(gardenCentre, 'show me the orders of everybody')).refusal?.why, 'others')
  assert.equal(await weigh('show me the orders of everybody', 0.8), true)
  assert.equal(await weigh('show me the orders of everybody', 0.95), false)
  assert.equal(await weigh('our customer John Smith asks after W-5113, is it sent', 0.8), false)
})

test('of two meanings that are nearly as likely the one that the words say as well is meant', async () => {
  const read = await byRules(gardenCentre, 'How much did W-5113 cost?')
  const plainly = async ({ intent }: { intent: Intent }) => byRules(gardenCentre, intent === 'total' ? 'what was the total of W-5113' : 'Where is W-5113?')
  const likely = (second: number) => [
    { intent: 'state' as const, probability: 0.5 },
    { intent: 'total' as const, probability: second },
  ]
  assert.equal(await isSecondMeant(likely(0.3), read, plainly), true)
  assert.equal(await isSecondMeant(likely(0.2), read, plainly), false)
  // A row as a whole says nothing of what is asked.
  assert.equal(await isSecondMeant(likely(0.3), await byRules(gardenCentre, 'order W-5113'), plainly), false)
})

test('a business that sells no orders is read by rules alone', async () => {
  const text = 'how much did R-64021 cost me altogether'
  assert.equal(lineOf(await byMeaning(carHire as typeof gardenCentre, 'contents', text)), lineOf(await byRules(carHire as typeof gardenCentre, text)))
})
