import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Catalogue, CatalogueTable } from '../../../domain/record-store.ts'
import { catalogueOf, customerRole, tableOf } from '../catalogue-for-tests.ts'
import { readDescription } from '../read-description.ts'
import { checkDescription } from './check-description.ts'
import { driftOf, fingerprintOf } from './fingerprint.ts'

const description = readDescription(
  `
collection: shop
source: { postgres: { url_from: SHOP_DATABASE_URL } }
currency: EUR
customers: { entity: customer }
entities:
  customer: { table: users, key: user_id, owner: user_id, fields: { user_id: id, name: text } }
  order:
    table: orders
    key: order_id
    owner: user_id
    fields:
      order_id: { type: id, like: "#W1" }
      user_id: { type: id, visible_to: staff }
      ordered: date
      total: money
      status: { type: choice, values: [open, sent] }
  product: { table: products, key: product_id, owner: everyone, fields: { product_id: id, name: text } }
  employee: { table: employees, key: employee_id, owner: staff, fields: { employee_id: id } }
relations: [order.user_id -> customer.user_id]
`,
  'records.yaml',
)

const open = { isOn: false, isForced: false, policies: [] }
const users = tableOf('users', ['user_id text', 'name text'])
const orders = tableOf('orders', ['order_id text #W12|#W13', 'user_id text', 'ordered date', 'total numeric(10,2)', 'status text open|sent'])
const products = tableOf('products', ['product_id integer', 'name text'], { rowSecurity: open })
const employees = tableOf('employees', ['employee_id integer'], { rowSecurity: { isOn: true, isForced: false, policies: [] } })
const tables = [users, orders, products, employees]

/** Orders changed, and the rest as it should be. */
const withOrders = (changes: Partial<CatalogueTable>): Catalogue => catalogueOf([users, { ...orders, ...changes }, products, employees])
const column = (name: string, changes: Partial<CatalogueTable['columns'][number]>): Partial<CatalogueTable> => ({
  columns: orders.columns.map((it) => (it.name === name ? { ...it, ...changes } : it)),
})
const policy = (using: string, roles = ['public']): Partial<CatalogueTable> => ({
  rowSecurity: { ...orders.rowSecurity, policies: [...orders.rowSecurity.policies, { name: 'more', roles, command: 'all', using }] },
})

const check = (catalogue: Catalogue, severity: 'error' | 'warning', expected: RegExp): void => {
  const findings = checkDescription(description, catalogue)
  assert.equal(findings.length, 1, JSON.stringify(findings))
  assert.equal(findings[0]!.severity, severity)
  assert.match(findings[0]!.sentence, expected)
}

test('nothing is found where all is as described', () => {
  assert.deepEqual(checkDescription(description, catalogueOf(tables)), [])
})

test('a table or column that is gone, or of another type, is an error with the nearest name', () => {
  check(withOrders(column('ordered', { name: 'orderd' })), 'error', /no column "ordered" in "orders" for "ordered" of "order"\. Did you mean "orderd"\?$/)
  check(withOrders(column('total', { type: 'text' })), 'error', /"total" of "order" is of type money, and its column "total" is text/)
  check(withOrders(column('ordered', { type: 'text[]' })), 'error', /is of type date, and its column "ordered" is text\[\]/)
  check(withOrders(column('user_id', { type: 'integer' })), 'error', /user_id is integer, and user_id is text\. Rows can be joined by columns of one kind only/)
  check(
    catalogueOf([users, { ...orders, name: 'order' }, products, employees]),
    'error',
    /no table "orders" for "order" that may be read\. Did you mean "order"\?$/,
  )
})

test('a key that the database does not promise is told, of a view too', () => {
  check(withOrders({ primaryKey: [] }), 'warning', /^Nothing in the database says that order_id names one order/)
  check(withOrders({ primaryKey: [], isView: true }), 'warning', /^"orders" is a view, and the database does not say that order_id names one row/)
  assert.deepEqual(checkDescription(description, withOrders({ primaryKey: ['status'], uniqueKeys: [['order_id']] })).length, 0)
})

test('without row security, or with a policy that is open to all, customers are not kept apart: an error', () => {
  check(withOrders({ rowSecurity: { ...orders.rowSecurity, isOn: false } }), 'error', /^Row security is off for "orders": every customer would see all orders/)
  check(withOrders({ isView: true, primaryKey: ['order_id'], rowSecurity: open }), 'error', /^"orders" is a view that row security does not hold/)
  check(withOrders({ rowSecurity: { isOn: true, isForced: true, policies: [] } }), 'error', /has no policy for "shop_customer": customers would see none/)
  check(catalogueOf([users, orders, products, { ...employees, rowSecurity: open }]), 'error', /^Row security is off for "employees", which is for staff alone/)
  check(withOrders(policy('true')), 'error', /^The policy "more" of "orders" shows all orders to every customer/)
  check(withOrders(policy('(true)', ['shop_customer'])), 'error', /shows all orders to every customer/)
  check(withOrders(policy("(tenant = 'a'::text)")), 'warning', /does not name the setting "answerable\.customer"/)
  assert.deepEqual(checkDescription(description, withOrders(policy('true', ['shop_app']))), [])
})

test("what a view reads is held as it would be by itself, but for what is everyone's; a view of nothing that is held is an error", () => {
  const beneath = (...policies: readonly (readonly [table: string, using: string])[]) =>
    withOrders({
      isView: true,
      rowSecurity: {
        ...open,
        isOn: true,
        beneath: policies.map(([name, using]) => ({ name, policies: [{ name: 'leaky', roles: ['public'], command: 'select', using }] })),
      },
    })
  const told = (catalogue: Catalogue): string[] =>
    checkDescription(description, catalogue)
      .filter(({ sentence }) => !sentence.includes('the database does not say'))
      .map(({ severity, sentence }) => `${severity}: ${sentence}`)
  assert.match(told(beneath(['sold', 'true'])).join(), /^error: The policy "leaky" of "sold" shows all orders to every customer/)
  assert.match(told(beneath(['sold', '(user_id IS NOT NULL)'])).join(), /^warning: The policy "leaky" of "sold" does not name the setting/)
  assert.match(told(beneath(['products', 'true'])).join(), /^error: "orders" is a view that row security does not hold/)
  assert.deepEqual(told(beneath(['sold', "(user_id = current_setting('answerable.customer', true))"], ['products', 'true'])), [])
})

test('a table by a name that PostgreSQL keeps for its own is an error, since its own would be read', () => {
  const renamed = { ...description, entities: description.entities.map((it) => (it.name === 'order' ? { ...it, table: 'pg_class' } : it)) }
  const [first] = checkDescription(renamed, catalogueOf([users, { ...orders, name: 'pg_class' }, products, employees]))
  assert.deepEqual([first?.severity, /"pg_class" is a name that PostgreSQL keeps for itself/.test(first?.sentence ?? '')], ['error', true])
})

test('a role that row security does not bind, or that may write, is an error', () => {
  const as = (changes: object): Catalogue => catalogueOf(tables, [{ ...customerRole, ...changes }])
  check(as({ isSuperuser: true, bypassesRowSecurity: true, owns: ['orders'], writes: ['orders'] }), 'error', /is a superuser, whom row security does not hold/)
  check(as({ bypassesRowSecurity: true }), 'error', /BYPASSRLS/)
  check(as({ owns: ['orders', 'users'] }), 'error', /owns "orders", "users", and row security does not hold an owner/)
  check(as({ writes: ['a', 'b', 'c', 'd'] }), 'error', /may write to "a", "b", "c" and 1 more/)
})

test('values and ids of a kind that is not described are told', () => {
  check(withOrders(column('status', { samples: ['open', 'returned'] })), 'warning', /"status" of "order" holds "returned", and its values do not name it/)
  check(withOrders(column('order_id', { samples: ['O-12'] })), 'warning', /is like "#W1"; one is "O-12"/)
})

test('drift is told of what is used, and of nothing else', () => {
  const fingerprint = fingerprintOf(description, catalogueOf(tables))
  const drift = (catalogue: Catalogue): string[] => driftOf(fingerprint, description, catalogue)
  assert.deepEqual(drift(catalogueOf([...tables, tableOf('more', ['id text'])])), [])
  assert.deepEqual(drift(withOrders({ columns: [...orders.columns, ...tableOf('x', ['another text']).columns], rows: 5 })), [])
  assert.deepEqual(drift(withOrders(column('status', { samples: ['other'] }))), [])
  assert.deepEqual(drift(withOrders(column('ordered', { name: 'orderd' }))), ['The column "ordered" of "orders" is gone. Did you mean "orderd"?'])
  assert.deepEqual(drift(withOrders(column('total', { type: 'double precision' }))), [
    'The column "total" of "orders" was numeric(10,2) and is double precision.',
  ])
  assert.deepEqual(drift(withOrders({ rowSecurity: { ...orders.rowSecurity, isOn: false } })), ['Row security of "orders" was switched off.'])
  assert.deepEqual(drift(withOrders(policy('true'))), ['The policies of "orders" are others than when it was connected.'])
  assert.match(drift(catalogueOf([users, products, employees]))[0]!, /^The table "orders" is gone/)
  for (const broken of ['', 'null', '[]1', '{"orders":1}', '"x"'])
    assert.deepEqual(driftOf(broken, description, catalogueOf(tables)), ['What was connected cannot be compared. Connect it again.'])
})
