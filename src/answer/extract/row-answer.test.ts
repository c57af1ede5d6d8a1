import assert from 'node:assert/strict'
import { test } from 'node:test'
import { passageOf } from '../passage-for-tests.ts'
import { rowAnswering } from './row-answer.ts'

const prices = passageOf(
  'Columns: sku, product, weight_g, wholesale_gbp\n\n- sku: BW-301; product: Harvest; weight g: 250; wholesale gbp: 6.90\n- sku: BW-302; product: Dusk; weight g: 250; wholesale gbp: 7\n- sku: BW-303; product: Dusk; weight g: 1000; wholesale gbp: 24\n',
  { title: 'prices' },
)
const roasts = passageOf('# Roasts\n\n| roast | drop temperature | time |\n|---|---|---|\n| Fog | 207 °C | 9:45 |\n| Dawn | 211 °C | 10:30 |\n', {
  title: 'Roasting',
})

const rows = (question: string): string[] => rowAnswering(question, [prices, roasts])?.reads.map(({ plain }) => plain.slice(0, 16)) ?? []

test('the row whose value is asked of and whose column is asked for', () => {
  // The title of the document says that these are prices.
  assert.deepEqual(rows('What is the wholesale price of BW-301?'), ['sku: BW-301; pro'])
  assert.deepEqual(rows('What is the weight of BW-301?'), ['sku: BW-301; pro'])
  assert.match(rows('What is the drop temperature of Fog?')[0]!, /Fog/)
  assert.match(rows('What is the drop temperature of the Dawn roast?')[0]!, /Dawn/)
})

test('rows that fit alike come together', () => {
  assert.equal(rows('What is the weight of Dusk?').length, 2)
})

test('a word that no value, column or heading holds asks of something else', () => {
  assert.deepEqual(rows('What is the weight of the BW-301 box?'), [])
  assert.deepEqual(rows('What is the colour of BW-301?'), [])
  assert.deepEqual(rows('What is the weight of BW-999?'), [])
})
