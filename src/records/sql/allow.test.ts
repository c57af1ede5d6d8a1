import assert from 'node:assert/strict'
import { test } from 'node:test'
import { allowSql } from './allow.ts'
import { openSqlParser } from './open-parser.ts'
import { tablesForTests } from './tables-for-tests.ts'

const check = async (sql: string) => allowSql(sql, { tables: tablesForTests, schema: 'public', rows: 50 }, await openSqlParser())

const allowed = [
  'select count(*) from orders',
  "SELECT c.city, SUM(o.total) AS spent FROM orders o JOIN customers c ON o.customer_id = c.customer_id WHERE o.status <> 'cancelled' GROUP BY c.city ORDER BY spent DESC LIMIT 5;",
  'select * from orders',
  "select date_trunc('month', ordered_at)::date as month, count(distinct customer_id) from orders where ordered_at >= current_date - interval '30 days' group by 1 order by 1",
  'with big as (select order_id from orders where total > 100), two as (select * from big) select count(*) from two',
  'select name from customers c where not exists (select 1 from orders o where o.customer_id = c.customer_id)',
  "select name, case when city like 'B%' then 'b' else coalesce(city, '-') end from customers union all select status, null from orders",
  'select order_id, row_number() over (partition by customer_id order by total desc) from orders',
  "select extract(year from ordered_at), avg(total)::numeric(10,2), percentile_cont(0.5) within group (order by total) from orders where status in ('a', 'b') and total between 1 and 2 group by 1 having count(*) > 3",
  "select concat(name, ' ', city) from customers -- and a remark",
  'select orders from orders',
  'select distinct status from orders',
  "select name::char(20), total::numeric(10,0), ordered_at::timestamp(0), interval '1' hour, interval '5' day to second(3) from orders",
  'select distinct on (customer_id) customer_id, total from orders order by customer_id, total desc',
]
for (const sql of allowed)
  test(`allowed: ${sql.slice(0, 80)}`, async () => {
    const answer = await check(sql)
    assert.ok(answer.isAllowed, JSON.stringify(answer))
    assert.match(answer.sql, /^with "customers" as not materialized/)
    assert.match(answer.sql, /limit 51$/)
  })

const refused: readonly (readonly [sql: string, why: RegExp])[] = [
  ['', /no statement/],
  ['select 1; select 2', /one statement/],
  ['select 1) as x; drop table orders; select * from (select 1', /cannot read/],
  ['select 1) union all (select 2', /cannot read|parentheses/],
  ['delete from orders', /SELECT/],
  ['explain select 1', /SELECT/],
  ["copy orders to '/tmp/x'", /SELECT/],
  ['select * into copied from orders', /intoClause/],
  ['with gone as (delete from orders returning *) select * from gone', /DeleteStmt/],
  ['select * from orders for update', /lockingClause/],
  ['with recursive n as (select 1 as x union all select x + 1 from n) select * from n', /RECURSIVE/],
  ['select * from staff_notes', /no table "staff_notes"/],
  ['select * from public.orders', /schemaname/],
  ['select * from pg_class', /no table/],
  ['select * from information_schema.tables', /schemaname/],
  ['with pg_authid as (select * from pg_authid) select * from pg_authid', /no table/],
  ['select pg_sleep(10)', /pg_sleep/],
  ["select set_config('answerable.customer', 'x', false)", /set_config/],
  ["select current_setting('answerable.customer')", /current_setting/],
  ['select current_user', /SVFOP/],
  ['select pg_catalog.lo_import(1)', /lo_import/],
  ['select public.count(1)', /public\.count/],
  ["select 'orders'::regclass", /regclass/],
  ['select cast(1 as pg_catalog.oid)', /oid/],
  ['select generate_series(1, 1000000000)', /generate_series/],
  ['select * from generate_series(1, 9)', /RangeFunction/],
  ['select $1', /ParamRef/],
  ["select 'a'::char(10485760) from orders", /length/],
  ["select concat('a'::varchar(1001), cast('b' as pg_catalog.bpchar(99999999))) from orders", /length/],
  ['select 1::numeric(99999999999)', /length/],
  ["select name from customers where name ~ '(a+)+$'", /operator ~/],
  ["select name from customers where name similar to '(a+)+'", /AEXPR_SIMILAR/],
  ['select 1 operator(public.+) 2', /operator/],
  ['select 2 ^ 100000', /operator \^/],
  ['select \'a\' collate "C"', /CollateClause/],
  ['select (o.*).total from orders o', /A_Indirection/],
  ['select * from orders tablesample system (10)', /RangeTableSample/],
  ['select * from orders, lateral (select 1) as x', /lateral/],
  ["select xmlparse(document '<a/>')", /XmlExpr/],
  ["select '\\'", /backslash/],
  ['values (1)', /valuesLists/],
  ['table staff_notes', /no table/],
  ['select * from orders order by total using >', /useOp/],
  [`select ${'1 + '.repeat(300)}1`, /large/],
  [`select ${'concat(name, name, name, name), '.repeat(9)} 1 from customers`, /texts together/],
  [`select ${'9'.repeat(60)}`, /digits/],
  [`select ${' '.repeat(5000)} 1`, /longer/],
]
for (const [sql, why] of refused)
  test(`refused: ${sql.slice(0, 80)}`, async () => {
    const answer = await check(sql)
    assert.ok(!answer.isAllowed, JSON.stringify(answer))
    assert.match(answer.why, why)
  })
