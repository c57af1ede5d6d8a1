/** What may be spent on models, of whom and how fast: limits that hold however many ask at once, in however many processes. */
import type { Money } from './ledger.ts'

/** Who is held to it. `id` is that of a key (or `owner`), or the name of a collection. */
export type BudgetSubject = { readonly type: 'system' } | { readonly type: 'key'; readonly id: string } | { readonly type: 'collection'; readonly id: string }

/** Days and months of UTC. */
export const budgetPeriods = ['day', 'month'] as const
export type BudgetPeriod = (typeof budgetPeriods)[number]

/** One for each subject and period. Null: no limit in that unit; one of the two is set. */
export interface Budget {
  readonly subject: BudgetSubject
  readonly period: BudgetPeriod
  readonly usd: Money | null
  /** Read and written by language models wherever they run, and read by embedding servers; the embedder of this machine is free. */
  readonly tokens: number | null
}

export interface BudgetState extends Budget {
  /** `settings`: of this process's own settings, beside those that were set. The smaller of two holds. */
  readonly origin: 'set' | 'settings'
  /** Of calls that are over, this period. */
  readonly spentUsd: Money
  readonly spentTokens: number
  /** The worst case of calls under way. */
  readonly reservedUsd: Money
  readonly reservedTokens: number
  /** What may still be begun: never below zero; null where that unit has no limit. */
  readonly leftUsd: Money | null
  readonly leftTokens: number | null
  readonly renewsAt: Date
}

export interface Budgets {
  /** Replaces that of the same subject and period. Counts what was spent in the period already. Fails with `invalid`. */
  set(budget: Budget): Promise<void>
  /** All of them, by subject and period; with a subject, those of it alone. */
  list(subject?: BudgetSubject): Promise<BudgetState[]>
  /** False when there was none. Those of the settings stay. */
  remove(subject: BudgetSubject, period: BudgetPeriod): Promise<boolean>
}

/** In words, for sentences: `the budget of key "k1" for this day`. */
export const describeBudget = ({ subject, period }: Pick<Budget, 'subject' | 'period'>): string => {
  const whose = subject.type === 'system' ? 'of the whole system' : `of ${subject.type} "${subject.id}"`
  return `the budget ${whose} for this ${period}`
}

/** When the period that holds `at` began, and when the next one does. */
export const periodAround = (period: BudgetPeriod, at: Date): { readonly start: Date; readonly end: Date } => {
  const [year, month, day] = [at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate()]
  return period === 'day'
    ? { start: new Date(Date.UTC(year, month, day)), end: new Date(Date.UTC(year, month, day + 1)) }
    : { start: new Date(Date.UTC(year, month)), end: new Date(Date.UTC(year, month + 1)) }
}
