import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { typedColumn } from './column-type.ts'
import type { RawTable } from './imported.ts'
import { readSource } from './read-source.ts'

const dir = mkdtempSync(join(tmpdir(), 'answerable-test-import-'))
after(() => rmSync(dir, { recursive: true, force: true }))

const tablesOf = (name: string, bytes: string | Uint8Array): readonly RawTable[] => {
  const path = join(dir, name)
  writeFileSync(path, bytes)
  return readSource({ kind: 'files', paths: [path] }).tables
}

/** `name type`, and the rows as they are written. */
const shown = ({ columns, rows }: RawTable): { columns: string[]; rows: (string | null)[][] } => {
  const typed = columns.map((column) => typedColumn(column, null))
  return {
    columns: typed.map(({ name, type }) => `${name} ${type}`),
    rows: Array.from({ length: rows }, (_, row) => typed.map((column, at) => column.write(columns[at]!.values[row]!))),
  }
}

const check = (name: string, bytes: string | Uint8Array, columns: string[], rows: (string | null)[][]): void =>
  assert.deepEqual(shown(tablesOf(name, bytes)[0]!), { columns: [...columns, 'position bigint'], rows: rows.map((row, index) => [...row, String(index + 1)]) })

test('a type is told from all values: zeros that lead make words, decimals stay exact, ISO days are days', () => {
  check(
    'types.csv',
    'zip,price,when,mixed,flag\n01234,1.10,2024-01-02,1,true\n90210,20.05,2024-02-29,x,FALSE\n',
    ['zip text', 'price numeric', 'when date', 'mixed text', 'flag boolean'],
    [
      ['01234', '1.10', '2024-01-02', '1', 'true'],
      ['90210', '20.05', '2024-02-29', 'x', 'false'],
    ],
  )
})

test('days of other forms are read where all of them can be read one way only', () => {
  check(
    'days.csv',
    'german,american,either,none\n31.12.2024,12/31/2024,01/02/2024,2024-02-30\n01.02.2024,01/02/2024,03/04/2024,2024-01-01\n',
    ['german date', 'american date', 'either text', 'none text'],
    [
      ['2024-12-31', '2024-12-31', '01/02/2024', '2024-02-30'],
      ['2024-02-01', '2024-01-02', '03/04/2024', '2024-01-01'],
    ],
  )
})

test('an empty value is missing; a column without any is text, and a row without any is none', () => {
  check(
    'missing.csv',
    'id,count,nothing\na,1,\nb,,\n,,\nc,3,\n',
    ['id text', 'count bigint', 'nothing text'],
    [
      ['a', '1', null],
      ['b', null, null],
      ['c', '3', null],
    ],
  )
})

test('semicolons, tabs, byte-order marks and UTF-16 are read', () => {
  const rows = [['1', 'Jörg']]
  check('semicolon.csv', 'id;name\n1;Jörg\n', ['id bigint', 'name text'], rows)
  check('tab.tsv', 'id\tname\n1\tJörg\n', ['id bigint', 'name text'], rows)
  check('mark.csv', '\ufeffid,name\n1,Jörg\n', ['id bigint', 'name text'], rows)
  check('utf16.csv', Buffer.from('\ufeffid,name\n1,Jörg\n', 'utf16le'), ['id bigint', 'name text'], rows)
})

test('names that are words of SQL, quoted, empty or twice there stay different columns', () => {
  check(
    'names.csv',
    '"select","a""b","größe","",name,name\n1,2,3,4,5,6\n',
    ['select bigint', 'a"b bigint', 'größe bigint', 'column_4 bigint', 'name bigint', 'name_2 bigint'],
    [['1', '2', '3', '4', '5', '6']],
  )
})

test('nested JSON becomes columns, a column of JSON, and tables with the key of what holds them', () => {
  const tables = tablesOf(
    'orders.json',
    JSON.stringify({
      '#1': {
        user: 'ada',
        address: { city: 'Bonn', zip: '00123' },
        options: { colour: 'red' },
        items: [
          { name: 'Pen', parts: ['cap', 'tip'] },
          { name: 'Ink', parts: [] },
        ],
      },
      '#2': { user: 'bob', address: { city: 'Kiel' }, options: { size: 'L', length: 2 }, items: [] },
      '#3': { user: 'bob', address: { city: 'Ulm', zip: '1' }, options: { smell: 'sweet' }, items: [{ name: 'Map', parts: ['sheet'] }] },
    }),
  )
  assert.deepEqual(
    tables.map(({ name, key, rows }) => ({ name, key, rows })),
    [
      { name: 'orders', key: ['order_id'], rows: 3 },
      { name: 'orders_items', key: ['order_id', 'position'], rows: 3 },
      { name: 'orders_items_parts', key: ['order_id', 'items_position', 'position'], rows: 3 },
    ],
  )
  const [orders, items, parts] = tables.map(shown)
  assert.deepEqual(orders!.columns, ['order_id text', 'user text', 'address_city text', 'address_zip text', 'options jsonb', 'position bigint'])
  assert.deepEqual(orders!.rows[1], ['#2', 'bob', 'Kiel', null, '{"size":"L","length":2}', '2'])
  assert.deepEqual(items!.rows, [
    ['#1', 'Pen', '1'],
    ['#1', 'Ink', '2'],
    ['#3', 'Map', '1'],
  ])
  assert.deepEqual(parts!.rows, [
    ['#1', '1', 'cap', '1'],
    ['#1', '1', 'tip', '2'],
    ['#3', '1', 'sheet', '1'],
  ])
})

test('objects under keys of their own are rows, and the names of the keys are a column where the rows have none', () => {
  const tables = tablesOf(
    'users.json',
    JSON.stringify({ ada: { name: 'Ada', cards: { c1: { kind: 'gift' }, c2: { kind: 'credit' } } }, bob: { name: 'Bob', cards: { c3: { kind: 'gift' } } } }),
  )
  const [users, cards] = tables.map(shown)
  assert.deepEqual(users!.columns, ['user_id text', 'name text', 'position bigint'])
  assert.deepEqual(cards, {
    columns: ['user_id text', 'card_id text', 'kind text', 'position bigint'],
    rows: [
      ['ada', 'c1', 'gift', '1'],
      ['ada', 'c2', 'credit', '2'],
      ['bob', 'c3', 'gift', '1'],
    ],
  })
})

test('numbers keep digits that a double cannot hold, in lines of JSON too', () => {
  check(
    'exact.jsonl',
    '{"id":"a","sum":12345678901234.567890}\n\n{"id":"b","sum":0.5}\n',
    ['id text', 'sum numeric'],
    [
      ['a', '12345678901234.567890'],
      ['b', '0.5'],
    ],
  )
})

test('fields of one name and several kinds are JSON where objects are among them, else words', () => {
  check(
    'kinds.json',
    '[{"a":1,"b":1},{"a":"x","b":{"c":2}},{"a":true,"b":[3]}]',
    ['a text', 'b jsonb'],
    [
      ['1', '1'],
      ['x', '{"c":2}'],
      ['true', '[3]'],
    ],
  )
})

test('a file that cannot be read is told with its line, and what to do', () => {
  const faults: [name: string, bytes: string | Uint8Array, says: RegExp][] = [
    ['broken.json', '[\n {"id": 1},\n {"id": 2,,}\n]', /"broken.json", line 3: this is no JSON/],
    ['broken.jsonl', '{"id":1}\nnope\n', /"broken.jsonl", line 2: this is no JSON/],
    ['uneven.csv', 'id,name\n1,a\n2,b,c\n', /"uneven.csv", row 3: it has 3 values, and the header names 2 columns/],
    ['quote.csv', 'id,name\n1,"a\n', /"quote.csv", row 2: Quoted field unterminated/],
    ['latin.csv', Buffer.from('id,name\n1,Jörg\n', 'latin1'), /neither UTF-8 nor UTF-16/],
    ['empty.csv', '', /holds no rows/],
    ['empty.json', '[]', /holds no rows/],
    ['scalar.json', '42', /must be a list of objects/],
    ['wide.csv', `${Array.from({ length: 1001 }, (_, at) => `c${at}`).join()}\n${'1,'.repeat(1000)}1\n`, /a table holds at most 1000/],
    ['orders.xlsx', 'PK', /of a kind that is not read/],
  ]
  for (const [name, bytes, says] of faults) assert.throws(() => tablesOf(name, bytes), says, name)
  assert.throws(() => readSource({ kind: 'files', paths: [join(dir, 'nowhere.csv')] }), /There is no file/)
})

test('a SQLite database comes with its keys, whole numbers beyond doubles, and truth where it is declared', () => {
  const path = join(dir, 'shop.db')
  const database = new DatabaseSync(path)
  database.exec(`
    create table customers (id text primary key, vip boolean, photo blob);
    create table orders (id integer primary key, customer text references customers (id), placed text, big integer, total decimal(10,2));
    insert into customers values ('ada', 1, x'00ff'), ('bob', 0, null);
    insert into orders values (1, 'ada', '2024-05-01 10:30:00', 9007199254740993, 19.9)`)
  database.close()
  const { tables, notes } = readSource({ kind: 'sqlite', path })
  assert.deepEqual(shown(tables[0]!), {
    columns: ['id text', 'vip boolean', 'photo text'],
    rows: [
      ['ada', 'true', null],
      ['bob', 'false', null],
    ],
  })
  assert.deepEqual(shown(tables[1]!), {
    columns: ['id bigint', 'customer text', 'placed timestamptz', 'big bigint', 'total numeric'],
    rows: [['1', 'ada', '2024-05-01 10:30:00', '9007199254740993', '19.9']],
  })
  assert.deepEqual([tables[1]!.key, tables[1]!.foreignKeys], [['id'], [{ columns: ['customer'], table: 'customers', references: ['id'] }]])
  assert.deepEqual(notes, ['customers.photo holds binary data, which is left out.'])
  writeFileSync(path, 'this is no database, but it is long enough to be taken for one'.repeat(100))
  assert.throws(() => readSource({ kind: 'sqlite', path }), /cannot be read as a SQLite database/)
})

test('what no table can hold is one sentence that names the file, however large it is', () => {
  const names = (count: number, value: (at: number) => string): string => Array.from({ length: count }, (_, at) => `"n${at}":${value(at)}`).join(',')
  // Objects under names without digits are parts of the row.
  const lettered = (text: string): string => text.replaceAll(/(?<="n)\d+/g, (digits) => [...digits].map((it) => 'abcdefghij'[Number(it)]).join(''))
  const nested = (open: string, close: string): string => `[{"id":1,"a":${open.repeat(10_000)}1${close.repeat(10_000)}}]`
  const refused: readonly (readonly [name: string, text: string, why: RegExp])[] = [
    ['wide.json', `[{${names(100_000, String)}}]`, /"wide\.json" have values under more than 1000 names/],
    ['within.json', `[{${lettered(names(50, () => `{${names(50, () => '1')}}`))}}]`, /"within\.json" have values under more than 1000 names/],
    ['objects.json', nested('{"a":', '}'), /"objects\.json" nests lists and objects more than 50 deep/],
    ['lists.json', nested('[', ']'), /"lists\.json" nests lists and objects more than 50 deep/],
    ['digits.json', nested('{"n":1234567890.12345678,"a":', '}'), /"digits\.json" nests lists and objects more than 50 deep/],
    ['system.csv', 'id,ctid\n1,2\n', /"system\.csv" has a column "ctid", a name that PostgreSQL keeps/],
    ['nul.csv', 'id,a\0b\n1,2\n', /"nul\.csv" has a name with a character that no text holds .*"a\\u0000b"/],
    ['half.json', '[{"a\\ud800":1}]', /"half\.json" has a name with a character that no text holds/],
    ['header.csv', 'id,name\n', /"header\.csv" holds no rows/],
    ['none.json', '[]', /"none\.json" holds no rows/],
  ]
  for (const [name, text, why] of refused) assert.throws(() => tablesOf(name, text), why)
})

test('a hundred thousand names of one object are one column or a table, and a name that is empty is one that can be written', () => {
  const names = (value: (at: number) => string): string => Array.from({ length: 100_000 }, (_, at) => `"n${at}":${value(at)}`).join(',')
  assert.deepEqual(shown(tablesOf('values.json', `[{"id":1,"of":{${names(String)}}}]`)[0]!).columns, ['id bigint', 'of jsonb', 'position bigint'])
  assert.equal(tablesOf('things.json', `[{"id":1,"of":{${names((at) => `{"v":${at}}`)}}}]`)[1]!.rows, 100_000)
  assert.deepEqual(shown(tablesOf('empty-name.json', '[{"id":1,"":2}]')[0]!).columns, ['id bigint', 'column_2 bigint', 'position bigint'])
})

test('tables below tables have names that stay different when they are cut', () => {
  const text = `[{"id":1,"a":${'[{"longer":'.repeat(20)}1${'}]'.repeat(20)}}]`
  const names = tablesOf('deep.json', text).map(({ name }) => name)
  assert.ok(names.length > 15 && names.every((name) => Buffer.byteLength(name) <= 63))
  assert.equal(new Set(names).size, names.length)
})
