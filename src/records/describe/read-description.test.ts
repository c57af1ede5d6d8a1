import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { isAppError } from '../../base/error.ts'
import { readDescription } from './read-description.ts'

const shop = `collection: shop
source: { files: [orders.json, users.json] }
currency: EUR
customers: { entity: customer }
entities:
  customer:
    table: users
    key: user_id
    owner: user_id
    fields:
      user_id: id
      name: text
  order:
    table: orders
    key: order_id
    owner: user_id
    newest_by: ordered
    fields:
      order_id: { type: id, like: "#W1" }
      user_id: { type: id, visible_to: staff }
      ordered: date
      status: { type: choice, values: [open, sent] }
      total: { type: money, sum_of: item.price * item.quantity - 1.50 }
  item:
    table: items
    key: [order_id, position]
    owner: via order
    fields:
      order_id: id
      position: count
      price: money
      quantity: count
      name: text
relations:
  - item.order_id -> order.order_id
`

const faultsOf = (text: string): string[] => {
  try {
    readDescription(text, 'records.yaml')
    return []
  } catch (error) {
    if (isAppError(error) && error.code === 'invalid') return error.message.split('\n')
    throw error
  }
}

/** The fault, the first of `count`, of the shop's description when `from` in it is replaced. */
const check = (from: string, to: string, expected: RegExp | string, count = 1): void => {
  assert.ok(shop.includes(from), from)
  const faults = faultsOf(shop.replace(from, to))
  assert.equal(faults.length, count, faults.join('\n'))
  if (typeof expected === 'string') assert.equal(faults[0], `records.yaml:${expected}`)
  else assert.match(faults[0]!, expected)
}

test('a description is read with what it leaves out', () => {
  const read = readDescription(shop, 'records.yaml')
  assert.deepEqual(
    { title: read.title, zone: read.zone, setting: read.customers.setting, limits: read.limits, answers: read.answers },
    { title: 'shop', zone: 'UTC', setting: 'answerable.customer', limits: { rows: 50, bytes: 200_000, statementMs: 5000 }, answers: 'rules' },
  )
  const [customer, order, item] = read.entities
  assert.deepEqual(
    [customer!.owner, order!.owner, item!.owner].map((it) => it.kind),
    ['field', 'field', 'via'],
  )
  assert.equal(order!.plural, 'orders')
  assert.deepEqual(order!.fields.find((it) => it.name === 'status')!.values, { open: [], sent: [] })
  assert.deepEqual(order!.fields.find((it) => it.name === 'total')!.computed, {
    sumOver: 'item',
    of: {
      kind: 'calculation',
      operator: '-',
      left: { kind: 'calculation', operator: '*', left: { kind: 'field', field: 'price' }, right: { kind: 'field', field: 'quantity' } },
      right: { kind: 'number', value: '1.50' },
    },
  })
  assert.deepEqual(read.relations, [{ from: { entity: 'item', fields: ['order_id'] }, to: { entity: 'order', fields: ['order_id'] } }])
})

test('the descriptions that lie beside the evaluations are in order', () => {
  for (const name of ['retail', 'northwind']) {
    assert.ok(
      readDescription(readFileSync(new URL(`../../../evals/records/${name}/records.yaml`, import.meta.url), 'utf8'), 'records.yaml').questions.length > 5,
    )
  }
})

test('what nobody knows is told with its line and the nearest word', () => {
  check('newest_by', 'newestby', /^records\.yaml:17: "entities\.order" has no "newestby"\. Did you mean "newest_by"\?$/)
  check('newest_by: ordered', 'newest_by: orderd', '17: "order" has no field "orderd". Did you mean "ordered"?')
  check('key: [order_id, position]', 'key: [order_id, positon]', '26: "item" has no field "positon". Did you mean "position"?')
  check('owner: via order', 'owner: via ordr', '27: The owner of "item" goes via "ordr", which is no entity. Did you mean "order"?')
  check('item.order_id ->', 'itm.order_id ->', '35: "itm.order_id -> order.order_id": there is no entity "itm". Did you mean "item"?', 3)
  check('-> order.order_id', '-> order.orderid', /:35: .*"order" has no field "orderid"\. Did you mean "order_id"\?$/)
  check('ordered: date', 'ordered: dat', /^records\.yaml:21: .* must be one of id, text/)
  check('entity: customer', 'entity: custmer', '4: There is no entity "custmer". Did you mean "customer"?')
})

test('an owner must lead to the customer', () => {
  check('owner: via order', 'owner: nobody', /^records\.yaml:27: The owner of "item" is "nobody", which is none of its fields\./)
  check('    owner: via order\n', '', /"entities\.item\.owner" is missing\.$/)
  check('- item.order_id -> order.order_id', '- item.name -> customer.name', /adds up "item", and no relation leads from there/, 2)
  check('owner: user_id\n    newest_by', 'owner: via item\n    newest_by', /:16: The owner of "order" goes via "item", and no relation leads there/, 2)
})

test('owners that go in a circle are told once, with the circle', () => {
  const text = shop
    .replace('owner: user_id\n    newest_by', 'owner: via item\n    newest_by')
    .replace('  - item.order_id -> order.order_id', '  - item.order_id -> order.order_id\n  - order.order_id -> item.order_id')
  assert.deepEqual(faultsOf(text), [
    'records.yaml:16: The owner of "order" goes in a circle: order → item → order. One of them must name a field that holds the customer\'s key.',
  ])
})

test('money has a currency, dates a zone that exists, a table one owner, a name one field', () => {
  check('currency: EUR\n', '', /is money and names no currency/, 2)
  check('currency: EUR', 'currency: Euro', '3: "currency" must be a currency by its three letters, like USD or EUR.')
  check('currency: EUR', 'currency: EUR\nzone: Mars/Base', '4: "zone" must be a time zone by its IANA name, like Europe/Berlin.')
  check('table: items', 'table: orders', /"item" and "order" are of the table "orders" and have different owners/)
  check('ordered: date', 'user_id: date', '21: "user_id" stands here twice. Keep one.')
  check('ordered: date', 'ordered: { type: date, called: [status] }', /Two fields of "order" are called "status"/)
  check('table: items', 'table: items\n    called: [orders]', /Two entities are called "orders"/)
})

test('what is worked out is arithmetic of numbers along one relation', () => {
  const total = 'item.price * item.quantity - 1.50'
  for (const [sum, expected] of [
    ['item.price; drop table orders', /has "; drop table orders", which is no field, number/],
    ['item.price * order.ordered', /adds up fields of one entity/],
    ['price', /adds up fields of one entity/],
    ['item.name', /"name" of "item" is no count, number, money/],
    ['item.cost', /"item" has no field "cost"/],
    ['(item.price', /parenthesis that is not closed/],
    ['item.price *', /breaks off at its end/],
    ['item.price item.price', /was expected|which is no field/],
    [`item.price${' + 1'.repeat(40)}`, /more than 30 terms/],
  ] as const) {
    check(total, sum, expected)
  }
})

const token = (rest: string): string => `customers: { entity: customer, tokens: [{ issuer: i, audience: a, ${rest} }] }`

test('a token is signed with a key that fits its algorithm', () => {
  const from = 'customers: { entity: customer }'
  check(from, token('jwks_url: "https://a.example/jwks", algorithms: [none]'), /"none" is no signature/)
  check(from, token('jwks_url: "https://a.example/jwks", algorithms: [RS256, HS256]'), /"HS256" signs with a secret, and the keys here are public/)
  check(from, token('secret_from: SECRET, algorithms: [RS256]'), /"RS256" needs public keys/)
  check(from, token('jwks_url: "https://a.example/jwks", algorithms: [RS25]'), /"RS25" is no algorithm for tokens\. Take RS256/)
  check(from, token('jwks_url: "http://a.example/jwks"'), /must begin with https/)
  check(from, token('jwks_url: "https://a.example/jwks", secret_from: SECRET'), /needs exactly one of/)
  check(from, token('claim: sub'), /needs exactly one of/)
  const twice = '{ issuer: i, audience: a, jwks_url: "https://a.example/jwks" }, { issuer: i, audience: a, jwks_file: jwks.json }'
  check(from, `customers: { entity: customer, tokens: [${twice}] }`, /"i" for "a" stands here twice/)
  check('files: [orders.json, users.json]', 'files: [a.csv], sqlite: b.db', '2: "source" has more than one of "postgres", "sqlite" and "files".')
  check('files: [orders.json, users.json]', 'postgres: { url_from: "postgres://u:p@h/d" }', /must be the name of an environment variable, so that no password/)
})

test('names that every object has are no entities and no fields', () => {
  check('newest_by: ordered', 'newest_by: constructor', /"order" has no field "constructor"/)
  check('owner: via order', 'owner: toString', /is "toString", which is none of its fields/)
  check('owner: via order', 'owner: via constructor', /goes via "constructor", which is no entity/)
})

const lines = shop.split('\n')

test('whatever is changed in a description, it is read or told in sentences with lines, never half', () => {
  const piece = fc.oneof(
    fc.constantFrom(...(shop.match(/[\w#.]+/g) ?? [])),
    fc.string({ maxLength: 12 }),
    fc.constantFrom('{', '[', '- ', ': ', '&a', '*a', '"', '|', '__proto__', '\0', 'via '),
  )
  const change = fc.record({ line: fc.nat(lines.length - 1), at: fc.nat(60), cut: fc.nat(20), put: piece })
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
      const changed = [...lines]
      for (const { line, at, cut, put } of changes) changed[line] = changed[line]!.slice(0, at) + put + changed[line]!.slice(at + cut)
      const faults = faultsOf(changed.join('\n'))
      assert.ok(faults.length <= 11)
      for (const fault of faults) assert.match(fault, /^records\.yaml:\d+: (.*[.?]|This .*YAML.*: .*)$|^… and \d+ more\.$/s)
    }),
    { numRuns: 500 },
  )
})

test('every description that is admitted has owners that end at a customer, and names only what is there', () => {
  const text = fc.constantFrom('user_id', 'via order', 'via item', 'via customer', 'everyone', 'staff', 'order_id', 'name')
  fc.assert(
    fc.property(text, text, (orderOwner, itemOwner) => {
      const changed = shop
        .replace('owner: user_id\n    newest_by', `owner: ${orderOwner}\n    newest_by`)
        .replace('owner: via order', `owner: ${itemOwner}`)
        .replace('relations:', 'relations:\n  - order.user_id -> customer.user_id')
      if (faultsOf(changed).length > 0) return
      const { entities } = readDescription(changed, 'records.yaml')
      for (const entity of entities) {
        let at = entity
        for (let steps = 0; at.owner.kind === 'via'; steps++) {
          assert.ok(steps < entities.length)
          const next = at.owner.entity
          at = entities.find((it) => it.name === next)!
        }
        const { owner } = at
        if (owner.kind === 'field') assert.ok(at.fields.some((it) => it.name === owner.field && it.column !== ''))
        else assert.ok(at === entity)
      }
    }),
    { numRuns: 200 },
  )
})
