/**
 * Staff SQL on defog-sql: `node evals/records/defog.ts [--model local:qwen2.5-coder-1.5b] [--category WORD] [--every 2] [--out FILE]`. Four databases on a PostgreSQL server of
 * its own, 40 questions; what was admitted, what ran, and whose rows are those of the reference. Any model that the program can be set to: with
 * `--model configured` the one of OPENAI_BASE_URL, ANTHROPIC_API_KEY and so on.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import Papa from 'papaparse'
import pg from 'pg'
import { openGenerator, llamaRuntimeDir } from '../../src/adapters/models/open-generator.ts'
import { openModelStore } from '../../src/adapters/models/store/model-store.ts'
import { openStore } from '../../src/adapters/records/open-store.ts'
import { serverConnection } from '../../src/adapters/records/server-connection.ts'
import { parsePrompt } from '../../src/answer/prompt-template.ts'
import { isAppError } from '../../src/base/error.ts'
import type { Generator } from '../../src/domain/model.ts'
import { wilson } from '../../src/evaluate/statistics/wilson.ts'
import { openSqlParser } from '../../src/records/sql/open-parser.ts'
import { writeSql, type SqlWriter } from '../../src/records/sql/write-sql.ts'
import { startPostgres } from '../../test/support/postgres-server.ts'
import { openLocalGenerator } from '../open-local-generator.ts'
import { describeDatabase, type Glossary } from './defog/describe.ts'
import { asksForOrder, sameRows, type Rows } from './defog/same-rows.ts'

interface Row {
  readonly db_name: string
  readonly query_category: string
  readonly question: string
  readonly query: string
}

const root = join(import.meta.dirname, '../..')
const data = process.env['ANSWERABLE_SHARED_DATA'] ?? join(root, '../shared/data')
const { values: options } = parseArgs({
  options: {
    model: { type: 'string', default: 'local:qwen2.5-coder-1.5b' },
    out: { type: 'string' },
    category: { type: 'string', default: '' },
    every: { type: 'string', default: '1' },
  },
})

const openModel = async (name: string): Promise<Generator> => {
  const local = await openLocalGenerator(name)
  if (local) return local
  const { generator } = await openGenerator(
    {
      kind: 'auto',
      openai: { baseUrl: process.env['OPENAI_BASE_URL'], apiKey: process.env['OPENAI_API_KEY'], model: process.env['ANSWERABLE_MODEL'] },
      anthropic: { apiKey: process.env['ANTHROPIC_API_KEY'] },
    },
    { store: openModelStore({ dir: '', env: process.env }), runtimeDir: llamaRuntimeDir('') },
  )
  if (!generator) throw new Error('No model is configured: set OPENAI_BASE_URL or ANTHROPIC_API_KEY, or name a local one.')
  return generator
}

const generator = await openModel(options.model)
const model: SqlWriter['model'] = { generator, temperature: 0, maxTokens: 512 }
const prompt = parsePrompt(readFileSync(join(root, 'prompts/record-sql.v1.md'), 'utf8'), 'record-sql.v1', 'record-sql')
const parse = await openSqlParser()
const server = await startPostgres()
const questions = Papa.parse<Row>(readFileSync(join(data, 'defog-sql/instruct_basic_postgres.csv'), 'utf8'), {
  header: true,
  skipEmptyLines: true,
}).data.filter((it, index) => it.query_category.includes(options.category) && index % Number(options.every) === 0)

const results: {
  db: string
  category: string
  question: string
  sql: string[]
  outcomes: string[]
  whys: (string | null)[]
  isRight: boolean
  ms: number
  tokens: number
}[] = []
try {
  for (const db of new Set(questions.map((it) => it.db_name))) {
    const schema = db === 'ewallet' ? 'consumer_div' : 'public'
    const url = await server.createDatabase()
    const admin = new pg.Client({ connectionString: url, types: { getTypeParser: () => (text: string) => text } as never })
    await admin.connect()
    await admin.query(readFileSync(join(data, 'defog-sql', db, `${db}.sql`), 'utf8'))
    const reader = `reader_${db}`
    await admin.query(
      `create role ${reader} login password 'only-for-evaluation'; grant usage on schema ${schema} to ${reader}; grant select on all tables in schema ${schema} to ${reader}; analyze`,
    )
    const readerUrl = Object.assign(new URL(url), { username: reader, password: 'only-for-evaluation' }).href
    const store = openStore({
      connection: serverConnection({ urls: { customer: null, staff: readerUrl }, schema, roles: null, calledAs: { customer: 'DEFOG', staff: 'DEFOG' } }),
      title: db,
      setting: 'answerable.customer',
      schema,
      guarded: [],
      timeoutMs: 10_000,
      revision: null,
    })
    const glossary = (JSON.parse(readFileSync(join(data, 'defog-sql', db, `${db}.json`), 'utf8')) as { table_metadata: Glossary }).table_metadata
    const description = describeDatabase(db, schema, await store.catalogue({ samples: false }), glossary)
    for (const row of questions.filter((it) => it.db_name === db)) {
      const start = performance.now()
      const { attempts, found } = await writeSql(row.question, description, { model, prompt, parse, store }).catch((error: unknown) => {
        if (!isAppError(error)) throw error
        return { attempts: [{ sql: '', outcome: 'failed' as const, why: error.message, usage: null }], found: null }
      })
      const wanted: Rows[] = []
      for (const sql of row.query.split(';').filter((it) => it.trim() !== ''))
        wanted.push((await admin.query({ text: `set search_path = ${schema}` }), await admin.query({ text: sql, rowMode: 'array' })).rows as unknown as Rows)
      const isRight = found !== null && !found.rows.isCut && wanted.some((it) => sameRows(it, found.rows.rows, asksForOrder(row.question)))
      results.push({
        db,
        category: row.query_category,
        question: row.question,
        sql: attempts.map((it) => it.sql),
        outcomes: attempts.map((it) => it.outcome),
        whys: attempts.map((it) => it.why),
        isRight,
        ms: Math.round(performance.now() - start),
        tokens: attempts.reduce((sum, { usage }) => sum + (usage ? usage.inputTokens + usage.outputTokens : 0), 0),
      })
      if (options.out) writeFileSync(options.out, JSON.stringify(results, null, 1))
      console.error(`${isRight ? 'right' : found ? 'other rows' : 'none'}  ${db}  ${row.question.slice(0, 80)}`)
    }
    await store.close()
    await admin.end()
  }
} finally {
  await generator.close()
  await server.close()
}

const share = (name: string, is: (it: (typeof results)[number]) => boolean): void => {
  const { value, low, high, n } = wilson(results.filter(is).length, results.length)
  console.log(`${name.padEnd(30)} ${(100 * value).toFixed(1)} % [${(100 * low).toFixed(1)}, ${(100 * high).toFixed(1)}]  ${Math.round(value * n)} of ${n}`)
}
console.log(`defog-sql, ${generator.id}, ${prompt.version}`)
share('admitted at once', ({ outcomes }) => outcomes[0] !== 'refused')
share('ran at once', ({ outcomes }) => outcomes[0] === 'ran')
share('ran, after a repair at most', ({ outcomes }) => outcomes.includes('ran'))
share('the rows of the reference', ({ isRight }) => isRight)
console.log(`median ${results.map(({ ms }) => ms).sort((a, b) => a - b)[Math.floor(results.length / 2)]} ms a question`)
