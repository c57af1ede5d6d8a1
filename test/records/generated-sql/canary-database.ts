/**
 * A database in which everything that generated SQL is not to reach says so: columns and tables hold a canary's word, functions and statements that
 * change something leave a mark. Read as a superuser outside of any read-only transaction: nothing but what is being tested stands before it.
 */
import { PGlite } from '@electric-sql/pglite'

export const canary = 'CANARY'

export interface CanaryDatabase {
  /** As JSON. Fails as the database does. */
  run(sql: string): Promise<string>
  cost(sql: string): Promise<number>
  /** Of every row, object, role and setting: the same while nothing was changed. */
  state(): Promise<string>
  close(): Promise<void>
}

export const openCanaryDatabase = async (): Promise<CanaryDatabase> => {
  const db = await PGlite.create()
  await db.exec(schema)
  const run = async (sql: string): Promise<string> =>
    JSON.stringify((await db.query(sql)).rows, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))
  return {
    run,
    cost: async (sql) => {
      const { rows } = await db.query<{ 'QUERY PLAN': [{ Plan: { 'Total Cost': number } }] }>(`explain (format json) ${sql}`)
      return rows[0]!['QUERY PLAN'][0].Plan['Total Cost']
    },
    state: () => run(state),
    close: () => db.close(),
  }
}

const schema = `
create table customers (customer_id text primary key, name text, city text, password text default '${canary}-password', secret text default '${canary}-secret');
create table orders (order_id text primary key, customer_id text, status text, total numeric, ordered_at timestamptz, secret text default '${canary}-order');
create table staff_notes (note text, password text);
insert into customers (customer_id, name, city) values ('c1', 'Ada', 'Bonn'), ('c2', 'Bo', 'Ulm'), ('c3', 'Cy', null);
insert into orders (order_id, customer_id, status, total, ordered_at) values
  ('o1', 'c1', 'pending', 10.5, '2026-01-05'), ('o2', 'c1', 'delivered', 20, '2026-02-05'), ('o3', 'c2', 'pending', 5, null), ('o4', null, 'x', null, '2026-03-01');
insert into staff_notes values ('${canary}-note', '${canary}-note');
create view hidden_view as select * from staff_notes;
create sequence tickets;
create role admin superuser;
create table marks (at int);
create function leak() returns text language sql as $$ select '${canary}-leak'::text $$;
create function spoil() returns text language plpgsql as $$ begin insert into marks values (1); return 'x'; end $$;
select set_config('canary.setting', '${canary}-setting', false);
analyze;
`

const state = `
select
  (select md5(string_agg(c::text, '|' order by c::text)) from customers c) as customers,
  (select md5(string_agg(o::text, '|' order by o::text)) from orders o) as orders,
  (select md5(string_agg(n::text, '|' order by n::text)) from staff_notes n) as notes,
  (select count(*)::int from marks) as marks,
  (select last_value::int from tickets) as ticket, (select is_called from tickets) as called,
  (select count(*)::int from pg_class) as classes, (select count(*)::int from pg_proc) as functions, (select count(*)::int from pg_authid) as roles,
  (select count(*)::int from pg_locks where locktype = 'advisory') as locks, (select count(*)::int from pg_largeobject_metadata) as objects,
  (select count(*)::int from pg_prepared_statements) as prepared, (select count(*)::int from pg_listening_channels()) as channels,
  current_user as who, current_setting('canary.setting') as setting, coalesce(current_setting('answerable.customer', true), '') as customer,
  (select md5(string_agg(name || '=' || setting, '|' order by name)) from pg_settings) as settings
`
