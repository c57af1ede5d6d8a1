/** What scrapes are told of the program's state. */
import { jobCounts } from '../adapters/postgres/job-counts.ts'
import type { Database } from '../adapters/postgres/database.ts'
import { lineNames, type Admission } from '../domain/admission.ts'
import type { BudgetState, Budgets } from '../domain/budget.ts'
import type { DocumentStore } from '../domain/document.ts'
import type { BudgetGauge, Gauges } from '../domain/metrics.ts'
import type { CircuitBreaker } from '../middleware/circuit-breaker.ts'
import type { TaskStatus } from '../operations/app.ts'

export interface GaugeParts {
  readonly everything: Database
  readonly store: Pick<DocumentStore, 'counts'>
  readonly pendingEmbeddings: () => Promise<number>
  readonly tasks: () => readonly TaskStatus[]
  /** Of embedding models, by id. */
  readonly breakers: ReadonlyMap<string, Pick<CircuitBreaker, 'state'>>
  readonly admission: Pick<Admission, 'lines'>
  readonly budgets: Pick<Budgets, 'list'>
}

export const gaugesOf = ({ everything, store, pendingEmbeddings, tasks, breakers, admission, budgets }: GaugeParts): Gauges => ({
  jobs: jobCounts(everything),
  pendingEmbeddings,
  collections: async () => (await store.counts()).collections,
  models: () => [
    ...new Map(tasks().flatMap(({ models }) => models.map(({ id, state }) => [id, { id, state }] as const))).values(),
    ...[...breakers].map(([id, { state }]) => ({ id: id.split('@')[0]!, state })),
  ],
  lines: () => lineNames.map((line) => ({ line, running: admission.lines[line].running, waiting: admission.lines[line].waiting })),
  budgets: async () => (await budgets.list()).flatMap(budgetGauges),
})

const budgetGauges = ({ subject, period, usd, tokens, leftUsd, leftTokens }: BudgetState): BudgetGauge[] => {
  if (subject.type === 'key') return []
  const whose = { holder: subject.type, collection: subject.type === 'collection' ? subject.id : '', period }
  return [
    ...(usd !== null && leftUsd !== null ? [{ ...whose, unit: 'usd' as const, limit: Number(usd), left: Number(leftUsd) }] : []),
    ...(tokens !== null && leftTokens !== null ? [{ ...whose, unit: 'tokens' as const, limit: tokens, left: leftTokens }] : []),
  ]
}
