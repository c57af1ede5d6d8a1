import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { Database } from '../../src/adapters/postgres/database.ts'
import { openRecords, type OpenedRecords } from '../../src/app/records/open-records.ts'
import { isAppError } from '../../src/base/error.ts'
import { readConfig } from '../../src/config.ts'
import type { RecordsChecked } from '../../src/operations/records-desk.ts'
import { onServer, postgresMissing, startPostgres, type TestServer } from '../support/postgres-server.ts'
import { openTemporaryPglite } from '../support/stores.ts'

const dir = mkdtempSync(join(tmpdir(), 'answerable-test-connections-'))
let database: Database & AsyncDisposable
let records: OpenedRecords
let server: TestServer | null = null

const openAll = (): OpenedRecords =>
  openRecords({
    config: readConfig({ dataDir: join(dir, 'data') }, {}, dir),
    everything: database,
    audit: () => ({ append: async () => {}, list: async () => [] }) as never,
    // Nothing is answered here.
    tracer: null as never,
    embedder: () => null,
    log: () => {},
  })

before(async () => {
  database = await openTemporaryPglite()
  records = openAll()
})
after(async () => {
  await records.close()
  await database[Symbol.asyncDispose]()
  await server?.close()
  rmSync(dir, { recursive: true, force: true })
})

const write = (name: string, text: string): string => {
  writeFileSync(join(dir, name), text)
  return join(dir, name)
}

const description = (source: string, note = 'note'): string => `
collection: shop
title: The shop
source: ${source}
customers: { entity: customer }
entities:
  customer: { table: customers, key: id, owner: id, fields: { id: id } }
  order: { table: orders, key: id, owner: customer, fields: { id: id, customer: id, ${note}: text } }
relations: [order.customer -> customer.id]
questions: [How many orders do I have?]
`

const files = '{ files: [customers.csv, orders.csv] }'
const none = (): void => {}
const asChecked = async (checked: RecordsChecked): Promise<RecordsChecked> => checked
const told = async (work: Promise<unknown>): Promise<{ code: string; message: string }> => {
  const error = await work.then(
    () => new Error('It did not fail.'),
    (it: unknown) => it,
  )
  assert.ok(isAppError(error), String(error))
  return error
}
const idsOf = async (customer: string): Promise<unknown[]> => {
  const connected = await records.connections.of('shop')
  const sql = 'select id from orders order by 1'
  return (await connected!.store.read({ kind: 'customer', id: customer }, { sql, values: [] }, connected!.description.limits)).rows.flat()
}

test('files that are connected are asked with the next question, again when they are connected again, and no more when they are removed', async () => {
  write('customers.csv', 'id\nada\nbob\n')
  write('orders.csv', 'id,customer,note\n1,ada,a\n2,bob,b\n')
  assert.equal(await records.connections.of('shop'), null)
  const file = write('records.yaml', description(files))
  const connected = await records.desk.connect(file, none)
  assert.deepEqual(connected.imported, [
    { table: 'customers', rows: 2 },
    { table: 'orders', rows: 2 },
  ])
  assert.deepEqual(await idsOf('ada'), ['1'])

  write('orders.csv', 'id,customer,note\n1,ada,a\n3,ada,c\n')
  await records.desk.connect(file, none)
  assert.deepEqual(await idsOf('ada'), ['1', '3'])
  assert.deepEqual(await idsOf('bob'), [])

  assert.equal(await records.desk.remove('shop'), true)
  assert.equal(await records.connections.of('shop'), null)
  assert.equal(await records.desk.remove('shop'), false)
})

test('a description or file that does not fit leaves what was connected as it was, and says why', async () => {
  write('customers.csv', 'id\nada\n')
  write('orders.csv', 'id,customer,note\n1,ada,a\n')
  const file = write('records.yaml', description(files))
  await records.desk.connect(file, none)

  assert.match((await told(records.desk.connect(write('other.yaml', description(files, 'remark')), none))).message, /no column "remark" in "orders"/)
  write('orders.csv', 'id,customer,note\n1,ada,a\n1,ada,b\n')
  assert.match((await told(records.desk.connect(file, none))).message, /id is no key of orders.csv: "1" stands in 2 rows/)
  write('orders.csv', 'id,customer,note\n1,ada\n')
  assert.match((await told(records.desk.connect(file, none))).message, /"orders.csv", row 2/)
  assert.match((await told(records.desk.connect(join(dir, 'nowhere.yaml'), none))).message, /There is no file/)
  assert.deepEqual(await idsOf('ada'), ['1'])
  await records.desk.remove('shop')
})

test('what is drafted of files can be connected as it is, and is never written over a file', async () => {
  write('customers.csv', 'id,name\nada,Ada\nbob,Bob\n')
  write('orders.csv', 'id,customer_id,total\nA001,ada,1.50\nA002,bob,2.25\n')
  const out = join(dir, 'draft.yaml')
  const request = { source: [join(dir, 'customers.csv'), join(dir, 'orders.csv')], schema: 'public', collection: 'shop', out, force: false }
  const draft = await records.desk.inspect(request, none)
  assert.equal(readFileSync(out, 'utf8'), draft.yaml)
  assert.equal((await told(records.desk.inspect(request, none))).code, 'conflict')
  const { summary } = await records.desk.connect(out, none)
  assert.deepEqual([summary.entities.toSorted(), summary.trouble], [['customer', 'order'], null])
  assert.deepEqual(await idsOf('bob'), ['A002'])
  await records.desk.remove('shop')
})

test('an address is not taken for the name of a variable, and a folder without records is told', async () => {
  const request = { schema: 'public', collection: 'shop', out: null, force: false }
  assert.match((await told(records.desk.inspect({ ...request, source: ['postgres://ada:secret@shop/db'] }, none))).message, /may hold a password/)
  assert.match((await told(records.desk.inspect({ ...request, source: [join(dir, 'SHOP_URL_THAT_IS_NOT_SET')] }, none))).message, /holds no address/)
  assert.match((await told(records.desk.inspect({ ...request, source: [join(dir, 'data')] }, none))).message, /no files of records/)
})

test('a file is checked, and asked, before it is connected, and nobody else sees what it brings', async () => {
  write('customers.csv', 'id\nada\n')
  write('orders.csv', 'id,customer,note\n1,ada,a\n2,ada,b\n')
  const file = write('records.yaml', description(files))
  const seen = await records.desk.check({ kind: 'file', file }, async ({ questions, customer }) => {
    assert.deepEqual([questions, customer], [['How many orders do I have?'], 'ada'])
    return idsOf('ada')
  })
  assert.deepEqual(seen, ['1', '2'])
  assert.equal(await records.connections.of('shop'), null)

  await records.desk.connect(file, none)
  write('orders.csv', 'id,customer,note\n3,ada,a\n')
  const { promise: asked, resolve: done } = Promise.withResolvers<void>()
  const checking = records.desk.check({ kind: 'file', file }, () => asked.then(() => idsOf('ada')))
  assert.deepEqual(await idsOf('ada'), ['1', '2'])
  done()
  assert.deepEqual(await checking, ['3'])
  await records.desk.remove('shop')
})

test('numbers and days that JSON writes as words are read as what they are described as, and what is none is told', async () => {
  const described = `
collection: shop
source: { files: [bills.json] }
currency: EUR
customers: { entity: customer }
entities:
  customer: { table: bills, key: id, owner: id, fields: { id: id, total: money, weight: number, due: date, code: text } }
`
  const file = write('bills.yaml', described)
  const connectWith = (total: string) => {
    write(
      'bills.json',
      `[{"id":"1","total":"12.50","weight":"3","due":"31.12.2024","code":"7"},{"id":"2","total":${total},"weight":0.1,"due":null,"code":"08"}]`,
    )
    return records.desk.connect(file, none)
  }
  await connectWith('8')
  const { store, description: known } = (await records.connections.of('shop'))!
  const sql = 'select total + weight, due - 1, code from bills'
  assert.deepEqual((await store.read({ kind: 'customer', id: '1' }, { sql, values: [] }, known.limits)).rows, [['15.50', '2024-12-30', '7']])
  assert.match((await told(connectWith('"a lot"'))).message, /"total" of "customer" is of type money, and its column "total" is text/)
  await records.desk.remove('shop')
})

test('of two that connect one collection at once, the second is told to wait, and the first is done', async () => {
  write('customers.csv', 'id\nada\n')
  write('orders.csv', 'id,customer,note\n1,ada,a\n')
  const file = write('records.yaml', description(files))
  const [first, second] = await Promise.allSettled([records.desk.connect(file, none), records.desk.connect(file, none)])
  const failed = [first, second].filter((it) => it.status === 'rejected')
  assert.equal(failed.length, 1)
  assert.match((await told(Promise.reject(failed[0]!.reason))).message, /being read in already, by another command/)
  assert.deepEqual(await idsOf('ada'), ['1'])
  // Whoever waited is let in.
  await records.desk.connect(file, none)
  await records.desk.remove('shop')
})

test('where a description cannot be kept, its rows are not kept either', async () => {
  write('customers.csv', 'id\nada\n')
  write('orders.csv', 'id,customer,note\n1,ada,a\n')
  const file = write('records.yaml', description(files))
  await records.desk.connect(file, none)
  await database.asOwner((query) => query(`alter table record_connection add constraint none_more check (false) not valid`))
  write('orders.csv', 'id,customer,note\n2,ada,a\n')
  await assert.rejects(records.desk.connect(file, none))
  assert.deepEqual(await idsOf('ada'), ['1'])
  await database.asOwner((query) => query(`alter table record_connection drop constraint none_more`))
  await records.desk.connect(file, none)
  assert.deepEqual(await idsOf('ada'), ['2'])
  await records.desk.remove('shop')
})

test('a database that is not held is refused with the SQL that mends it; what changes afterwards is told', { skip: postgresMissing }, async () => {
  server = await startPostgres()
  const url = await server.createDatabase()
  await onServer(url, `create table customers (id text primary key); create table orders (id text primary key, customer text, note text)`)
  await onServer(url, `insert into customers values ('ada'), ('bob'); insert into orders values ('1', 'ada', 'a'), ('2', 'bob', 'b')`)
  const file = write('server.yaml', description('{ postgres: { url_from: TEST_SHOP_URL, staff_url_from: TEST_SHOP_STAFF_URL } }'))
  process.env['TEST_SHOP_URL'] = url
  process.env['TEST_SHOP_STAFF_URL'] = url
  const refused = await told(records.desk.connect(file, none))
  assert.match(refused.message, /superuser/)
  assert.match(refused.message, /Row security is off for "orders"/)
  assert.match((await told(records.desk.policies(file))).message, /name the same role "\w+".*another role/)
  process.env['TEST_SHOP_STAFF_URL'] = Object.assign(new URL(url), { username: 'shop_staff' }).href
  assert.match(
    (await told(records.desk.policies(write('alone.yaml', description('{ postgres: { url_from: TEST_SHOP_URL } }'))))).message,
    /is a superuser.*another role/,
  )

  const as = (user: string): string => Object.assign(new URL(url), { username: user, password: 'only-for-tests' }).href
  process.env['TEST_SHOP_URL'] = as('shop_customer')
  process.env['TEST_SHOP_STAFF_URL'] = as('shop_staff')
  await onServer(url, (await records.desk.policies(file)).sql)
  await onServer(url, `alter role shop_customer password 'only-for-tests'; alter role shop_staff password 'only-for-tests'`)
  const { findings } = await records.desk.connect(file, none)
  assert.deepEqual(
    findings.filter(({ severity }) => severity === 'error'),
    [],
  )
  assert.deepEqual([await idsOf('ada'), await idsOf('bob')], [['1'], ['2']])
  const checked = await records.desk.check({ kind: 'collection', collection: 'shop' }, asChecked)
  assert.deepEqual([checked.drift, checked.customer], [[], 'ada'])

  // A policy of a group is one of its members, whenever they came.
  await onServer(
    url,
    'create role shop_readers; create role shop_clerks; grant select on orders to shop_readers, shop_clerks; grant shop_clerks to shop_customer',
  )
  await assert.rejects(onServer(url, (await records.desk.policies(file)).sql), /is a member of "shop_clerks", which was granted orders\. Take it out/)
  await onServer(url, 'revoke shop_clerks from shop_customer')
  await onServer(url, (await records.desk.policies(file)).sql)
  assert.deepEqual(await idsOf('ada'), ['1'])
  await onServer(url, 'grant shop_readers to shop_customer')
  assert.equal((await told(idsOf('ada'))).code, 'forbidden')
  assert.match(
    (await told(records.desk.connect(file, none))).message,
    /The policy "answerable keeps shop_readers" of "orders" shows all orders to every customer/,
  )
  await onServer(url, 'revoke shop_readers from shop_customer')
  assert.deepEqual(await idsOf('ada'), ['1'])
  // The staff's policy shows all rows: a customer's login that is one of them is refused too.
  await onServer(url, 'grant shop_staff to shop_customer')
  assert.equal((await told(idsOf('ada'))).code, 'forbidden')
  assert.match((await told(records.desk.connect(file, none))).message, /The policy "answerable staff" of "orders" shows all orders to every customer/)
  await onServer(url, 'revoke shop_staff from shop_customer')
  assert.deepEqual(await idsOf('ada'), ['1'])

  await onServer(url, 'alter table orders rename column note to remark')
  const drifted = await records.desk.check({ kind: 'collection', collection: 'shop' }, asChecked)
  assert.match(drifted.drift.join(' '), /note/)
  assert.match(drifted.findings.map(({ sentence }) => sentence).join(' '), /no column "note"/)
  await onServer(url, 'alter table orders disable row level security')
  assert.equal((await told(idsOf('ada'))).code, 'forbidden')

  // A process that finds it so: what is described is known, for questions that need no row.
  const late = openAll()
  assert.equal((await told(late.connections.of('shop'))).code, 'forbidden')
  const { description: known, store } = (await late.connections.described('shop'))!
  assert.deepEqual(known.entities.map(({ name }) => name).toSorted(), ['customer', 'order'])
  assert.equal((await told(store.read({ kind: 'customer', id: 'ada' }, { sql: 'select id from orders', values: [] }, known.limits))).code, 'forbidden')
  await late.close()

  await records.desk.remove('shop')
  assert.equal((await onServer(url, 'select count(*)::int as count from orders'))[0]!['count'], 2)
})
