/** A small shop in a database of its own, and the same rows as plain values. */
import { PGlite } from '@electric-sql/pglite'
import type { RecordStore } from '../../domain/record-store.ts'
import { readDescription } from '../describe/read-description.ts'

export const shop = readDescription(
  `
collection: shop
title: Small shop
source: { files: [orders.json] }
zone: Europe/Paris
currency: EUR
customers: { entity: customer }
entities:
  customer:
    table: people
    key: person
    owner: person
    fields:
      person: { type: id }
      city: { type: text, usual: true }
  order:
    table: orders
    key: number
    owner: person
    newest_by: placed
    fields:
      number: { type: id, like: "A1" }
      person: { type: id, visible_to: staff }
      placed: { type: date, column: "placed on", usual: true }
      state: { type: choice, values: { open: [waiting], sent: [shipped], gone: [] }, usual: true }
      paid: { type: boolean }
      sent_at: { type: time, column: sent }
      total: { type: money, sum_of: line.price * line.quantity * (1 - line.off) }
  line:
    table: lines
    key: [number, product]
    owner: via order
    fields:
      number: { type: id, like: "A1" }
      product: { type: id }
      price: { type: money, usual: true }
      quantity: { type: count }
      off: { type: number }
      made: { type: properties }
      sum: { type: money, calculated: price * quantity }
  product:
    table: products
    key: product
    label: name
    owner: everyone
    fields:
      product: { type: id }
      name: { type: text }
relations:
  - order.person -> customer.person
  - line.number -> order.number
  - line.product -> product.product
`,
  'shop.yaml',
)

type Row = Readonly<Record<string, string | number | boolean | null>>
export type Rows = Readonly<Record<'customer' | 'order' | 'line' | 'product', readonly Row[]>>

const people = ['ann', 'bob', 'cy']
const days = ['1997-05-01', '1997-05-12', '1997-05-31', '1998-01-01', null]
const states = ['open', 'sent', 'gone', null]
const colours = ['red', 'blue', 'dark red']

export const rows: Rows = {
  customer: people.map((person, index) => ({ person, city: ['Paris', "L'Aquila", null][index]! })),
  order: Array.from({ length: 14 }, (_, index) => ({
    number: `A${index + 1}`,
    person: people[index % 3]!,
    placed: days[(index * 3) % 5]!,
    state: states[(index * 5) % 4]!,
    paid: index % 4 === 3 ? null : index % 2 === 0,
    // Ten at night in UTC is the next day in Paris.
    sent_at: index % 3 === 0 ? null : `1997-05-${String(10 + index).padStart(2, '0')}T00:30:00`,
  })),
  line: Array.from({ length: 30 }, (_, index) => ({
    number: `A${((index * 7) % 13) + 1}`,
    product: `p${Math.floor(index / 13) + (index % 3) * 3}`,
    price: ((index * 37) % 50) + (index % 4) * 0.25,
    quantity: index % 6 === 5 ? null : (index % 4) + 1,
    off: index % 5 === 0 ? 0.15 : 0,
    made: index % 4 === 0 ? null : JSON.stringify({ colour: colours[index % 3] }),
  })),
  product: Array.from({ length: 9 }, (_, index) => ({ product: `p${index}`, name: index % 2 === 0 ? `Lamp "No. ${index}"` : 'Büro_chair 100%' })),
}

export interface OpenShop extends AsyncDisposable {
  readonly store: RecordStore
}

/** Rows of one customer alone, as the database has it. */
export const openShop = async (): Promise<OpenShop> => {
  const database = await PGlite.create()
  await database.exec(`
    create table people (person text primary key, city text);
    create table orders (number text primary key, person text, "placed on" date, state text, paid boolean, sent timestamptz);
    create table lines (number text, product text, price numeric, quantity smallint, "off" real, made jsonb, primary key (number, product));
    create table products (product text primary key, name text);
    create role customer_reader;
    grant select on all tables in schema public to customer_reader;`)
  const insert = async (table: string, all: readonly Row[], change: (row: Row) => readonly unknown[]) => {
    for (const row of all) {
      const values = change(row)
      await database.query(`insert into ${table} values (${values.map((_, index) => `$${index + 1}`).join(', ')})`, [...values])
    }
  }
  await insert('people', rows.customer, (it) => [it['person'], it['city']])
  await database.exec("set timezone = 'Europe/Paris'")
  await insert('orders', rows.order, (it) => [it['number'], it['person'], it['placed'], it['state'], it['paid'], it['sent_at']])
  await database.exec("set timezone = 'UTC'")
  await insert('lines', rows.line, (it) => [it['number'], it['product'], it['price'], it['quantity'], it['off'], it['made']])
  await insert('products', rows.product, (it) => [it['product'], it['name']])
  await database.exec(`
    alter table people enable row level security; create policy own on people using (person = current_setting('answerable.customer', true));
    alter table orders enable row level security; create policy own on orders using (person = current_setting('answerable.customer', true));
    alter table lines enable row level security; create policy own on lines using (exists (select 1 from orders where orders.number = lines.number));`)
  const unused = () => Promise.reject(new Error('not in this test'))
  const store: RecordStore = {
    read: (reader, statement, limits) =>
      database.transaction(async (query) => {
        if (reader.kind === 'customer') await query.exec('set local role customer_reader')
        await query.query("select set_config('answerable.customer', $1, true)", [reader.kind === 'customer' ? reader.id : ''])
        const read = await query.query<(string | boolean | null)[]>(statement.sql, [...statement.values], { rowMode: 'array' })
        return { columns: read.fields.map(({ name }) => name), rows: read.rows.slice(0, limits.rows), isCut: read.rows.length > limits.rows }
      }),
    explain: unused,
    catalogue: unused,
    revision: async () => null,
    close: async () => {},
  }
  return { store, [Symbol.asyncDispose]: () => database.close() }
}
