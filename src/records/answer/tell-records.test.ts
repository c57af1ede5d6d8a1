import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { sha256 } from '../../base/id.ts'
import type { Cell } from '../../domain/record-store.ts'
import type { FindRecords, FigureRecords, RecordRequest } from '../../domain/record-request.ts'
import { findRecords } from '../compile/find-records.ts'
import { openShop, shop, type OpenShop } from '../compile/shop-for-tests.ts'
import { requests } from '../compile/requests-for-tests.ts'
import { tellRecords, tellUnchecked } from './tell-records.ts'
import { citedText } from './verify/cited-text.ts'

let database: OpenShop
before(async () => (database = await openShop()))
after(() => database[Symbol.asyncDispose]())

const find = (entity: string, more: Partial<FindRecords> = {}): FindRecords => ({
  kind: 'find',
  entity,
  fields: [],
  where: [],
  order: null,
  offset: 0,
  limit: 10,
  ...more,
})
const count = (entity: string, more: Partial<FigureRecords> = {}): FigureRecords => ({
  kind: 'figure',
  entity,
  figure: 'count',
  of: null,
  where: [],
  by: null,
  limit: 10,
  ...more,
})
const equal = (entity: string, field: string, ...values: string[]) => ({ field: { entity, field }, is: 'equal' as const, values, words: values.join(' ') })

const look = (request: RecordRequest, id = 'ann') =>
  findRecords({ description: shop, store: database.store, reader: { kind: 'customer', id }, clock: () => 0 }, request)
const tell = async (request: RecordRequest, question = '', id = 'ann') =>
  tellRecords({ description: shop, isStaff: false, question, mayConfirm: true }, [{ found: await look(request, id), instead: null, whole: null }])

test('each fact of an answer rests on a line of its record, and the line holds it', async () => {
  const told = await tell(find('order'))
  assert.match(told.text, /^You have 5 orders:\n- order A/)
  const cards = new Map(told.cards.map((card) => [card.documentId, card]))
  assert.ok(told.citations.length > 10)
  for (const { documentId, version, start, end, quote, record } of told.citations) {
    const card = cards.get(documentId)!
    assert.equal(card.text.slice(start, end), quote)
    assert.equal(version, sha256(card.text))
    if (record?.id) assert.equal(documentId, `record:shop:${record.entity}:${record.id}`)
  }
})

test('one field that was asked for is told in a sentence, in the words of the question, with its currency and day', async () => {
  const one = { where: [equal('order', 'number', 'A1')] }
  assert.equal((await tell(find('order', { ...one, fields: [{ entity: 'order', field: 'state' }] }))).text, 'The state of your order A1 is open.')
  assert.equal((await tell(find('order', { ...one, fields: [{ entity: 'order', field: 'placed' }] }))).text, 'Your order A1 was placed on 1 May 1997.')
  const { text, citations } = await tell(find('order', { ...one, fields: [{ entity: 'order', field: 'total' }] }))
  assert.match(text, /^The total of your order A1 is €\d+\.\d\d\.$/)
  assert.deepEqual(citations.at(-1)?.record?.field, 'total')
})

test('an order of somebody else and one that is not there come to the same bytes', async () => {
  const asked = (number: string) => tell(find('order', { where: [equal('order', 'number', number)] }))
  const [theirs, nobodys] = [await asked('A2'), await asked('A9Z')]
  assert.equal(theirs.text, 'No order A2 was found among your orders. You have 5 orders in all.')
  assert.equal(theirs.text.replace('A2', '*'), nobodys.text.replace('A9Z', '*'))
  assert.equal(theirs.citations.length, nobodys.citations.length)
})

test('none under a condition says which condition, and how many there are without it', async () => {
  assert.equal(
    (await tell(find('order', { where: [{ field: { entity: 'order', field: 'total' }, is: 'more', values: ['100000'], words: '' }] }))).text,
    'You have no orders with a total over €100,000.00. You have 5 orders in all.',
  )
  assert.equal(
    (await tell(count('order', { where: [{ field: { entity: 'order', field: 'placed' }, is: 'between', values: ['1990-01-01', '1991-01-01'], words: '' }] })))
      .text,
    'You have no orders placed in 1990. You have 5 orders in all.',
  )
  assert.equal((await tell(find('order'), '', 'nobody')).text, 'You have no orders.')
})

test('yes and no are read off the rows', async () => {
  const asked = find('order', { where: [equal('order', 'number', 'A1')], fields: [{ entity: 'order', field: 'state' }] })
  assert.match((await tell(asked, 'Is my order A1 still waiting?')).text, /^Yes\. /)
  assert.match((await tell(asked, 'Has my order A1 been shipped?')).text, /^No\. /)
  assert.match((await tell(asked, 'What about my order A1, is it shipped?')).text, /^The state/)
  assert.match((await tell(asked, 'Do you know where A1 is?')).text, /^The state/)
})

test('yes is not said of a thing for being named, of a day that was not asked about, nor of nothing', async () => {
  const named = [equal('order', 'number', 'A1'), equal('customer', 'city', 'Paris')]
  const asked = (field?: string) => find('order', { where: named, fields: field ? [{ entity: 'order', field }] : [] })
  assert.match((await tell(asked('state'), 'Is my Paris order shipped?')).text, /^No\. /)
  assert.match((await tell(asked('state'), 'Is my Paris order waiting?')).text, /^Yes\. /)
  assert.match((await tell(asked(), 'Is my Paris order on its way?')).text, /^Your order/)
  assert.match((await tell(asked(), 'Did I order anything for Paris?')).text, /^Yes\. /)
  assert.match((await tell(asked('placed'), 'Is A1 on its way?')).text, /^Your order A1 was placed/)
  const off = find('line', { where: [equal('order', 'number', 'A1')], fields: [{ entity: 'line', field: 'off' }] })
  const lines = await look(off)
  const free = { ...lines, rows: lines.rows.slice(0, 1).map((row) => ({ ...row, cells: row.cells.map((cell) => ({ ...cell, value: '0' })) })) }
  const to = { description: shop, isStaff: false, question: 'Was that line at a discount?', mayConfirm: true }
  assert.match(tellRecords(to, [{ found: free, instead: null, whole: null }]).text, /^No\. /)
})

test('what is asked of one thing is answered by its own value, and not by its being there', async () => {
  const paid = (field: string, value: string) => find('order', { where: [equal('order', field, value)], fields: [{ entity: 'order', field: 'paid' }] })
  assert.equal((await tell(paid('number', 'A1'), 'Is A1 paid?')).text, 'Yes. Your order A1 is paid.')
  assert.equal((await tell(paid('state', 'sent'), 'Is the one that was sent paid?')).text, 'No. Your order A10 is not paid.')
  assert.equal((await tell(paid('number', 'A4'), 'Is A4 paid?')).text, 'Whether your order A4 is paid is not recorded.')
})

test('a line without a name of its own is told by its product, names with stops and signs whole', async () => {
  const { text } = await tell(find('line', { where: [equal('line', 'number', 'A1')] }))
  assert.match(text, /- (?:Lamp "No\. \d"|Büro_chair 100%): price €/)
})

test('what somebody else wrote is shown only as far as the records bear it out', async () => {
  const found = [await look(find('order', { where: [equal('order', 'number', 'A1', 'A4')] }))]
  const total = (id: string) => found[0]!.rows.find((row) => row.id === id)!.cells.find(({ field }) => field.field === 'total')!.value
  const check = (text: string) => citedText(text, found, shop, false)
  assert.equal(check(`Order A1 costs €${total('A1')}.`).text, `Order A1 costs €${total('A1')}.`)
  for (const wrong of [
    `Order A1 costs €${total('A4')}.`,
    `Order A1 costs $${total('A1')}.`,
    'Order A1 costs €1.23.',
    'Order A77 is open.',
    'Order A1 was placed on 2 May 1997.',
    'Order A1 belongs to Mr Smith.',
    'You have 99 orders.',
    'Have a nice day!',
  ])
    assert.equal(check(wrong).text, '', wrong)
  const { text, dropped, citations } = check(`Order A1 is open. Order A4 costs €9,999.00.`)
  assert.equal(text, 'Order A1 is open.')
  assert.equal(dropped.length, 1)
  assert.deepEqual(
    citations.map(({ record }) => record?.field),
    ['number', 'state'],
  )
})

test('what strangers wrote into a row makes no link, picture or tag of an answer, its quotes or its cards', async () => {
  const hostile = '<img src=x onerror=alert(1)>\u202E ![a](https://evil.example/?q=1) [r]: www.evil.example `b`'
  const harmless = '< img src=x onerror=alert(1)> ![a] (https: //evil.example/?q=1) [r] : www .evil.example ‘b‘'
  const written = (cells: readonly Cell[]) =>
    cells.map((cell) =>
      ['name', 'state'].includes(cell.field.field)
        ? { ...cell, value: hostile }
        : cell.field.field === 'made'
          ? { ...cell, value: JSON.stringify({ [hostile]: hostile }) }
          : cell,
    )
  for (const [request, quote] of [
    [find('order'), `state: ${harmless}`],
    [find('order', { limit: 1, fields: [{ entity: 'order', field: 'state' }] }), `state: ${harmless}`],
    [find('product', { limit: 1 }), `name: ${harmless}`],
    [find('line', { limit: 1, fields: [{ entity: 'line', field: 'made' }] }), `made: ${harmless} ${harmless}`],
  ] as const) {
    const read = await look(request)
    const found = { ...read, rows: read.rows.map((row) => ({ ...row, cells: written(row.cells) })) }
    const { text, citations, cards } = tellRecords({ description: shop, isStaff: false, question: '', mayConfirm: false }, [
      { found, instead: null, whole: null },
    ])
    assert.ok(text.includes(harmless), text)
    assert.ok(citations.some((it) => it.quote === quote))
    for (const shown of [text, ...cards.map((it) => it.text), ...citations.flatMap(({ quote, title, source }) => [quote, title, source])])
      assert.doesNotMatch(shown, /<img|\]\(|:\/\/|www\.|`|\u202E/)
  }
})

test('whatever is found, the last gate takes nothing from what the rules write', async () => {
  await fc.assert(
    fc.asyncProperty(requests, fc.constantFrom('ann', 'bob', 'cy', 'nobody'), fc.boolean(), async (request, id, isShort) => {
      const whole = request.kind === 'figure' ? { ...request, limit: isShort ? 1 : 8 } : request
      const looks = [{ found: await look(whole, id), instead: null, whole: null }]
      const to = { description: shop, isStaff: false, question: '', mayConfirm: true }
      assert.equal(tellRecords(to, looks).text, tellUnchecked(to, looks).text)
    }),
    { numRuns: 200 },
  )
})
