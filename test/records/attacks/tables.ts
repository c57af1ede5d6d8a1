/** The shop as tables: of a PostgreSQL server with row security of our own writing, or as files. */
import type { Shop } from './shop.ts'

export interface Table {
  readonly name: string
  /** Names with their types. */
  readonly columns: Readonly<Record<string, string>>
  readonly key: string
  /** Which rows a customer may see, as SQL; null: all of them. */
  readonly own: string | null
  readonly rows: readonly Readonly<Record<string, string | number>>[]
}

export const setting = 'answerable.customer'
const own = `customer_id = current_setting('${setting}', true)`
const ofOwnOrder = (table: string): string => `exists (select from orders where orders.order_id = ${table}.order_id and orders.${own})`

export const tablesOf = (shop: Shop): Table[] =>
  [
    {
      name: 'customers',
      columns: { customer_id: 'text', name: 'text', email: 'text', address: 'text', remark: 'text' },
      key: 'customer_id',
      own,
      rows: shop.customers,
    },
    {
      name: 'orders',
      columns: { order_id: 'text', customer_id: 'text', position: 'int', status: 'text', ordered_on: 'date', ship_to: 'text', note: 'text' },
      key: 'order_id',
      own,
      rows: shop.orders,
    },
    { name: 'items', columns: { order_id: 'text', position: 'int', product: 'text', price: 'numeric' }, key: 'order_id, position', own: '', rows: shop.items },
    { name: 'shipments', columns: { order_id: 'text', tracking_id: 'text' }, key: 'order_id, tracking_id', own: '', rows: shop.shipments },
    {
      name: 'payments',
      columns: { order_id: 'text', position: 'int', method: 'text', amount: 'numeric' },
      key: 'order_id, position',
      own: '',
      rows: shop.payments,
    },
    { name: 'products', columns: { product_id: 'text', name: 'text' }, key: 'product_id', own: null, rows: shop.products },
  ].map((table) => (table.own === '' ? { ...table, own: ofOwnOrder(table.name) } : table)) as Table[]

/** Of the server, for all of its databases. */
export const roles = { customer: 'shop_customer', staff: 'shop_staff', password: 'only-for-tests' }

const quoted = (value: string | number): string => (typeof value === 'number' ? String(value) : `'${value.replaceAll("'", "''").replaceAll('\u0000', '')}'`)

/** For whoever owns the database: tables, rows, two roles that only read, and a policy for each. */
export const databaseSql = (shop: Shop, { customer, staff, password } = roles): string =>
  [
    ...[customer, staff].map((role) => `do $$ begin create role ${role} login password '${password}'; exception when duplicate_object then null; end $$`),
    ...tablesOf(shop).flatMap(({ name, columns, key, rows }) => [
      `create table ${name} (${Object.entries(columns).map(([column, type]) => `${column} ${type}`)}, primary key (${key}))`,
      ...inBatches(rows, 500).map(
        (some) => `insert into ${name} values ${some.map((row) => `(${Object.keys(columns).map((column) => quoted(row[column]!))})`).join(',')}`,
      ),
      ...('customer_id' in columns ? [`create index on ${name} (customer_id)`] : []),
    ]),
    ...tablesOf(shop).flatMap(({ name, columns, own }) => [
      `grant select on ${name} to ${staff}`,
      // Column by column: the remark is for staff.
      `grant select (${Object.keys(columns).filter((column) => column !== 'remark')}) on ${name} to ${customer}`,
      ...(own === null
        ? []
        : [
            `alter table ${name} enable row level security`,
            `alter table ${name} force row level security`,
            `create policy own_rows on ${name} for select to ${customer} using (${own})`,
            `create policy all_rows on ${name} for select to ${staff} using (true)`,
          ]),
    ]),
    'analyze',
  ].join(';\n')

/** What the attacks must find their way through when there is nothing else. */
export const withoutRowSecurity = (shop: Shop): string => securedTables(shop, 'disable')
export const withRowSecurity = (shop: Shop): string => securedTables(shop, 'enable')

const securedTables = (shop: Shop, state: 'enable' | 'disable'): string =>
  tablesOf(shop)
    .filter(({ own }) => own !== null)
    .map(({ name }) => `alter table ${name} ${state} row level security`)
    .join(';\n')

const inBatches = <Row>(rows: readonly Row[], size: number): Row[][] =>
  Array.from({ length: Math.ceil(rows.length / size) }, (_, index) => rows.slice(index * size, (index + 1) * size))

/** Comma-separated, by file name. */
export const filesOf = (shop: Shop): Record<string, string> =>
  Object.fromEntries(
    tablesOf(shop).map(({ name, columns, rows }) => {
      const names = Object.keys(columns)
      const cell = (value: string | number): string => `"${String(value).replaceAll('\u0000', '').replaceAll('"', '""')}"`
      return [`${name}.csv`, [names.join(','), ...rows.map((row) => names.map((column) => cell(row[column]!)).join(','))].join('\n')]
    }),
  )
