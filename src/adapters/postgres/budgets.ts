import { AppError } from '../../base/error.ts'
import { fromPico, toPico } from '../../base/money.ts'
import { periodAround, type Budget, type Budgets, type BudgetState, type BudgetSubject } from '../../domain/budget.ts'
import { toStorable, type Database, type Query } from './database.ts'
import { budgetSql, idOf, openPeriods, periodOf, readBudget, readPeriods, type BudgetRow, type Period } from './spending.ts'

/** Opened with all eyes: who may see which is the business of the operation that shows them. */
export const openBudgets = (database: Database, own: readonly Budget[] = [], now: () => Date = () => new Date()): Budgets => ({
  set: async ({ subject, period, usd, tokens }) => {
    if (usd === null && tokens === null) throw new AppError('invalid', 'A budget needs an amount: so many US dollars, so many tokens, or both.')
    await database.query(setSql, [subject.type, toStorable(idOf(subject)), period, usd, tokens])
  },

  list: async (subject) => {
    const at = now()
    const read = async (query: Query): Promise<(Budget & Pick<BudgetState, 'origin'>)[]> => {
      const set = (await query<BudgetRow>(`${budgetSql} order by array_position(array['system', 'key', 'collection'], subject), subject_id, period`)).map(
        readBudget,
      )
      const all = [...own.map((it) => ({ ...it, origin: 'settings' as const })), ...set.map((it) => ({ ...it, origin: 'set' as const }))]
      return all.filter((it) => subject === undefined || isSame(it.subject, subject))
    }
    const budgets = await database.transaction(read)
    if (budgets.length === 0) return []
    let periods = await database.transaction((query) => readPeriods(query, budgets, at))
    if (budgets.some((it) => !periodOf(it, periods))) {
      await openPeriods(database, budgets, at)
      periods = await database.transaction((query) => readPeriods(query, budgets, at))
    }
    return budgets.map((it) => stateOf(it, periods, at))
  },

  remove: async (subject, period) => {
    const removed = await database.query('delete from budget where subject = $1 and subject_id = $2 and period = $3 returning 1', [
      subject.type,
      idOf(subject),
      period,
    ])
    return removed.length > 0
  },
})

const setSql = `
  insert into budget (subject, subject_id, period, usd, tokens) values ($1, $2, $3, $4, $5)
  on conflict (subject, subject_id, period) do update set usd = excluded.usd, tokens = excluded.tokens`

const isSame = (one: BudgetSubject, other: BudgetSubject): boolean => one.type === other.type && idOf(one) === idOf(other)

const stateOf = (budget: Budget & Pick<BudgetState, 'origin'>, periods: readonly Period[], at: Date): BudgetState => {
  const found = periodOf(budget, periods)!
  const [spent, reserved] = [toPico(found.usd), toPico(found.reservedUsd)]
  const leftUsd = budget.usd === null ? null : toPico(budget.usd) - spent - reserved
  const leftTokens = budget.tokens === null ? null : budget.tokens - found.tokens - found.reservedTokens
  return {
    ...budget,
    spentUsd: fromPico(spent),
    spentTokens: found.tokens,
    reservedUsd: fromPico(reserved),
    reservedTokens: found.reservedTokens,
    leftUsd: leftUsd === null ? null : fromPico(leftUsd > 0n ? leftUsd : 0n),
    leftTokens: leftTokens === null ? null : Math.max(0, leftTokens),
    renewsAt: periodAround(budget.period, at).end,
  }
}
