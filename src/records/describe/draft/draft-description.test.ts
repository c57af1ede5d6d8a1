import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isAppError } from '../../../base/error.ts'
import type { Catalogue, CatalogueTable } from '../../../domain/record-store.ts'
import { catalogueOf, tableOf } from '../catalogue-for-tests.ts'
import { checkDescription } from '../check/check-description.ts'
import { readDescription } from '../read-description.ts'
import { draftDescription } from './draft-description.ts'
import { pluralOf, singularOf, wordsOf } from './words.ts'

const draft = (catalogue: Catalogue): string =>
  draftDescription(catalogue, { collection: 'shop', source: { kind: 'postgres', urlFrom: 'URL', staffUrlFrom: null, schema: 'public' } })

test('identifiers are read as words, and words as one or many', () => {
  for (const [identifier, words] of [
    ['sbCustId', 'sb cust id'],
    ['ORDER_DETAILS', 'order details'],
    ['HTTPStatus', 'http status'],
    ['Größe in cm', 'größe in cm'],
  ] as const) {
    assert.equal(wordsOf(identifier).join(' '), words)
  }
  for (const [many, one] of [
    ['orders', 'order'],
    ['order categories', 'order category'],
    ['addresses', 'address'],
    ['boxes', 'box'],
    ['diagnoses', 'diagnosis'],
    ['purchases', 'purchase'],
    ['people', 'person'],
    ['payments received', 'payment received'],
    ['news', 'news'],
    ['status', 'status'],
  ] as const) {
    assert.equal(singularOf(many), one)
  }
  assert.deepEqual(['box', 'category', 'day', 'person', 'payment received'].map(pluralOf), ['boxes', 'categories', 'days', 'people', 'payments received'])
})

test('types, keys, owners and what is hidden are guessed, and guesses say so', () => {
  const text = draft(
    catalogueOf([
      tableOf('customers', ['id integer', 'name text', 'email text', 'password_hash text', 'internal_notes text']),
      tableOf('orders', ['id integer', 'customer_id integer', 'created_at timestamp', 'status text open|sent', 'total_price numeric(10,2)', 'weight real']),
      tableOf('order_items', ['order_id integer', 'product_id integer', 'quantity integer'], { primaryKey: [] }),
      tableOf('carts', ['id integer', 'customer_id integer']),
      tableOf('cart_items', ['id integer', 'cart_id integer', 'unit_price numeric', 'quantity integer']),
      tableOf('products', ['id integer', 'title text', 'cost numeric']),
      tableOf('employees', ['id integer', 'email text', 'salary numeric']),
      tableOf('order_list', ['id integer'], { isView: true }),
    ]),
  )
  const read = readDescription(text, 'draft.yaml')
  assert.deepEqual(
    read.entities.map((it) => [it.name, it.owner.kind, it.label, it.newestBy]),
    [
      ['customer', 'field', 'name', null],
      ['order', 'field', null, 'created_at'],
      ['cart', 'field', null, null],
      ['order item', 'via', null, null],
      ['cart item', 'via', null, null],
      ['product', 'everyone', 'title', null],
      ['employee', 'staff', null, null],
    ],
  )
  const fields = Object.fromEntries(read.entities.flatMap((it) => it.fields.map((field) => [`${it.name}.${field.name}`, `${field.type} ${field.visibleTo}`])))
  assert.equal(fields['customer.password_hash'], 'text nobody')
  assert.equal(fields['customer.internal_notes'], 'text staff')
  assert.equal(fields['order.customer_id'], 'id staff')
  assert.equal(fields['order.total_price'], 'money customer')
  assert.equal(fields['order.weight'], 'number customer')
  assert.equal(fields['order.status'], 'choice customer')
  assert.equal(fields['product.cost'], 'money staff')
  assert.match(text, /total: \{ type: money, sum_of: "cart item\.unit_price \* cart item\.quantity", usual: true \} # guessed/)
  assert.equal(text.match(/sum_of/g)!.length, 1) // orders have a price of their own
  assert.match(text, /key: order_id # guessed: the database declares none/)
  assert.match(text, /order\.customer_id -> customer\.id # guessed by names/)
})

test('newest is what every row began with, ids of parts have an example, cents are money, and verbs are called by what they say', () => {
  const given =
    (...names: string[]) =>
    (table: CatalogueTable) => ({
      ...table,
      columns: table.columns.map((it) => ({ ...it, isNullable: !names.includes(it.name) })),
    })
  const text = draft(
    catalogueOf([
      tableOf('customers', ['id integer', 'name text']),
      given(
        'id',
        'issued',
        'due_on',
      )(
        tableOf('invoices', [
          'id text R-2026-334|R-2026-20',
          'customer_id integer',
          'paid_at timestamp',
          'issued date',
          'due_on date',
          'share numeric(10,2)',
          'ratio numeric(5,4)',
        ]),
      ),
      given(
        'id',
        'placed_at',
      )(
        tableOf('orders', [
          'id text SO-10203',
          'customer_id integer',
          'delivered_at timestamp',
          'placed_at timestamp',
          'monthly_instalment numeric 12.50|8.00',
          'share numeric 0.5',
        ]),
      ),
      tableOf('parcels', ['id integer', 'customer_id integer', 'ordered_at timestamp', 'placed_at timestamp', 'shipped_at timestamp']),
      given('shipped_at')(tableOf('returns', ['id integer', 'customer_id integer', 'shipped_at timestamp', 'delivered_at timestamp'])),
      tableOf('trips', ['id integer', 'customer_id integer', 'delivered_at timestamp']),
    ]),
  )
  const read = readDescription(text, 'draft.yaml')
  assert.deepEqual(Object.fromEntries(read.entities.map((it) => [it.name, it.newestBy])), {
    customer: null,
    invoice: 'issued',
    order: 'placed_at',
    parcel: 'ordered_at',
    return: 'shipped_at',
    trip: null,
  })
  const fieldOf = (entity: string, name: string) => read.entities.find((it) => it.name === entity)!.fields.find((it) => it.name === name)!
  assert.deepEqual([fieldOf('invoice', 'id').like, fieldOf('order', 'id').like], ['R-2026-334', 'SO-10203'])
  assert.deepEqual(
    [fieldOf('invoice', 'share').type, fieldOf('invoice', 'ratio').type, fieldOf('order', 'monthly_instalment').type, fieldOf('order', 'share').type],
    ['money', 'number', 'money', 'number'],
  )
  assert.deepEqual(fieldOf('order', 'placed_at').called, ['placed', 'ordered'])
  assert.deepEqual([fieldOf('parcel', 'placed_at').called, fieldOf('parcel', 'ordered_at').called], [['placed'], ['ordered']])
})

const odd = fc.oneof(
  fc.string({ minLength: 1, maxLength: 20 }),
  fc.constantFrom(
    'order',
    'orders',
    'Order',
    'user_id',
    'constructor',
    '__proto__',
    'everyone',
    'via x',
    'a"b',
    "o'clock",
    '# no',
    'select',
    '注文',
    '1st',
    'a: b',
    '{',
    'null',
    'position',
    'value',
    'x\ny',
  ),
)
const type = fc.constantFrom(
  'text',
  'integer',
  'numeric(10,2)',
  'date',
  'timestamp with time zone',
  'jsonb',
  'boolean',
  'uuid',
  'bytea',
  'text[]',
  'mood',
  'interval',
)
const column = fc.record({
  name: odd,
  type,
  isNullable: fc.boolean(),
  comment: odd,
  samples: fc.uniqueArray(odd, { maxLength: 4 }),
  distinct: fc.option(fc.nat(5)),
})
const table = fc
  .record({ name: odd, comment: odd, columns: fc.uniqueArray(column, { minLength: 1, maxLength: 6, selector: (it) => it.name }), hasKey: fc.boolean() })
  .map(({ name, comment, columns, hasKey }) => tableOf(name, ['x text'], { comment, columns, primaryKey: hasKey ? [columns[0]!.name] : [] }))

test('whatever the tables are called and hold, what is drafted is admitted and fits them', () => {
  fc.assert(
    fc.property(fc.uniqueArray(table, { minLength: 1, maxLength: 5, selector: (it) => it.name }), (tables) => {
      const catalogue = catalogueOf(tables, [])
      let text: string
      try {
        text = draft(catalogue)
      } catch (error) {
        assert.ok(isAppError(error) && error.code === 'invalid')
        return
      }
      const description = readDescription(text, 'draft.yaml')
      const used = new Set(description.entities.map((it) => it.table))
      for (const name of used) assert.ok(tables.some((it) => it.name === name))
      assert.deepEqual(
        checkDescription(description, catalogue).filter((it) => it.severity === 'error' && !/polic|compared|joined/.test(it.sentence)),
        [],
      )
    }),
    { numRuns: 300 },
  )
})
