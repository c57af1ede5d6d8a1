/** The statements of `records policies` on PostgreSQL itself: what a customer sees then, whatever is asked. */
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { PGlite } from '@electric-sql/pglite'
import pg from 'pg'
import { policiesSql, policyStatements } from '../../src/records/describe/policies/policies-sql.ts'
import { readDescription } from '../../src/records/describe/read-description.ts'
import { postgresMissing, startPostgres } from '../support/postgres-server.ts'

const description = readDescription(
  `
collection: shop
source: { postgres: { url_from: SHOP_DATABASE_URL } }
currency: EUR
customers: { entity: customer }
entities:
  customer:
    table: customers
    key: id
    owner: id
    fields: { id: { type: id }, name: text, password: { type: text, visible_to: nobody }, risk: { type: text, visible_to: staff } }
  order:
    table: Orders of "ours"
    key: number
    owner: customer
    fields: { number: { type: id }, customer: { type: id, visible_to: staff }, note: text }
  item:
    table: items
    key: [order, line]
    owner: via order
    fields: { order: { type: id }, line: { type: count }, name: text, price: { type: money } }
  parcel:
    table: parcels
    key: [order, line, part]
    owner: via item
    fields: { order: { type: id }, line: { type: count }, part: { type: count }, tracking: { type: id } }
  product:
    table: products
    key: name
    owner: everyone
    fields: { name: text }
  employee:
    table: employees
    key: name
    owner: staff
    fields: { name: text, salary: { type: money, visible_to: nobody } }
relations:
  - order.customer -> customer.id
  - item.order -> order.number
  - parcel.(order, line) -> item.(order, line)
`,
  'records.yaml',
)

// Customer 1 has order 10, customer 2 has 20 and 21; each thing of customer 2 names it.
const tables = `
  create table customers (id int primary key, name text, password text, risk text);
  create table "Orders of ""ours""" (number int primary key, customer int, note text);
  create table items ("order" int, line int, name text, price numeric, primary key ("order", line));
  create table parcels ("order" int, line int, part int, tracking text);
  create table products (name text primary key);
  create table employees (name text primary key, salary numeric);
  insert into customers values (1, 'Ann', 'pw1', 'low'), (2, 'Bob', 'pw2', 'high'), (3, '', 'pw3', 'low');
  insert into "Orders of ""ours""" values (10, 1, 'mine'), (20, 2, 'of Bob'), (21, 2, 'of Bob'), (99, null, 'of Bob, once');
  insert into items values (10, 1, 'lamp', 5), (10, 2, 'desk', 7), (20, 1, 'boat of Bob', 1000), (21, 1, 'oar of Bob', 10), (99, 1, 'of Bob', 1);
  insert into parcels values (10, 1, 1, 'T10'), (20, 1, 1, 'T20 of Bob'), (21, 1, 1, 'T21 of Bob');
  insert into products values ('lamp'), ('boat');
  insert into employees values ('Eve', 100);
  create view order_lines with (security_invoker = true) as select o.number, i.name, i.price from "Orders of ""ours""" o join items i on i."order" = o.number;
  create view order_lines_of_owner as select * from "Orders of ""ours""";
  create function spy(seen text) returns boolean language plpgsql cost 0.0001 as $$ begin if seen like '%Bob%' then raise exception 'leaked: %', seen; end if; return true; end $$;
`

const roles = { customer: 'shop_customer', staff: 'shop_staff' }
const orders = '"Orders of ""ours"""'

type Rows = Record<string, unknown>[]

interface Shop {
  /** In one read-only transaction with the customer set; null: none is set. */
  asCustomer(id: string | null, sql: string): Promise<Rows>
  asStaff(sql: string): Promise<Rows>
  asAdmin(sql: string): Promise<Rows>
  close(): Promise<void>
}

const openPglite = async (): Promise<Shop> => {
  const database = await PGlite.create()
  await database.exec(tables)
  const statements = policyStatements(description, roles, { schema: 'public', catalogue: null, makeRoles: 'nologin', isOwn: true })
  await database.exec(statements.join(';\n'))
  await database.exec('grant select on order_lines to shop_customer')
  const within = (role: string, id: string | null, sql: string): Promise<Rows> =>
    database.transaction(async (transaction) => {
      await transaction.exec(`set transaction read only; set local role ${role}`)
      if (id !== null) await transaction.query("select set_config('answerable.customer', $1, true)", [id])
      return (await transaction.query<Record<string, unknown>>(sql)).rows
    })
  return {
    asCustomer: (id, sql) => within('shop_customer', id, sql),
    asStaff: (sql) => within('shop_staff', null, sql),
    asAdmin: async (sql) => (await database.exec(sql)).at(-1)!.rows as Rows,
    close: () => database.close(),
  }
}

const openServer = async (): Promise<Shop> => {
  const server = await startPostgres()
  const url = await server.createDatabase()
  const admin = new pg.Client(url)
  await admin.connect()
  await admin.query(
    `create role shop_app login password 'only-for-tests'; ${tables} grant select, insert on all tables in schema public to shop_app; grant select on employees to public`,
  )
  const script = policiesSql(description, roles, { schema: 'public', catalogue: null, makeRoles: 'login', isOwn: false })
  // Twice: running it again is what an operator does after a change.
  await admin.query(script)
  await admin.query(script)
  await admin.query(
    "alter role shop_customer password 'only-for-tests'; alter role shop_staff password 'only-for-tests'; grant select on order_lines to shop_customer",
  )
  const within = async (role: string, id: string | null, sql: string): Promise<Rows> => {
    const address = new URL(url)
    address.username = role
    const client = new pg.Client(address.href)
    await client.connect()
    try {
      await client.query('begin')
      if (id !== null) await client.query("select set_config('answerable.customer', $1, true)", [id])
      return (await client.query(sql)).rows as Rows
    } finally {
      await client.end()
    }
  }
  return {
    asCustomer: (id, sql) => within('shop_customer', id, sql),
    asStaff: (sql) => within('shop_staff', null, sql),
    asAdmin: async (sql) => [(await admin.query(sql)) as unknown].flat().flatMap((it) => (it as { rows: Rows }).rows),
    close: async () => {
      await admin.end()
      await server.close()
    },
  }
}

/** Ways to ask, and what customer 1 gets: nothing of it may come from rows of others. */
const questions: readonly (readonly [string, Rows])[] = [
  [`select number, note from ${orders}`, [{ number: 10, note: 'mine' }]],
  [`select count(*)::int n from ${orders}`, [{ n: 1 }]],
  ['select count(*)::int n from customers', [{ n: 1 }]],
  ['select count(*)::int n, sum(price)::text s, max(name) m from items', [{ n: 2, s: '12', m: 'lamp' }]],
  ['select tracking from parcels', [{ tracking: 'T10' }]],
  [`select i.name from ${orders} o join items i on i."order" = o.number join parcels p using ("order", line)`, [{ name: 'lamp' }]],
  [`select i.name from items i left join ${orders} o on o.number <> i."order" where o.number is not null`, []],
  [`with o as materialized (select * from (select number from ${orders}) it) select count(*)::int n from o`, [{ n: 1 }]],
  [`select (select count(*)::int from ${orders} o where o.number > 10) n`, [{ n: 0 }]],
  [`select exists (select from ${orders} where number = 20) is_there`, [{ is_there: false }]],
  [
    `select number from ${orders} union all select number from ${orders} union all select "order" from items where "order" = 20`,
    [{ number: 10 }, { number: 10 }],
  ],
  [`select rank() over (order by number)::int r, lead(number) over (order by number) next from ${orders}`, [{ r: 1, next: null }]],
  [`select x.n from (values (10), (20)) v(n), lateral (select o.number n from ${orders} o where o.number = v.n) x`, [{ n: 10 }]],
  [
    'select number, name from order_lines order by name',
    [
      { number: 10, name: 'desk' },
      { number: 10, name: 'lamp' },
    ],
  ],
  // Errors and functions of their own would tell of rows that they were tried on.
  [`select number from ${orders} where 1 / (case when number = 20 then 0 else 1 end) = 1`, [{ number: 10 }]],
  [`select number from ${orders} where (case when note like '%Bob%' then note else '1' end)::int = 1 or true`, [{ number: 10 }]],
  [`select number from ${orders} where spy(note)`, [{ number: 10 }]],
  ['select name from items where spy(name) order by name', [{ name: 'desk' }, { name: 'lamp' }]],
  ['select tracking from parcels where spy(tracking)', [{ tracking: 'T10' }]],
  ['select name from order_lines where spy(name) order by 1', [{ name: 'desk' }, { name: 'lamp' }]],
  ['select name from products order by name', [{ name: 'boat' }, { name: 'lamp' }]],
]

const refused = [
  'select password from customers',
  'select risk from customers',
  'select * from customers',
  'select name from employees',
  'select * from order_lines_of_owner',
  'update items set price = 0 where line = 1',
  'delete from parcels',
  `insert into ${orders} values (77, 1, '')`,
  'truncate items',
  'alter table items disable row level security',
  'drop policy "answerable customer" on items',
  'create table mine (id int)',
  'set role shop_staff',
]

for (const { name, open, skip } of [
  { name: 'PGlite', open: openPglite, skip: false as const },
  { name: 'PostgreSQL', open: openServer, skip: postgresMissing },
]) {
  describe(`${name}, by the policies of a description`, { skip }, () => {
    let shop: Shop
    before(async () => {
      shop = await open()
    })
    after(() => shop.close())

    test('a customer sees own rows and no others, by join, aggregate, subquery, view and function alike', async () => {
      for (const [sql, expected] of questions) assert.deepEqual(await shop.asCustomer('1', sql), expected, sql)
    })

    test('without a customer, or with one that is none, nothing is seen and nothing fails', async () => {
      for (const id of [null, '', ' ', '0', '01', '1 ', '%', 'null', "1' or '1'='1", '1 or true', '9'.repeat(400), 'Ann', '１']) {
        for (const table of ['customers', orders, 'items', 'parcels']) {
          assert.deepEqual(await shop.asCustomer(id, `select count(*)::int n from ${table}`), [{ n: 0 }], `${id} in ${table}`)
        }
      }
    })

    test('hidden columns, tables of staff, views of the owner, writes and other roles are refused', async () => {
      for (const sql of refused) {
        // In PGlite the session's own user is a superuser: there no statement may come from anybody but us.
        if (name === 'PGlite' && sql.startsWith('set role')) continue
        await assert.rejects(shop.asCustomer('1', sql), /permission denied|must be owner|read-only|is not updatable/, sql)
      }
    })

    test('staff sees the rows of all, and still no column that nobody may see', async () => {
      assert.deepEqual(await shop.asStaff(`select count(*)::int n from ${orders}`), [{ n: 4 }])
      assert.deepEqual(await shop.asStaff('select name from employees'), [{ name: 'Eve' }])
      assert.deepEqual(await shop.asStaff('select risk from customers where id = 2'), [{ risk: 'high' }])
      await assert.rejects(shop.asStaff('select salary from employees'), /permission denied/)
      await assert.rejects(shop.asStaff('delete from items'), /permission denied|read-only/)
    })

    test('with row security switched off the same questions show rows of others: these tests can fail', async () => {
      await shop.asAdmin(`alter table ${orders} disable row level security; alter table items disable row level security`)
      try {
        assert.deepEqual(await shop.asCustomer('1', `select count(*)::int n from ${orders}`), [{ n: 4 }])
        await assert.rejects(shop.asCustomer('1', 'select name from items where spy(name)'), /leaked/)
      } finally {
        await shop.asAdmin(`alter table ${orders} enable row level security; alter table items enable row level security`)
      }
    })

    test('what leads to an owner is held by its own policy, also where the row security of the owner is off', async () => {
      await shop.asAdmin(`alter table ${orders} disable row level security`)
      try {
        assert.deepEqual(await shop.asCustomer('1', 'select count(*)::int n from items'), [{ n: 2 }])
        assert.deepEqual(await shop.asCustomer('1', 'select tracking from parcels'), [{ tracking: 'T10' }])
      } finally {
        await shop.asAdmin(`alter table ${orders} enable row level security`)
      }
    })

    test('an index finds what leads to a customer: rows of others are not gone through', async () => {
      await shop.asAdmin(`insert into parcels select n, 1, 1, 'of Bob' from generate_series(1000, 21000) n; create index on parcels ("order"); analyze`)
      const plan = JSON.stringify(await shop.asCustomer('1', 'explain (format json) select tracking from parcels where spy(tracking)'))
      assert.match(plan, /"Relation Name":"parcels"[^}]*"Index Cond":"[^}]*= ANY|"Recheck Cond":"[^}]*order[^}]*= ANY/)
    })

    if (name === 'PostgreSQL') {
      test('the shop itself, a role that was granted its tables, goes on reading and writing them', async () => {
        const rows = await shop.asAdmin(`set role shop_app; insert into ${orders} values (30, 3, 'new'); select count(*)::int n from ${orders}; reset role`)
        assert.deepEqual(rows, [{ n: 5 }])
        await shop.asAdmin(`delete from ${orders} where number = 30`)
      })
    }
  })
}
