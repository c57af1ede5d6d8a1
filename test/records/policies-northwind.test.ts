/** Northwind under the policies of its description: each row is seen by one customer, its own. */
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import pg from 'pg'
import { policiesSql } from '../../src/records/describe/policies/policies-sql.ts'
import { readDescription } from '../../src/records/describe/read-description.ts'
import { postgresMissing, startPostgres } from '../support/postgres-server.ts'

const dump = new URL('../../../shared/data/northwind/northwind.sql', import.meta.url)
const skip = postgresMissing || (existsSync(dump) ? false : 'no ../shared/data here')

interface Seen {
  readonly orders: number
  readonly lines: number
  readonly strangers: number
  readonly quantity: string | null
}

const seenSql = `select (select count(*)::int from orders) orders, (select count(*)::int from order_details) lines,
  (select count(*)::int from orders where customer_id <> current_setting('answerable.customer')) strangers,
  (select sum(quantity)::text from orders join order_details using (order_id)) quantity`
const trueSql = `select count(distinct order_id)::int orders, count(product_id)::int lines, 0 strangers, sum(quantity)::text quantity
  from orders join order_details using (order_id) where customer_id = $1`

test('all 91 customers of Northwind see their orders and lines, and together see each once', { skip }, async () => {
  await using server = await startPostgres()
  const url = await server.createDatabase()
  const admin = new pg.Client(url)
  await admin.connect()
  try {
    await admin.query(readFileSync(dump, 'utf8'))
    await admin.query('reset all')
    const description = readDescription(readFileSync(new URL('../../evals/records/northwind/records.yaml', import.meta.url), 'utf8'), 'records.yaml')
    const roles = { customer: 'northwind_customer', staff: 'northwind_staff' }
    await admin.query(policiesSql(description, roles, { schema: 'public', catalogue: null, makeRoles: 'login', isOwn: false }))

    const one = async (sql: string, values: unknown[] = []): Promise<Seen> => (await admin.query<Seen>(sql, values)).rows[0]!
    const asCustomer = async (id: string): Promise<Seen> => {
      await admin.query('begin read only; set local role northwind_customer')
      await admin.query("select set_config('answerable.customer', $1, true)", [id])
      const seen = await one(seenSql)
      await admin.query('commit')
      return seen
    }

    const ids = (await admin.query<{ customer_id: string }>('select customer_id from customers')).rows.map((it) => it.customer_id)
    const all = new Map<string, Seen>()
    for (const id of ids) {
      all.set(id, await asCustomer(id))
      assert.deepEqual(all.get(id), await one(trueSql, [id]), id)
    }
    const sum = (key: 'orders' | 'lines'): number => [...all.values()].reduce((total, it) => total + it[key], 0)
    assert.deepEqual([ids.length, sum('orders'), sum('lines')], [91, 830, 2155])
    for (const nobody of ['', 'alfki', 'ALFK', "ALFKI' or '1'='1", 'NONE']) assert.equal((await asCustomer(nobody)).lines, 0, nobody)
  } finally {
    await admin.end()
  }
})
