/** Phrasings that no voice holds, read with the real model's vectors. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { openEmbedder } from '../../src/adapters/models/embedding/open-embedder.ts'
import { readByIntent } from '../../src/records/intents/read-by-intent.ts'
import { intentEmbedderId } from '../../src/records/intents/likely-intent.ts'
import { northwind, retail } from '../../src/records/read/domains-for-tests.ts'
import { readRecordQuestion } from '../../src/records/read/read-record-question.ts'
import { lineOf } from '../../src/records/read/reading-for-tests.ts'
import { installedModel, testModelStore } from '../support/installed-model.ts'

const model = 'bge-small-en-v1.5'
const isThere = (await installedModel(model)) !== null
const embedder = isThere ? await openEmbedder({ kind: 'catalogue', model }, testModelStore()) : null
after(() => embedder?.close())
const skip = embedder ? false : `no ${model} on this machine`

const phrasings: readonly (readonly [typeof retail, string, string])[] = [
  // The usual fields: the state is one of them.
  [retail, 'Any sign of #W2611340 on its travels?', 'records ; order[] where order_id=#W2611340'],
  [retail, 'What did #W2611340 set me back altogether?', 'records ; order[total] where order_id=#W2611340'],
  [retail, 'Whereabouts is #W2611340 supposed to be dropped off?', 'records ; order[address1 address2 city state zip country] where order_id=#W2611340'],
  [retail, 'Remind me what I put in the basket for #W2611340', 'records ; item[] where order.order_id=#W2611340'],
  [retail, 'What came off my card or voucher for #W2611340, and which of them was it?', 'records ; payment[] where order.order_id=#W2611340'],
  [retail, 'How much is still sitting on my gift voucher?', 'records ; payment method[balance] where source=gift_card'],
  [retail, 'Is it too late to send #W2611340 back to you?', 'both ; order[] where order_id=#W2611340'],
  [northwind, 'Which haulier had 10248 on its lorry?', 'records ; shipper[] where order.order_id=10248'],
  [northwind, 'What was our outlay with you over 1997?', 'records ; sum(order.goods) where ordered between 1997-01-01|1998-01-01'],
  [northwind, 'Who on our side do you write to?', 'records ; customer[contact]'],
]

test('the weights are of the default embedder', { skip }, () => {
  assert.equal(embedder!.id, intentEmbedderId)
})

for (const [{ description, findValues }, text, expected] of phrasings)
  test(`understood by its meaning: ${text}`, { skip }, async () => {
    const read = readByIntent(readRecordQuestion, { embedder: () => embedder, onFailure: assert.ifError })
    const question = { text, history: [], description, isStaff: false, now: new Date('1998-05-20T12:00:00Z') }
    assert.equal(lineOf(await read(question, findValues)).trim(), expected)
  })
