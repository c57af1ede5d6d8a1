/** What a call to a model costs in time for being paid for: row, reservation and settlement, beside the same call without. The model answers at once. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openBudgets } from '../src/adapters/postgres/budgets.ts'
import type { Database } from '../src/adapters/postgres/database.ts'
import { openLedgerStore } from '../src/adapters/postgres/ledger-store.ts'
import { migrate } from '../src/adapters/postgres/migrate.ts'
import { openPglite } from '../src/adapters/postgres/open-pglite.ts'
import { openServer } from '../src/adapters/postgres/open-server.ts'
import { loadTariffs } from '../src/adapters/models/tariffs.ts'
import type { Generator } from '../src/domain/model.ts'
import { callLedger } from '../src/middleware/call-ledger.ts'
import { ends, says, scriptedGenerator } from '../src/middleware/generator-for-tests.ts'
import { meteredGenerator } from '../src/middleware/metered-generator.ts'
import { median, percentile, type Figure } from './figures.ts'

const calls = 200

/** With BENCH_DATABASE_URL (an empty database) a server is measured too. */
export const benchMetering = async (): Promise<Figure[]> => {
  const bare = await timesOf(scriptedGenerator([[says('Nine.'), ends]]))
  const home = mkdtempSync(join(tmpdir(), 'answerable-bench-'))
  const embedded = await figuresOn('embedded database', await openPglite({ dataDir: home }), bare)
  rmSync(home, { recursive: true, force: true })
  const url = process.env.BENCH_DATABASE_URL
  return url ? [...embedded, ...(await figuresOn('PostgreSQL', await openServer({ url }), bare))] : embedded
}

const figuresOn = async (where: string, database: Database, bare: readonly number[]): Promise<Figure[]> => {
  await migrate(database)
  const tariffOf = await loadTariffs(new Map([['scripted', { input: 1, output: 2 }]]))
  const ledger = callLedger({ store: openLedgerStore(database), onFailure: console.error })
  const metered = meteredGenerator(scriptedGenerator([[says('Nine.'), ends]]), {
    ledger,
    provider: 'bench',
    tariffOf: (model) => tariffOf({ model, vendor: null, baseUrl: null }),
    countsExactly: true,
  })
  const withoutBudget = await timesOf(metered)
  for (const period of ['day', 'month'] as const) await openBudgets(database).set({ subject: { type: 'system' }, period, usd: '1000', tokens: null })
  const withBudgets = await timesOf(metered)
  await ledger.close()
  await database.close()
  const figure = (name: string, times: readonly number[]): Figure => ({
    name: `${name}, ${where}`,
    value: `${median(times).toFixed(2)} ms (95 of 100: ${percentile(times, 0.95).toFixed(2)} ms)`,
    beside: `${median(bare).toFixed(3)} ms without`,
    goal: null,
  })
  return [figure('a call in the ledger', withoutBudget), figure('the same held to two budgets', withBudgets)]
}

const timesOf = async (generator: Generator): Promise<number[]> => {
  const times: number[] = []
  for (let call = 0; call < calls; call++) {
    const started = performance.now()
    for await (const _ of generator.stream([{ role: 'user', content: 'When does the office open?' }], { maxTokens: 100, temperature: 0 }));
    times.push(performance.now() - started)
  }
  return times
}
