/** The same small shop in each kind of database of records: files that became tables of our own, in the program or in a server, and a foreign server. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openServer } from '../../src/adapters/postgres/open-server.ts'
import { ownRoles } from '../../src/adapters/records/connection.ts'
import { stageImport } from '../../src/adapters/records/import/import-source.ts'
import { openPostgresRecords } from '../../src/adapters/records/open-postgres-records.ts'
import { openStore } from '../../src/adapters/records/open-store.ts'
import { ownPglite } from '../../src/adapters/records/own-pglite.ts'
import { ownRoleStatements, type OwnRecords } from '../../src/adapters/records/own-records.ts'
import { ownServer } from '../../src/adapters/records/own-server.ts'
import { guardedTables, keysOf, textColumns } from '../../src/app/records/description-parts.ts'
import type { RecordsDescription } from '../../src/domain/record-description.ts'
import type { RecordStore } from '../../src/domain/record-store.ts'
import { policiesSql, policyStatements } from '../../src/records/describe/policies/policies-sql.ts'
import { readDescription } from '../../src/records/describe/read-description.ts'
import { onServer, postgresMissing, startPostgres, type TestServer } from './postgres-server.ts'
import { templateDir } from './stores.ts'

export interface OpenedRecordStore extends AsyncDisposable {
  readonly store: RecordStore
  readonly description: RecordsDescription
  /** As the owner of the tables, in their schema. */
  change(sql: string): Promise<void>
}

export interface RecordStoreCase {
  readonly name: string
  readonly skip: string | false
  open(): Promise<OpenedRecordStore>
}

const descriptionOf = (source: string): string => `
collection: shop
source: ${source}
zone: Europe/Berlin
currency: EUR
customers: { entity: customer }
entities:
  customer:
    table: customers
    key: customer_id
    owner: customer_id
    fields: { customer_id: id, name: text, vip: boolean }
  order:
    table: orders
    key: order_id
    owner: customer_id
    newest_by: ordered
    fields: { order_id: { type: id, like: "#A001" }, customer_id: id, ordered: date, shipped: time, weight: number, note: text }
  item:
    table: orders_items
    key: [order_id, position]
    owner: via order
    fields: { order_id: id, position: count, name: text, price: money }
relations:
  - order.customer_id -> customer.customer_id
  - item.order_id -> order.order_id
`

const customers = [
  { customer_id: 'ada', name: 'Ada', vip: true },
  { customer_id: 'bob', name: 'Bob', vip: false },
]
// The weight has more digits than a double holds.
const orders = `[
  { "order_id": "#A001", "customer_id": "ada", "ordered": "2024-03-31", "shipped": "2024-04-02T08:00:00", "weight": 12345678901234.567890, "note": null,
    "items": [{ "name": "Pen", "price": 1.10 }, { "name": "Ink", "price": 20.05 }] },
  { "order_id": "#A002", "customer_id": "ada", "ordered": "2024-05-01", "shipped": null, "weight": 0.5, "note": "ring twice", "items": [{ "name": "Pad", "price": 3 }] },
  { "order_id": "#A003", "customer_id": "bob", "ordered": "2024-06-01", "shipped": null, "weight": 7, "note": "for Bob alone", "items": [{ "name": "Map", "price": 100.5 }] }
]`

const foreignTables = `
  create table customers (customer_id text primary key, name text, vip boolean);
  create table orders (order_id text primary key, customer_id text references customers, ordered date, shipped timestamptz, weight numeric, note text);
  create table orders_items (order_id text references orders, position bigint, name text, price numeric, primary key (order_id, position));
  insert into customers values ('ada', 'Ada', true), ('bob', 'Bob', false);
  insert into orders values ('#A001', 'ada', '2024-03-31', '2024-04-02 08:00 Europe/Berlin', 12345678901234.567890, null),
    ('#A002', 'ada', '2024-05-01', null, 0.5, 'ring twice'), ('#A003', 'bob', '2024-06-01', null, 7, 'for Bob alone');
  insert into orders_items values ('#A001', 1, 'Pen', 1.10), ('#A001', 2, 'Ink', 20.05), ('#A002', 1, 'Pad', 3), ('#A003', 1, 'Map', 100.5);
  analyze`

/** Imports the shop and reads it from there. */
const openOwn = async (own: OwnRecords, dir: string, close: () => Promise<void>): Promise<OpenedRecordStore> => {
  writeFileSync(join(dir, 'customers.json'), JSON.stringify(customers))
  writeFileSync(join(dir, 'orders.json'), orders)
  const description = readDescription(descriptionOf('{ files: [customers.json, orders.json] }'), 'records.yaml')
  const schema = 'answerable_records_shop'
  const paths = ['customers.json', 'orders.json'].map((name) => join(dir, name))
  const staged = await stageImport({ own, schema, source: { kind: 'files', paths }, texts: textColumns(description), zone: description.zone })
  await staged.assertKeys(keysOf(description))
  await staged.run([
    ...ownRoleStatements(),
    ...policyStatements(description, ownRoles, { schema: staged.schema, catalogue: null, makeRoles: 'no', isOwn: true }),
  ])
  await staged.accept(async () => {})
  const { title, customers: who, limits } = description
  const store = openStore({
    connection: own.connectionTo(schema),
    title,
    setting: who.setting,
    schema,
    guarded: guardedTables(description),
    timeoutMs: limits.statementMs,
    revision: '1',
  })
  const dispose = async (): Promise<void> => {
    await store.close()
    await own.close()
    await close()
    rmSync(dir, { recursive: true, force: true })
  }
  const change = async (sql: string): Promise<void> => own.asOwner(async (query) => void (await query(`set local search_path = ${schema}; ${sql}`)))
  return { store, description, change, [Symbol.asyncDispose]: dispose }
}

const openForeign = async (server: TestServer): Promise<OpenedRecordStore> => {
  const url = await server.createDatabase()
  const name = new URL(url).pathname.slice(1)
  const roles = { customer: `${name}_customer`, staff: `${name}_staff` }
  const description = readDescription(descriptionOf('{ postgres: { url_from: SHOP_URL, staff_url_from: SHOP_STAFF_URL } }'), 'records.yaml')
  await onServer(url, foreignTables)
  await onServer(url, policiesSql(description, roles, { schema: 'public', catalogue: null, makeRoles: 'login', isOwn: false }))
  await onServer(
    url,
    Object.values(roles)
      .map((role) => `alter role ${role} password 'only-for-tests'`)
      .join('; '),
  )
  const as = (role: string): string => Object.assign(new URL(url), { username: role }).href
  const store = openPostgresRecords({
    title: description.title,
    urlFrom: 'SHOP_URL',
    staffUrlFrom: 'SHOP_STAFF_URL',
    schema: 'public',
    setting: description.customers.setting,
    guarded: guardedTables(description),
    timeoutMs: description.limits.statementMs,
    env: { SHOP_URL: as(roles.customer), SHOP_STAFF_URL: as(roles.staff) },
  })
  return { store, description, change: async (sql) => void (await onServer(url, sql)), [Symbol.asyncDispose]: store.close }
}

/** Call `close` in `after`: it stops the server, if one was started. */
export const recordStoreCases = (): { readonly cases: readonly RecordStoreCase[]; close(): Promise<void> } => {
  let server: Promise<TestServer> | null = null
  const started = (): Promise<TestServer> => (server ??= startPostgres())
  const temporary = (): string => mkdtempSync(join(tmpdir(), 'answerable-test-records-'))
  return {
    cases: [
      {
        name: 'own tables in the program',
        skip: false,
        open: async () => {
          const dir = temporary()
          return openOwn(ownPglite(join(dir, 'records'), templateDir), dir, async () => {})
        },
      },
      {
        name: 'own tables in a server',
        skip: postgresMissing,
        open: async () => {
          const url = await (await started()).createDatabase()
          const everything = await openServer({ url, connections: 2 })
          return openOwn(ownServer(everything, url), temporary(), everything.close)
        },
      },
      { name: "somebody else's server", skip: postgresMissing, open: async () => openForeign(await started()) },
    ],
    close: async () => void (await (await server)?.close()),
  }
}
