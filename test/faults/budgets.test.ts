import assert from 'node:assert/strict'
import { once } from 'node:events'
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { openBudgets } from '../../src/adapters/postgres/budgets.ts'
import type { Database } from '../../src/adapters/postgres/database.ts'
import { migrate } from '../../src/adapters/postgres/migrate.ts'
import { openServer } from '../../src/adapters/postgres/open-server.ts'
import { openUsage } from '../../src/adapters/postgres/usage.ts'
import { fromPico, toPico } from '../../src/base/money.ts'
import { meteredStub, writerPrices } from '../support/metered-stub.ts'
import { postgresMissing, startPostgres } from '../support/postgres-server.ts'
import { storeCases } from '../support/stores.ts'
import type { Fault } from '../support/stub-model/options.ts'
import { startStubModel, type StubModel } from '../support/stub-model/server.ts'

const { cases, close } = storeCases()
after(close)

const question = 'How much is the red budget?'
const maxTokens = 40
// As the stub counts: four tokens around a message, three that open the answer, and the words.
const questionTokens = 14
const price = (input: number, output: number): bigint =>
  (toPico(writerPrices.input) * BigInt(input)) / 1_000_000n + (toPico(writerPrices.output) * BigInt(output)) / 1_000_000n
const worst = price(questionTokens, maxTokens)
const one = ' one'

const billOf = (stub: StubModel): bigint => stub.billed.reduce((sum, { input, output }) => sum + price(input, output), 0n)

const ledgerTotal = async (database: Database): Promise<bigint> =>
  (await openUsage(database)({ by: 'model', since: new Date(0), callerId: null })).reduce((sum, { costUsd }) => sum + toPico(costUsd), 0n)

const crowd = <Result>(count: number, ask: (index: number) => Promise<Result>): Promise<Result[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => ask(index)))

for (const { name, skip, open } of cases.filter((it) => it.name !== 'server as a plain owner')) {
  test(
    `${name}: of 200 streams at once as many go out as there is money for, and the ledger says what the provider bills`,
    { skip, timeout: 240_000 },
    async () => {
      await using database = await open()
      await using stub = await startStubModel({ mode: 'priced', text: one.repeat(maxTokens + 10) })
      await using writer = await meteredStub(database, stub.url, { waitMs: 200_000 })
      const budget = worst * 50n
      await openBudgets(database).set({ subject: { type: 'system' }, period: 'month', usd: fromPico(budget), tokens: null })

      const asked = await crowd(200, () => writer.ask(question, maxTokens))
      assert.equal(stub.billed[0]!.input, questionTokens)
      assert.equal(asked.filter(({ refused }) => refused === null).length, 50)
      assert.ok(asked.every(({ refused }) => refused === null || refused === 'limited'))
      assert.equal(billOf(stub), budget)
      assert.equal(await ledgerTotal(database), budget)
      assert.deepEqual(
        (await openBudgets(database).list()).map(({ leftUsd, reservedUsd }) => [leftUsd, reservedUsd]),
        [['0', '0']],
      )
    },
  )

  test(`${name}: nobody is refused who fits once others have used less than was put aside for them`, { skip, timeout: 240_000 }, async () => {
    await using database = await open()
    await using stub = await startStubModel({ mode: 'priced', text: one.repeat(3), partMs: 1 })
    await using writer = await meteredStub(database, stub.url, { waitMs: 200_000 })
    const each = price(questionTokens, 3)
    const budget = each * 199n + worst
    await openBudgets(database).set({ subject: { type: 'collection', id: 'default' }, period: 'day', usd: fromPico(budget), tokens: null })

    const asked = await crowd(201, () => writer.ask(question, maxTokens))
    // The last one would have fitted as well, but for its worst case.
    assert.equal(asked.filter(({ refused }) => refused === null).length, 200)
    assert.equal(billOf(stub), each * 200n)
    assert.equal(await ledgerTotal(database), billOf(stub))
  })

  test(`${name}: who leaves pays for what came and what may have been on its way, and makes room for the next`, { skip, timeout: 120_000 }, async () => {
    await using database = await open()
    await using stub = await startStubModel({ mode: 'priced', text: one.repeat(maxTokens), stallAfterParts: 6 })
    await using writer = await meteredStub(database, stub.url, { waitMs: 100_000 })
    await openBudgets(database).set({ subject: { type: 'key', id: 'owner' }, period: 'day', usd: fromPico(worst * 2n), tokens: null })
    const leave = new AbortController()
    const first = writer.ask(question, maxTokens, leave.signal).catch((error: unknown) => error)
    while (stub.billed.length < 1) await new Promise((resolve) => setTimeout(resolve, 5))
    while (stub.billed[0]!.output < 5) await new Promise((resolve) => setTimeout(resolve, 5))
    stub.set({ text: one })
    const [, second] = [leave.abort(new Error('left')), await writer.ask(question, maxTokens)]
    assert.equal(((await first) as Error).message, 'left')
    assert.equal(second.refused, null)
    const rows = await database.query<{ state: string; input: number; output: number }>(
      'select state, input_tokens as input, output_tokens as output from ledger_entry order by at',
    )
    assert.deepEqual(rows.map(({ state, input }) => [state, input]), [['aborted', questionTokens], ['settled', questionTokens]]) // prettier-ignore
    assert.ok(rows[0]!.output >= stub.billed[0]!.output && rows[0]!.output <= maxTokens)
    assert.ok(billOf(stub) <= (await ledgerTotal(database)))
  })
}

test('a server that says no is paid nothing, and each try is a row', async () => {
  await using database = await cases[0]!.open()
  await using stub = await startStubModel({ mode: 'faulty', fault: { kind: 'status', status: 503 } })
  await using writer = await meteredStub(database, stub.url)
  assert.equal((await writer.ask(question, maxTokens)).refused, 'unavailable')
  const rows = await database.query<{ state: string; usd: string }>('select state, cost_usd::float8::text as usd from ledger_entry')
  assert.deepEqual(
    rows.map((it) => ({ ...it })),
    [{ state: 'failed', usd: '0' }],
  )
})

const faults: readonly (readonly [string, Fault, string])[] = [
  ['an overload told as the first event', { kind: 'error-event', afterParts: 0, message: 'Overloaded', code: 503 }, 'aborted'],
  ['a limit told as the first event', { kind: 'error-event', afterParts: 0, message: 'Too many', code: 429 }, 'aborted'],
  ['an error told in the middle', { kind: 'error-event', afterParts: 3, message: 'Too many', code: 429 }, 'lost'],
  ['garbage', { kind: 'garbage', atByte: 300 }, 'lost'],
  ['a reset', { kind: 'reset', atByte: 900 }, 'lost'],
  ['an end in the middle', { kind: 'close', atByte: 900 }, 'lost'],
]

for (const [what, fault, state] of faults)
  test(`${what} in an answer that was begun is paid for: a crowd of them does not overdraw the budget`, async () => {
    await using database = await cases[0]!.open()
    await using stub = await startStubModel({ mode: 'faulty', fault, text: one.repeat(maxTokens) })
    await using writer = await meteredStub(database, stub.url)
    const budget = worst * 5n
    await openBudgets(database).set({ subject: { type: 'system' }, period: 'day', usd: fromPico(budget), tokens: null })
    await crowd(40, () => writer.ask(question, maxTokens))
    assert.ok(stub.billed.length > 0)
    const spent = await ledgerTotal(database)
    assert.ok(billOf(stub) <= spent && spent <= budget, `${billOf(stub)} ${spent} ${budget}`)
    const states = await database.query<{ state: string }>('select distinct state from ledger_entry')
    assert.deepEqual(states.map((it) => it.state), [state]) // prettier-ignore
  })

test('who leaves a server that writes as fast as it can never leaves it unpaid', async () => {
  await using database = await cases[0]!.open()
  await using stub = await startStubModel({ mode: 'faulty', text: one.repeat(300) })
  await using writer = await meteredStub(database, stub.url)
  for (let asked = 0; asked < 20; asked++) {
    const leave = new AbortController()
    const [answer] = [writer.ask(question, 300, leave.signal).catch(() => null), void setTimeout(() => leave.abort(new Error('left')), asked)]
    await answer
  }
  assert.ok(stub.billed.length > 0)
  assert.ok(billOf(stub) <= (await ledgerTotal(database)))
})

test('an absurd report of usage costs four times the worst case at most, and a line names the server', async () => {
  await using database = await cases[0]!.open()
  const usage = { prompt_tokens: 1e15, completion_tokens: 1e15, total_tokens: 2e15 }
  await using stub = await startStubModel({ mode: 'faulty', text: one, fault: { kind: 'wrong-usage', usage } })
  const lines: string[] = []
  await using writer = await meteredStub(database, stub.url, { onFailure: (line) => void lines.push(line) })
  assert.equal((await writer.ask(question, maxTokens)).refused, null)
  assert.equal(await ledgerTotal(database), worst * 4n)
  assert.match(lines.join(), /model server stub reports 1000000000000000 tokens/)
})

const asker = join(import.meta.dirname, 'asker.ts')

/** A process of its own that asks many at once; says what came of it. */
const startAsker = (databaseUrl: string, stub: StubModel, count: number, leaseMs: number) => {
  const child = spawn(process.execPath, [asker, databaseUrl, stub.url, question, String(maxTokens), String(count), String(leaseMs)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  child.stdout.on('data', (piece: Buffer) => (said += piece.toString()))
  const ended = once(child, 'close')
  return {
    kill: async () => {
      child.kill('SIGKILL')
      await ended
    },
    outcomes: async (): Promise<(string | null)[]> => {
      await ended
      return JSON.parse(said) as (string | null)[]
    },
  }
}

test('two processes over one PostgreSQL: 200 streams together never spend a cent over', { skip: postgresMissing, timeout: 240_000 }, async () => {
  await using postgres = await startPostgres()
  const url = await postgres.createDatabase()
  await using stub = await startStubModel({ mode: 'priced', text: one.repeat(maxTokens + 10) })
  const database = await openServer({ url })
  try {
    await migrate(database)
    const budget = worst * 50n + worst / 2n
    await openBudgets(database).set({ subject: { type: 'system' }, period: 'day', usd: fromPico(budget), tokens: null })
    const askers = [startAsker(url, stub, 100, 60_000), startAsker(url, stub, 100, 60_000)]
    const outcomes = (await Promise.all(askers.map((it) => it.outcomes()))).flat()
    assert.equal(outcomes.filter((refused) => refused === null).length, 50)
    assert.ok(billOf(stub) <= budget)
    assert.equal(await ledgerTotal(database), billOf(stub))
  } finally {
    await database.close()
  }
})

test(
  'a process killed in the middle is billed its worst case, and what it held beyond is free for others',
  { skip: postgresMissing, timeout: 240_000 },
  async () => {
    await using postgres = await startPostgres()
    const url = await postgres.createDatabase()
    await using stub = await startStubModel({ mode: 'priced', text: one.repeat(20), partMs: 1000 })
    const database = await openServer({ url })
    try {
      await migrate(database)
      const budgets = openBudgets(database)
      const budget = worst * 13n
      await budgets.set({ subject: { type: 'system' }, period: 'day', usd: fromPico(budget), tokens: null })
      const killed = startAsker(url, stub, 10, 1000)
      while (stub.billed.filter(({ output }) => output > 0).length < 10) await new Promise((resolve) => setTimeout(resolve, 10))
      assert.equal((await budgets.list())[0]!.reservedUsd, fromPico(worst * 10n))
      await killed.kill()
      stub.set({ text: one })
      await using writer = await meteredStub(database, stub.url, { leaseMs: 1000, waitMs: 100_000 })
      // Three fit at once; the others when those have settled for less.
      const asked = await crowd(8, () => writer.ask(question, maxTokens))
      while ((await budgets.list())[0]!.reservedUsd !== '0') await new Promise((resolve) => setTimeout(resolve, 50))
      assert.equal(asked.filter(({ refused }) => refused === null).length, 8)
      const spent = worst * 10n + price(questionTokens, 1) * 8n
      assert.equal((await budgets.list())[0]!.spentUsd, fromPico(spent))
      assert.equal(await ledgerTotal(database), spent)
      assert.ok(billOf(stub) <= spent)
      const states = await database.query<{ state: string; count: number }>('select state, count(*) as count from ledger_entry group by 1 order by 1')
      assert.deepEqual(states.map((it) => ({ ...it })), [{ state: 'lost', count: 10 }, { state: 'settled', count: 8 }]) // prettier-ignore
    } finally {
      await database.close()
    }
  },
)
