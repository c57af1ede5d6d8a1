import { z } from 'zod'
import { fromPico, toPico } from '../base/money.ts'
import type { BudgetState } from '../domain/budget.ts'
import { owner, type Caller } from '../domain/call.ts'
import { usageGroups, type UsageRow, type UsageTotal } from '../domain/usage.ts'
import type { App } from './app.ts'
import { budgetSchema, presentBudgets } from './budgets.ts'
import { since } from './since.ts'
import { operation } from './operation.ts'

const count = z.int().min(0)

const totalSchema = z.object({
  calls: count,
  failed: count.describe('Refused before anything was used'),
  aborted: count.describe('Broken off; counted up to there'),
  lost: count.describe('Their process died; the worst case is counted'),
  unpriced: count.describe('Calls whose price nobody knows: in no sum of money'),
  tokens: z.object({
    input: count.describe("Those of the provider's cache included"),
    output: count.describe('Thinking included'),
    cache_read: count,
    cache_write: count,
    reasoning: count,
  }),
  cost_usd: z.number(),
})

const rowSchema = totalSchema.extend({ group: z.string(), name: z.string().nullable().describe('Of the key; null for all else') })

export const usage = operation({
  name: 'usage',
  summary: 'What models were asked for and what it cost, and what is left of the budgets',
  effect: 'read',
  access: 'ask',
  http: { method: 'GET', path: '/usage' },
  cli: { words: ['usage'] },
  input: z.strictObject({
    by: z.enum(usageGroups).default('day').describe('What to add up by: day, key, collection, model or task'),
    since: since('30d'),
  }),
  output: z.object({ since: z.string(), by: z.enum(usageGroups), rows: z.array(rowSchema), total: totalSchema, budgets: z.array(budgetSchema) }),
  run: async (app, { by, since: from }, { caller = owner }) => {
    const start = 'date' in from ? new Date(from.date) : daysAgo(from.agoMs)
    const rows = await app.usage({ by, since: start, callerId: caller.scope === 'admin' ? null : caller.id })
    const names = by === 'key' ? await keyNames(app, caller) : new Map<string, string>()
    return {
      since: start.toISOString(),
      by,
      rows: rows.map((row) => ({ group: row.group, name: names.get(row.group) ?? null, ...present(row) })),
      total: present(totalOf(rows)),
      budgets: await presentBudgets(await visibleBudgets(app, caller), { list: async () => namedKeys(app, caller) }),
    }
  },
})

/** Days are shown whole: as many of UTC as were asked for, today being the last. Less than a day is counted from now. */
const daysAgo = (ms: number): Date => {
  const at = new Date(Date.now() - ms)
  return ms >= 86_400_000 ? new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate() + 1)) : at
}

const keyNames = async (app: App, caller: Caller): Promise<Map<string, string>> => new Map((await namedKeys(app, caller)).map(({ id, name }) => [id, name]))

const namedKeys = async (app: App, caller: Caller): Promise<readonly { readonly id: string; readonly name: string }[]> =>
  caller.scope === 'admin' ? app.keys.list() : [caller]

/** All for whoever sees all; else those that hold the caller itself, but for the system's, which tell what others spend. */
const visibleBudgets = async ({ budgets }: App, { id, scope, collections }: Caller): Promise<BudgetState[]> => {
  if (scope === 'admin' && collections === '*') return budgets.list()
  const own = await budgets.list({ type: 'key', id })
  const theirs = collections === '*' ? [] : await Promise.all(collections.map((collection) => budgets.list({ type: 'collection', id: collection })))
  return [...own, ...theirs.flat()]
}

const totalOf = (rows: readonly UsageRow[]): UsageTotal => {
  const sum = (read: (row: UsageRow) => number): number => rows.reduce((total, row) => total + read(row), 0)
  return {
    calls: sum(({ calls }) => calls),
    failed: sum(({ failed }) => failed),
    aborted: sum(({ aborted }) => aborted),
    lost: sum(({ lost }) => lost),
    unpriced: sum(({ unpriced }) => unpriced),
    tokens: {
      input: sum(({ tokens }) => tokens.input),
      output: sum(({ tokens }) => tokens.output),
      cacheRead: sum(({ tokens }) => tokens.cacheRead),
      cacheWrite: sum(({ tokens }) => tokens.cacheWrite),
      reasoning: sum(({ tokens }) => tokens.reasoning),
    },
    costUsd: fromPico(rows.reduce((total, { costUsd }) => total + toPico(costUsd), 0n)),
  }
}

const present = ({ tokens, costUsd, calls, failed, aborted, lost, unpriced }: UsageTotal): z.input<typeof totalSchema> => ({
  calls,
  failed,
  aborted,
  lost,
  unpriced,
  tokens: { input: tokens.input, output: tokens.output, cache_read: tokens.cacheRead, cache_write: tokens.cacheWrite, reasoning: tokens.reasoning },
  cost_usd: Number(costUsd),
})
