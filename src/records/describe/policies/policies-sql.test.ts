import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import fc from 'fast-check'
import { loadModule, parseSync } from 'libpg-query'
import type { RecordsDescription } from '../../../domain/record-description.ts'
import { readDescription } from '../read-description.ts'
import { policiesSql, policyStatements, type PolicyOptions } from './policies-sql.ts'

before(() => loadModule())

const described = (names: { orders: string; items: string; owner: string; join: string; title: string }): RecordsDescription =>
  readDescription(
    JSON.stringify({
      collection: 'shop',
      title: names.title,
      source: { postgres: { url_from: 'URL' } },
      customers: { entity: 'customer' },
      entities: {
        customer: { table: 'customers', key: 'id', owner: 'id', fields: { id: 'id' } },
        order: {
          table: names.orders,
          key: 'number',
          owner: 'customer',
          fields: { number: { type: 'id', column: names.join }, customer: { type: 'id', column: names.owner } },
        },
        item: { table: names.items, key: 'order', owner: 'via order', fields: { order: { type: 'id', column: names.join } } },
      },
      relations: ['item.order -> order.number'],
    }),
    'records.yaml',
  )

const options: PolicyOptions = { schema: 'public', catalogue: null, makeRoles: 'login', isOwn: false }
const kindsOf = (sql: string): string[] => parseSync(sql).stmts!.map((it) => Object.keys(it.stmt as object)[0]!)

const admitted = new Set(['DoStmt', 'AlterRoleSetStmt', 'GrantStmt', 'AlterTableStmt', 'CreatePolicyStmt', 'DropStmt', 'IndexStmt'])

// Names are of whoever made the tables: none may end the name that it is quoted as, or the comment, or the block that it stands in.
const name = fc
  .oneof(
    fc.string({ minLength: 1, maxLength: 15 }),
    fc.constantFrom(
      'select',
      'a"b',
      '"',
      "'",
      "o'c",
      '\\',
      "\\'; drop table x; --",
      '"; drop table x; --',
      '$answerable$',
      '$answerable_$',
      '$$',
      '*/',
      '/*',
      'a\nb',
      '注文',
      '%s',
      '%I',
    ),
  )
  .filter((it) => !it.includes('\0'))

test('whatever tables, columns and roles are called, the script is the statements that were meant and no others', () => {
  const names = fc.record({ orders: name, items: name, owner: name, join: name, title: name, customer: name, staff: name, schema: name })
  fc.assert(
    fc.property(names, fc.boolean(), ({ customer, staff, schema, ...it }, isOwn) => {
      if (it.title.trim() === '' || new Set([it.orders, it.items, 'customers']).size < 3 || it.owner === it.join) return
      const description = described(it)
      const chosen: PolicyOptions = { ...options, schema, isOwn }
      const statements = policyStatements(description, { customer, staff }, chosen)
      for (const statement of statements) {
        const kinds = kindsOf(statement)
        assert.equal(kinds.length, 1, statement)
        assert.ok(admitted.has(kinds[0]!), statement)
      }
      const script = kindsOf(policiesSql(description, { customer, staff }, chosen))
      assert.deepEqual(script, ['TransactionStmt', ...statements.flatMap(kindsOf), 'TransactionStmt'])
    }),
    { numRuns: 200 },
  )
})

const names = { orders: 'orders', items: 'items', owner: 'user_id', join: 'order_id', title: 'Shop' }

test('tables of our own are forced and have indexes; those of others are not forced, and other roles keep what they had', () => {
  const own = policyStatements(described(names), { customer: 'c', staff: null }, { ...options, makeRoles: 'no', isOwn: true }).join('\n')
  const others = policiesSql(described(names), { customer: 'c', staff: 's' }, options)
  assert.match(own, /alter table "public"\."orders" force row level security/)
  assert.match(own, /create index on "public"\."orders" \(\("user_id"::text\)\)/)
  assert.doesNotMatch(own, /create role|aclexplode|to "s"/)
  assert.doesNotMatch(others, /force row level/)
  assert.match(others, /aclexplode/)
  assert.match(others, /^-- create index concurrently on "public"\."items" \("order_id"\);$/m)
})

test('columns of two types are compared as text where the types are known', () => {
  const column = (columnName: string, type: string) => ({ name: columnName, type, isNullable: true, comment: '', samples: [], distinct: null })
  const table = (tableName: string, type: string) => ({
    name: tableName,
    isView: false,
    comment: '',
    columns: [column('order_id', type)],
    primaryKey: [],
    uniqueKeys: [],
    foreignKeys: [],
    rows: null,
    rowSecurity: { isOn: false, isForced: false, policies: [] },
  })
  const policyFor = (type: string): string => {
    const catalogue = { roles: [], tables: [table('orders', 'integer'), table('items', type)] }
    return policyStatements(described(names), { customer: 'c', staff: null }, { ...options, catalogue }).find((it) => it.includes('any (array'))!
  }
  assert.match(policyFor('bigint'), /"items"\."order_id" = any \(array\(select "owner 1"\."order_id" from/)
  assert.match(policyFor('text'), /"items"\."order_id"::text = any \(array\(select "owner 1"\."order_id"::text from/)
})
