import { z } from 'zod'
import { fromPico, toPico } from '../base/money.ts'
import type { Budget, BudgetPeriod, BudgetSubject } from '../domain/budget.ts'

const form = /^(\d{1,9}(?:\.\d{1,12})?)usd\/(day|month)$|^(\d{1,15})tokens\/(day|month)$/

/** `5usd/day`, `0.5usd/month`, `100000tokens/day`. */
export const budgetText = z.string().regex(form, 'must be an amount of usd or tokens a day or month, like 5usd/day or 100000tokens/month')

/** One budget for each period that is named. @param texts as `budgetText` takes them */
export const budgetsOf = (subject: BudgetSubject, texts: readonly string[]): Budget[] => {
  const byPeriod = new Map<BudgetPeriod, Budget>()
  for (const [, usd, usdPeriod, tokens, tokenPeriod] of texts.map((text) => form.exec(text)!)) {
    const period = (usdPeriod ?? tokenPeriod) as BudgetPeriod
    const before = byPeriod.get(period) ?? { subject, period, usd: null, tokens: null }
    byPeriod.set(period, usd === undefined ? { ...before, tokens: Number(tokens) } : { ...before, usd: fromPico(toPico(usd)) })
  }
  return [...byPeriod.values()]
}
