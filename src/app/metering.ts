/** Ledger and budgets, joined: what every model calls go through, whoever asks. */
import { openBudgets } from '../adapters/postgres/budgets.ts'
import type { Database } from '../adapters/postgres/database.ts'
import { openLedgerStore } from '../adapters/postgres/ledger-store.ts'
import { loadTariffs, type TariffOf } from '../adapters/models/tariffs.ts'
import { readPrices } from '../adapters/models/model-prices.ts'
import type { Config } from '../config.ts'
import { budgetPeriods, type Budget, type Budgets } from '../domain/budget.ts'
import type { CallLedger } from '../domain/ledger.ts'
import { callLedger, type OpenedLedger } from '../middleware/call-ledger.ts'

export interface Metering {
  /** Usable once `begin` was called: models are opened before the database, and asked after. */
  readonly ledger: CallLedger
  tariffs(): Promise<TariffOf>
  begin(everything: Database): Budgets
  close(): Promise<void>
}

export const openMetering = (config: Config, log: (message: string, error: unknown) => void): Metering => {
  const own = budgetsOf(config)
  let ledger: OpenedLedger | null = null
  let tariffs: Promise<TariffOf> | null = null
  return {
    ledger: { open: (call, signal) => ledger!.open(call, signal) },
    tariffs: () => (tariffs ??= loadTariffs(readPrices(config.prices))),
    begin: (everything) => {
      const store = openLedgerStore(everything, own)
      ledger = callLedger({ store, isAlone: everything.kind === 'pglite', waitMs: config.budgetWaitSeconds * 1000, onFailure: log })
      return openBudgets(everything, own)
    },
    close: async () => ledger?.close(),
  }
}

/** Of the whole system, as the settings say. */
const budgetsOf = (config: Config): Budget[] =>
  budgetPeriods.flatMap((period): Budget[] => {
    const [usd, tokens] = period === 'day' ? [config.budgetUsdPerDay, config.budgetTokensPerDay] : [config.budgetUsdPerMonth, config.budgetTokensPerMonth]
    return usd === undefined && tokens === undefined ? [] : [{ subject: { type: 'system' }, period, usd: usd ?? null, tokens: tokens ?? null }]
  })
