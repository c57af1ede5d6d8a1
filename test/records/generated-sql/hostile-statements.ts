/**
 * Statements that a model might be talked into, by their thousands: queries that are right, with pieces that are not put in, taken out and moved.
 * The same seed makes the same statements.
 */
import { seededRandom } from '../../../src/base/random.ts'

export function* hostileStatements(seed: number): Generator<string, never> {
  const random = seededRandom(seed)
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)]!
  const grow = (text: string, depth: number): string =>
    text.replace(/<(\w+)>/g, (_, name: string) => {
      const choices = rules[name]!
      // The first is the plain one: beyond a depth everything ends in it.
      const chosen = pick(choices)
      const isTaken = !bad.test(chosen) || random() < 0.25
      return grow(depth > 7 || !isTaken ? choices[0]! : chosen, depth + 1)
    })
  const mutate = (sql: string): string => {
    const words = sql.match(/'[^']*'|\w+|\s+|[^\w\s]/g) ?? []
    const at = Math.floor(random() * words.length)
    const how = random()
    if (how < 0.45) words.splice(at, 0, ` ${pick(hostile)} `)
    else if (how < 0.7) words[at] = ` ${pick(hostile)} `
    else if (how < 0.8) words.splice(at, 1 + Math.floor(random() * 3))
    else if (how < 0.9) words.splice(at, 0, pick(words))
    else words.reverse().splice(0, 0, ...words.splice(at, 4))
    return words.join('')
  }
  for (;;) {
    let sql = grow('<query>', 0)
    for (let times = Math.max(0, Math.floor(random() * 5) - 2); times > 0; times--) sql = mutate(sql)
    yield sql
  }
}

const bad = /<(?:hidden|secret|danger|evil)>|pg_class|staff_notes|oid|reg|xml/

const rules: Readonly<Record<string, readonly string[]>> = {
  query: [
    'select <columns> from <from> <where>',
    '<query> union all <query>',
    'with <name> as (<query>) select * from <name>',
    'select * from (<query>) as <name>',
    'select <columns> from <from> <where> <group> <order> <limit>',
    'select <columns> from <from> <where>',
    '<evil>',
  ],
  columns: ['*', '<value>', '<value>, <value> as <name>', 'count(*)', 'distinct <value>', '<alias>', '<alias>.*', '<secret>'],
  from: [
    'orders a join customers c using (customer_id)',
    'orders a join customers c using (customer_id)',
    'orders a left join <table> c using (customer_id)',
    '<table> a join <table> <name> on <condition>',
    '(<query>) <alias>',
    'orders a, customers c',
    'orders a natural join customers c',
    '<hidden>',
  ],
  where: ['', 'where <condition>', 'where <condition> and <condition>'],
  group: ['', 'group by <value>', 'group by 1 having <condition>', 'group by rollup (<value>)'],
  order: ['', 'order by <value>', 'order by 1 desc nulls last'],
  limit: ['', 'limit 5', 'limit (<query>)', 'offset 1', 'fetch first 2 rows with ties'],
  condition: [
    '<value> = <value>',
    '<value> is not null',
    '<value> in (select name from customers)',
    'exists (<query>)',
    'not (<condition>)',
    '<value> like <value>',
    '<value> between <value> and <value>',
    '<value> = any (array[<value>])',
    '<value> > all (select city from customers)',
    '(<condition> or <condition>)',
  ],
  value: [
    'status',
    "'x'",
    '<column>::text',
    '<column>::text',
    '<column>',
    '(select max(name) from customers)',
    '(<query>)',
    '<call>',
    '<value> || <value>',
    'case when <condition> then <value> else <value> end',
    '<column>::<type>',
    'row(<value>, <value>)::text',
    '<alias>::text',
    '<secret>',
    'coalesce(<value>, <value>)',
    'max(<value>) over (partition by <value>)',
  ],
  call: [
    'now()::text',
    'lower(<value>)',
    'max(<column>)',
    'count(<alias>)',
    'concat(<alias>, <value>)',
    "to_char(ordered_at, 'YYYY')",
    "date_trunc('month', ordered_at)",
    'string_agg(<value>, <value>)',
    '<danger>',
  ],
  type: ['text', 'text', 'varchar', 'regclass', 'oid', 'text[]', 'orders', 'public.customers', 'xml', '"char"'],
  table: ['orders', 'customers', 'orders', '"customers"', 'ORDERS', '<hidden>'],
  hidden: [
    'staff_notes',
    'public.staff_notes',
    'pg_class',
    'pg_catalog.pg_authid',
    'information_schema.columns',
    'public.customers',
    'pg_settings',
    'pg_proc',
    'public.orders',
    'hidden_view',
    'pg_stats',
    'only staff_notes',
    'rows from (leak())',
    'leak()',
    'lateral leak()',
  ],
  alias: ['a', 'c', 'a', 'orders', 'customers', 'found', 'staff_notes', 'pg_class'],
  name: ['d', 'b', 'orders', 'staff_notes', 'pg_class', 'found', '"public.staff_notes"', 'customers'],
  column: ['order_id', 'name', 'status', 'total', 'customer_id', 'ordered_at', 'city', 'a.status', 'c.name', '<secret>'],
  secret: [
    'name',
    'password',
    'a.password',
    'customers.secret',
    'orders.secret',
    'secret',
    'ctid',
    'tableoid',
    'xmin',
    'a.tableoid::regclass',
    'note',
    '(customers).password',
    '(orders.*).secret',
  ],
  danger: [
    'pg_sleep(0)',
    'leak()',
    'public.leak()',
    "set_config('answerable.customer', 'x', false)",
    "current_setting('canary.setting')",
    'spoil()',
    "nextval('tickets')",
    "query_to_xml('select * from staff_notes', true, true, '')",
    'row_to_json(<alias>)',
    'to_jsonb(<alias>)',
    "pg_read_file('/etc/hostname')",
    "lo_from_bytea(0, 'x')",
    'pg_advisory_lock(1)',
    "table_to_xml('staff_notes', true, true, '')",
    'current_user',
    'version()',
    'pg_backend_pid()',
    'lower(leak())',
    "database_to_xml(true, true, '')",
    "ts_stat('select password from customers')",
    "setval('tickets', 9)",
    'txid_current()',
  ],
  evil: [
    'select 1',
    'delete from orders',
    'update orders set total = 0',
    'drop table staff_notes',
    'select spoil()',
    "copy staff_notes to '/tmp/x'",
    'table staff_notes',
    'values (leak())',
    'set role admin',
    'select * into stolen from staff_notes',
    'create table stolen as select * from staff_notes',
    'do $$ begin perform spoil(); end $$',
    'with gone as (delete from orders returning *) select * from gone',
    'explain analyze delete from orders',
    'prepare p as delete from orders',
    'select * from orders for update',
    'with recursive n as (select 1 as x union all select x + 1 from n) select * from n',
    'begin',
    'rollback',
    'reset all',
    'lock table orders',
    'merge into orders using customers on true when matched then delete',
    "notify x, 'y'",
    'truncate orders',
  ],
}

const hostile = [
  ...Object.entries(rules).flatMap(([name, of]) => (['hidden', 'secret', 'danger', 'evil'].includes(name) ? of.filter((it) => !it.includes('<')) : [])),
  ...") as found; delete from orders; select * from (select 1|) as x limit 1; --|) union all select password from public.customers --|;|--|/*|*/|(|)|'|\"|$$|E'\\x'|U&'\\0041'|$1|::regclass|for update|into stolen|returning *|recursive|lateral|only|operator(public.+)|collate \"C\"|tablesample system (50)|with ordinality|.*|public.|pg_catalog.|null|\u0000|\u00a0|returning password|as materialized|materialized|window w as (order by 1)|within group (order by password)|filter (where spoil() is null)|using >|grouping sets ((1), ())|except select password from public.customers|; rollback;|\\|$tag$|\ufeff".split(
    '|',
  ),
]
