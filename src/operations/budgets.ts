import { z } from 'zod'
import { AppError } from '../base/error.ts'
import { fromPico, moneyForm, toPico } from '../base/money.ts'
import { budgetPeriods, type BudgetState, type BudgetSubject } from '../domain/budget.ts'
import type { App } from './app.ts'
import { operation } from './operation.ts'
import { collectionName } from './schemas.ts'

/** US dollars as people write them; kept exactly. */
const moneyText = z.string().regex(moneyForm, 'must be an amount in US dollars, like 5 or 0.25')

export const budgetSchema = z.object({
  subject: z.enum(['system', 'key', 'collection']),
  id: z.string().nullable().describe('Of the key, or the collection; null for the whole system'),
  name: z.string().nullable().describe('Of the key, where it is still there'),
  per: z.enum(budgetPeriods).describe('Of UTC'),
  origin: z.enum(['set', 'settings']),
  usd: z.number().nullable().describe('null: no limit in money'),
  tokens: z.int().nullable().describe('null: no limit in tokens'),
  spent_usd: z.number(),
  spent_tokens: z.int(),
  reserved_usd: z.number().describe('The worst case of calls under way'),
  reserved_tokens: z.int(),
  left_usd: z.number().nullable(),
  left_tokens: z.int().nullable(),
  renews_at: z.string(),
})

const whose = {
  key: z.string().min(1).max(100).optional().describe('Id of the key that is held to it, as "keys list" shows it; "owner" for whoever runs this'),
  collection: collectionName.unwrap().optional().describe('Collection that is held to it, whoever asks'),
  system: z.boolean().optional().describe('Everybody together'),
  per: z.enum(budgetPeriods).describe('day or month, of UTC'),
}

export const setBudget = operation({
  name: 'setBudget',
  summary: 'Limit what models may cost or read and write, a day or a month',
  effect: 'write',
  access: 'owner',
  http: { method: 'PUT', path: '/budgets' },
  cli: { words: ['budgets', 'set'] },
  input: z.strictObject({
    ...whose,
    usd: moneyText.optional().describe('Most US dollars'),
    tokens: z.int().min(0).max(Number.MAX_SAFE_INTEGER).optional().describe('Most tokens, read and written'),
  }),
  output: z.object({ budgets: z.array(budgetSchema) }),
  run: async (app, { per, usd, tokens, ...wanted }) => {
    const subject = await subjectOf(app, wanted)
    if (usd === undefined && tokens === undefined) throw new AppError('invalid', 'Say how much: usd, tokens or both.')
    await app.budgets.set({ subject, period: per, usd: usd === undefined ? null : fromPico(toPico(usd)), tokens: tokens ?? null })
    return { budgets: await presentBudgets(await app.budgets.list(subject), app.keys) }
  },
})

export const listBudgets = operation({
  name: 'listBudgets',
  summary: 'What may be spent, of whom, and what is left of it',
  effect: 'read',
  access: 'owner',
  http: { method: 'GET', path: '/budgets' },
  cli: { words: ['budgets', 'list'] },
  input: z.strictObject({}),
  output: z.object({ budgets: z.array(budgetSchema) }),
  run: async (app) => ({ budgets: await presentBudgets(await app.budgets.list(), app.keys) }),
})

export const removeBudget = operation({
  name: 'removeBudget',
  summary: 'Take a budget away; what it limited is limited no more',
  effect: 'destroy',
  access: 'owner',
  http: { method: 'POST', path: '/budgets/remove' },
  cli: { words: ['budgets', 'remove'] },
  input: z.strictObject(whose),
  output: z.object({ removed: z.boolean() }),
  run: async (app, { per, ...wanted }) => {
    if (await app.budgets.remove(await subjectOf(app, wanted, true), per)) return { removed: true }
    throw new AppError('not_found', 'There is no such budget. "answerable budgets list" shows them; those of the settings go with their setting.')
  },
})

interface Whose {
  readonly key?: string | undefined
  readonly collection?: string | undefined
  readonly system?: boolean | undefined
}

/** Budgets outlive their key: they can be removed when it has gone. */
const subjectOf = async (app: App, { key, collection, system }: Whose, mayHaveGone = false): Promise<BudgetSubject> => {
  if ([key !== undefined, collection !== undefined, system === true].filter(Boolean).length !== 1)
    throw new AppError('invalid', 'Say whose budget it is: one of key, collection or system.')
  if (system) return { type: 'system' }
  if (collection !== undefined) return { type: 'collection', id: collection }
  if (!mayHaveGone && key !== 'owner' && !(await app.keys.list()).some(({ id }) => id === key))
    throw new AppError('not_found', `There is no key "${key}". "answerable keys list" shows which there are.`)
  return { type: 'key', id: key! }
}

/** With the names of their keys, as far as these are known. */
export const presentBudgets = async (
  budgets: readonly BudgetState[],
  keys: { list(): Promise<readonly { readonly id: string; readonly name: string }[]> },
): Promise<z.input<typeof budgetSchema>[]> => {
  const names = new Map(budgets.some(({ subject }) => subject.type === 'key') ? (await keys.list()).map(({ id, name }) => [id, name]) : [])
  return budgets.map((budget) => presentBudget(budget, names))
}

const presentBudget = ({ subject, period, usd, tokens, ...state }: BudgetState, names: ReadonlyMap<string, string>): z.input<typeof budgetSchema> => ({
  subject: subject.type,
  id: subject.type === 'system' ? null : subject.id,
  name: subject.type === 'key' ? (names.get(subject.id) ?? null) : null,
  per: period,
  origin: state.origin,
  usd: usd === null ? null : Number(usd),
  tokens,
  spent_usd: Number(state.spentUsd),
  spent_tokens: state.spentTokens,
  reserved_usd: Number(state.reservedUsd),
  reserved_tokens: state.reservedTokens,
  left_usd: state.leftUsd === null ? null : Number(state.leftUsd),
  left_tokens: state.leftTokens,
  renews_at: state.renewsAt.toISOString(),
})
