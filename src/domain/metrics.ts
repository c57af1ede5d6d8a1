/** Figures for Prometheus: the program's own state, read when it is scraped. What passes by (requests, stages, model calls, answers) is counted from spans. */
import type { LineName } from './admission.ts'

export interface Gauges {
  /** Jobs that wait or run, by kind. */
  jobs(): Promise<readonly { readonly kind: string; readonly state: string; readonly count: number }[]>
  pendingEmbeddings(): Promise<number>
  collections(): Promise<readonly { readonly name: string; readonly documents: number; readonly chunks: number }[]>
  /** Whose circuit breaker is how; each model once. */
  models(): readonly { readonly id: string; readonly state: 'closed' | 'open' | 'half-open' }[]
  /** Works under way and waiting, by line. */
  lines(): readonly { readonly line: LineName; readonly running: number; readonly waiting: number }[]
  /** What is left of budgets that hold for the whole system or a collection; those of keys would be ids. */
  budgets(): Promise<readonly BudgetGauge[]>
  /** Left out where no systems are watched. */
  readonly watching?: WatchingGauges
}

export interface WatchingGauges {
  /** Incidents that are not resolved. */
  unresolved(): Promise<number>
  /** Looks since the watch was first there, of all processes; `failures`: those that saw nothing, or less than all. */
  watches(): Promise<readonly { readonly watch: string; readonly runs: number; readonly failures: number }[]>
}

export interface BudgetGauge {
  readonly holder: 'system' | 'collection'
  /** The collection's name; empty for the system. */
  readonly collection: string
  readonly period: 'day' | 'month'
  readonly unit: 'usd' | 'tokens'
  readonly limit: number
  /** What is spent or put aside is taken off. */
  readonly left: number
}

/** Text in Prometheus' exposition format. A gauge that cannot be read is left out, and counted. */
export interface Metrics {
  readonly contentType: string
  text(): Promise<string>
}
