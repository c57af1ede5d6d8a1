import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { PGlite } from '@electric-sql/pglite'
import { AppError } from '../../base/error.ts'
import type { Message } from '../../domain/model.ts'
import type { RecordsDescription } from '../../domain/record-description.ts'
import type { ReadRows, RecordStore } from '../../domain/record-store.ts'
import { openSqlParser } from './open-parser.ts'
import { tablesForTests } from './tables-for-tests.ts'
import { tellSql } from './tell-sql.ts'
import { statementIn, writeSql } from './write-sql.ts'

let db: PGlite
before(async () => {
  db = await PGlite.create()
  await db.exec(`
    create table customers (customer_id text, name text, city text, password text default 'secret');
    create table orders (order_id text, customer_id text, status text, total numeric, ordered_at timestamptz);
    insert into customers values ('c1', '[x](https://evil.example)|y', 'Bonn'), ('c2', 'Bo', 'Ulm');
    insert into orders values ('o1', 'c1', 'pending', 10, now()), ('o2', 'c1', 'pending', 5, now());
  `)
})
after(() => db.close())

const description = {
  collection: 'shop',
  currency: null,
  limits: { rows: 50, bytes: 100_000, statementMs: 1000 },
  entities: tablesForTests.map(({ entity, table, columns }) => ({ name: entity, table, fields: columns.map(({ field }) => field) })),
  relations: [{ from: { entity: 'order', fields: ['customer_id'] }, to: { entity: 'customer', fields: ['customer_id'] } }],
} as unknown as RecordsDescription

const failed = (error: unknown): never => {
  const { code, message } = error as { code: string; message: string }
  throw new AppError('conflict', 'It is not there.', { cause: new Error(message), details: { sqlState: code } })
}

/** The port over PGlite, without its roles and limits. */
const store: Pick<RecordStore, 'explain' | 'read'> = {
  explain: async (_, { sql }) => db.query(`explain ${sql}`).then(() => ({ rows: 1, cost: sql.includes('customers a, customers b') ? 1e9 : 1 }), failed),
  read: async (_, { sql }): Promise<ReadRows> =>
    db
      .query(sql, [], { rowMode: 'array' })
      .then(
        ({ fields, rows }) => ({ columns: fields.map(({ name }) => name), rows: (rows as unknown[][]).map((row) => row.map(String)), isCut: false }),
        failed,
      ),
}

const ask = async (...written: readonly string[]) => {
  const shown: string[] = []
  const generator = {
    id: 'fake',
    contextTokens: 4000,
    passageBudgetTokens: 1000,
    capabilities: { structured: 'prompt' as const, tools: false, maxOutputTokens: null, languages: null },
    countTokens: async (it: string) => it.length,
    close: async () => {},
    async *stream(messages: readonly Message[]) {
      yield { type: 'text-delta' as const, text: written[shown.push(messages[1]!.content) - 1] ?? '' }
      yield { type: 'finish' as const, reason: 'stop' as const, usage: { inputTokens: 1, outputTokens: 1, reported: true, costUsd: 0 } }
    },
  }
  const prompt = { version: 'record-sql.v1', system: 'Write.', user: '{{tables}}\n{{question}}\n{{earlier}}' }
  const parts = { model: { generator, temperature: 0, maxTokens: 300 }, prompt, parse: await openSqlParser(), store }
  return { written: await writeSql('What is in it?', description, parts), shown }
}

test('a statement in a block is run, and its rows are told with the statement and a citation each', async () => {
  const { written, shown } = await ask('Sure:\n```sql\nselect status, sum(total) as total from orders group by status;\n```\nThat is it.')
  const told = tellSql('shop', written)!
  assert.match(told.text, /select status, sum\(total\) as total from orders group by status\n```/)
  assert.match(told.text, /\| pending \| 15 \|/)
  const [citation] = told.citations
  assert.equal(told.text.slice(citation!.answerStart, citation!.answerEnd), '| pending | 15 |')
  assert.equal(told.cards[0]!.text.slice(citation!.start, citation!.end), citation!.quote)
  assert.match(shown[0]!, /orders\.customer_id = customers\.customer_id/)
})

test('what is refused or fails is told to the model once, with the reason', async () => {
  const { written, shown } = await ask('```sql\nselect password from customers\n```', '```sql\nselect count(*) from customers\n```')
  assert.deepEqual(
    written.attempts.map(({ outcome }) => outcome),
    ['failed', 'ran'],
  )
  assert.match(shown[1]!, /column "password" does not exist/)
})

for (const [name, sql, outcome] of [
  ['a statement that changes rows', 'delete from orders', 'refused'],
  ['a table that is not shown', 'select * from pg_authid', 'refused'],
  ['a join of everything with everything', 'select count(*) from customers a, customers b', 'costly'],
] as const)
  test(`${name} is not run`, async () => {
    const { written } = await ask(sql, sql)
    assert.deepEqual([written.found, written.attempts.map((it) => it.outcome)], [null, [outcome, outcome]])
    assert.equal(tellSql('shop', written), null)
  })

test('what strangers wrote into rows makes no link and no cell', async () => {
  const { text } = tellSql('shop', (await ask("select name from customers where city = 'Bonn'")).written)!
  assert.ok(text.endsWith('| [x] (https: //evil.example)¦y |'))
})

test('names of columns and texts within the statement make no tag and end no block', () => {
  const sql = `select '\`\`\`\n<img src=x>' as "<b>https://evil.example" from customers`
  const rows = { columns: ['<b>https://evil.example'], rows: [['```\n<img src=x>']], isCut: false }
  const { text, cards } = tellSql('shop', { found: { sql, rows, estimatedRows: 1 }, model: 'fake', attempts: [] })!
  assert.ok(text.includes(`\`\`\`\`sql\n${sql}\n\`\`\`\`\n`))
  assert.ok(text.includes('| < b>https: //evil.example |'))
  assert.ok(cards[0]!.text.endsWith('\n< b>https: //evil.example: ‘‘‘ < img src=x>'))
})

test('a statement is found in a block, or from its first word', () => {
  assert.equal(statementIn('```sql\nselect 1;\n```'), 'select 1')
  assert.equal(statementIn('The query is: SELECT 2'), 'SELECT 2')
  assert.equal(statementIn('I cannot.'), 'I cannot.')
})
