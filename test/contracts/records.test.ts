import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { isAppError } from '../../src/base/error.ts'
import type { ReadRows, RecordReader, RecordStore } from '../../src/domain/record-store.ts'
import { recordStoreCases } from '../support/record-stores.ts'

const { cases, close } = recordStoreCases()
after(close)

const limits = { rows: 50, bytes: 200_000, statementMs: 5000 }
const ada: RecordReader = { kind: 'customer', id: 'ada' }
const bob: RecordReader = { kind: 'customer', id: 'bob' }
const staff: RecordReader = { kind: 'staff' }

const read = (store: RecordStore, reader: RecordReader, sql: string, values: string[] = []): Promise<ReadRows> => store.read(reader, { sql, values }, limits)

const failsWith = (code: string, words: RegExp) => (error: unknown) => {
  assert.ok(isAppError(error), String(error))
  assert.equal(error.code, code, error.message)
  assert.match(error.message, words)
  return true
}

for (const { name, skip, open } of cases) {
  test(`${name}: a customer sees their own rows alone, joined and added up too; staff sees all, and who is nobody none`, { skip }, async () => {
    await using shop = await open()
    const ids = async (reader: RecordReader): Promise<unknown[]> => (await read(shop.store, reader, 'select order_id from orders order by 1')).rows.flat()
    assert.deepEqual(await ids(ada), ['#A001', '#A002'])
    assert.deepEqual(await ids(bob), ['#A003'])
    assert.deepEqual(await ids(staff), ['#A001', '#A002', '#A003'])
    assert.deepEqual(await ids({ kind: 'customer', id: 'carol' }), [])
    await assert.rejects(ids({ kind: 'customer', id: '' }), failsWith('forbidden', /without an id/))
    const sum = 'select sum(price), count(distinct order_id) from orders join orders_items using (order_id)'
    assert.deepEqual((await read(shop.store, ada, sum)).rows, [['24.15', '2']])
    assert.deepEqual((await read(shop.store, ada, `${sum} where customer_id = $1`, ['bob'])).rows, [[null, '0']])
    assert.deepEqual((await read(shop.store, ada, 'select name from orders_items where order_id = $1', ['#A003'])).rows, [])
  })

  test(`${name}: values come as they are kept: exact decimals, days, moments in UTC, truth and nothing`, { skip }, async () => {
    await using shop = await open()
    const { columns, rows } = await read(
      shop.store,
      ada,
      'select weight, ordered, shipped, note, vip from orders join customers using (customer_id) order by order_id limit 1',
    )
    assert.deepEqual(columns, ['weight', 'ordered', 'shipped', 'note', 'vip'])
    // Eight in the morning in Berlin, in summer.
    assert.deepEqual(rows, [['12345678901234.567890', '2024-03-31', '2024-04-02 06:00:00+00', null, true]])
  })

  test(`${name}: rows come whole and in order, however many are fetched at once`, { skip }, async () => {
    await using shop = await open()
    const upTo = (last: number) => ({ sql: `select number::text from generate_series(1, ${last}) as number`, values: [] })
    for (const count of [0, 9, 10, 11, 110, 111, 237]) {
      const { rows, isCut } = await shop.store.read(ada, upTo(count), { ...limits, rows: 237 })
      assert.deepEqual([rows.flat(), isCut], [Array.from({ length: count }, (_, at) => String(at + 1)), false])
    }
    assert.equal((await shop.store.read(ada, upTo(238), { ...limits, rows: 237 })).isCut, true)
    // Small ones first, so that many at once would fit, then one that does not.
    const growing = { sql: `select repeat('x', case when number < 150 then 1 else 100000 end) from generate_series(1, 200) as number`, values: [] }
    const { rows, isCut } = await shop.store.read(ada, growing, { ...limits, rows: 200 })
    assert.deepEqual([rows.length, isCut], [150, true])
  })

  test(`${name}: more rows or bytes than the limits are cut, and said to be`, { skip }, async () => {
    await using shop = await open()
    const many = { sql: 'select number from generate_series(1, 1000000) as number', values: [] }
    const cut = await shop.store.read(ada, many, { ...limits, rows: 7 })
    assert.deepEqual([cut.rows.length, cut.isCut], [7, true])
    const wide = { sql: `select repeat('x', 1000) from generate_series(1, 1000000)`, values: [] }
    const bytes = await shop.store.read(ada, wide, { ...limits, bytes: 5500 })
    assert.deepEqual([bytes.rows.length, bytes.isCut], [5, true])
    assert.equal((await read(shop.store, ada, 'select 1')).isCut, false)
  })

  test(`${name}: a statement that takes too long is stopped, one that nobody waits for is left, and the next one works`, { skip }, async () => {
    await using shop = await open()
    const slow = { sql: 'select count(*) from generate_series(1, 200000000) as number where number % 3 = 0', values: [] }
    await assert.rejects(shop.store.read(ada, slow, { ...limits, statementMs: 300 }), failsWith('upstream_timeout', /took too long/))
    const stop = new AbortController()
    const reason = new Error('whoever asked has gone')
    const left = shop.store.read(ada, slow, { ...limits, statementMs: 2000 }, stop.signal)
    setImmediate(() => stop.abort(reason))
    await assert.rejects(left, (error) => error === reason)
    assert.equal((await read(shop.store, ada, 'select order_id from orders')).rows.length, 2)
  })

  test(`${name}: a table or column that is gone is named, and who does not run the program is told nothing of it`, { skip }, async () => {
    await using shop = await open()
    await shop.change('alter table orders rename column note to remark')
    const gone = await read(shop.store, ada, 'select note from orders').catch((error: unknown) => error)
    assert.ok(failsWith('conflict', /"note"/)(gone) && isAppError(gone))
    assert.doesNotMatch(String(gone.details['forOthers']), /note|orders/)
    await assert.rejects(read(shop.store, ada, 'select * from parcels'), failsWith('conflict', /"parcels"/))
  })

  test(`${name}: nothing is written, whatever the statement`, { skip }, async () => {
    await using shop = await open()
    for (const sql of [
      'delete from orders',
      'with gone as (delete from orders returning *) select * from gone',
      `update orders set note = 'x' returning note`,
      'select 1; delete from orders',
      'drop table orders',
      `select * from orders for update`,
    ])
      await assert.rejects(read(shop.store, staff, sql), sql)
    assert.equal((await read(shop.store, staff, `select order_id from orders where note is distinct from 'x'`)).rows.length, 3)
  })

  test(`${name}: where row security was switched off nothing is read, until it is on again`, { skip }, async () => {
    await using shop = await open()
    await shop.change('alter table orders_items disable row level security')
    await assert.rejects(read(shop.store, ada, 'select order_id from orders'), failsWith('forbidden', /orders_items/))
    await shop.change('alter table orders_items enable row level security')
    assert.equal((await read(shop.store, ada, 'select order_id from orders')).rows.length, 2)
  })

  test(`${name}: a policy that shows everything would show everything: the rows are held by the database and nothing else`, { skip }, async () => {
    await using shop = await open()
    // That "true" is open to all can be told, and is refused by each read; in other words it cannot.
    await shop.change('create policy careless on orders using (true)')
    await assert.rejects(read(shop.store, ada, 'select order_id from orders'), failsWith('forbidden', /orders/))
    assert.equal((await read(shop.store, staff, 'select order_id from orders')).rows.length, 3)
    await shop.change('alter policy careless on orders using (1 = 1)')
    assert.equal((await read(shop.store, ada, 'select order_id from orders')).rows.length, 3)
  })

  test(`${name}: reads of many customers at once over few connections stay apart`, { skip }, async () => {
    await using shop = await open()
    const asked = Array.from({ length: 60 }, (_, index) => [ada, bob, staff][index % 3]!)
    const seen = await Promise.all(asked.map(async (reader) => (await read(shop.store, reader, 'select order_id from orders order by 1')).rows.flat().join()))
    const expected = asked.map((reader) => (reader === ada ? '#A001,#A002' : reader === bob ? '#A003' : '#A001,#A002,#A003'))
    assert.deepEqual(seen, expected)
  })

  test(`${name}: the catalogue tells tables, keys, row security, and roles that can do nothing but read`, { skip }, async () => {
    await using shop = await open()
    const { tables, roles } = await shop.store.catalogue({ samples: true })
    const items = tables.find((table) => table.name === 'orders_items')!
    assert.deepEqual([items.primaryKey, items.foreignKeys], [['order_id', 'position'], [{ columns: ['order_id'], table: 'orders', references: ['order_id'] }]])
    assert.ok(tables.every(({ rowSecurity }) => rowSecurity.isOn && rowSecurity.policies.length === 2))
    assert.deepEqual(tables.find((table) => table.name === 'customers')!.columns.find((column) => column.name === 'name')!.samples, ['Ada', 'Bob'])
    assert.deepEqual(
      roles.map(({ reader, isSuperuser, bypassesRowSecurity, owns, writes }) => ({ reader, isSuperuser, bypassesRowSecurity, owns, writes })),
      (['customer', 'staff'] as const).map((reader) => ({ reader, isSuperuser: false, bypassesRowSecurity: false, owns: [], writes: [] })),
    )
  })

  test(`${name}: the planner's guess is told and nothing is run`, { skip }, async () => {
    await using shop = await open()
    const guessed = await shop.store.explain(staff, { sql: 'select pg_sleep(60) from orders where order_id <> $1', values: ['#A001'] })
    assert.ok(guessed.rows > 0 && guessed.cost > 0)
  })
}
