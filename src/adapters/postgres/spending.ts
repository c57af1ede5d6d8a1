/**
 * Sums of the ledger for the periods in which somebody is held to a budget. Whoever reserves or settles takes the rows of its periods in one
 * order, so that calls of all processes take turns and none waits for another in a circle.
 */
import { fromPico, toPico } from '../../base/money.ts'
import { periodAround, type Budget, type BudgetPeriod, type BudgetSubject } from '../../domain/budget.ts'
import type { LedgerEntry, Reservation, Reserved } from '../../domain/ledger.ts'
import { toJson, type Database, type Query } from './database.ts'

/** What an entry adds to the sums of its periods. */
export interface Counted {
  readonly callerId: string
  readonly collection: string | null
  readonly at: Date
  readonly usd: string
  readonly tokens: number
}

type Whose = Pick<LedgerEntry, 'callerId' | 'collection' | 'at'>

/** All that a call is held to: those that were set, and those of the settings. */
export const currentBudgets = async (query: Query, own: readonly Budget[], whose: Whose): Promise<Budget[]> => {
  const set = await query<BudgetRow>(`${budgetSql} where ${appliesTo('budget', '$1', '$2')} order by subject, subject_id, period`, [
    whose.callerId,
    whose.collection,
  ])
  return [...set.map(readBudget), ...own.filter(({ subject }) => applies(subject, whose))]
}

export interface BudgetRow {
  readonly subject: BudgetSubject['type']
  readonly id: string
  readonly period: BudgetPeriod
  readonly usd: string | null
  readonly tokens: number | null
}

export const budgetSql = 'select subject, subject_id as id, period, usd::text as usd, tokens from budget'

export const readBudget = ({ subject, id, period, usd, tokens }: BudgetRow): Budget => ({
  subject: subject === 'system' ? { type: subject } : { type: subject, id },
  period,
  usd: usd === null ? null : fromPico(toPico(usd)),
  tokens,
})

export const idOf = (subject: BudgetSubject): string => (subject.type === 'system' ? '' : subject.id)

const applies = (subject: BudgetSubject, { callerId, collection }: Whose): boolean => {
  if (subject.type === 'system') return true
  return subject.type === 'key' ? subject.id === callerId : subject.id === collection
}

const appliesTo = (table: string, caller: string, collection: string): string =>
  `(${table}.subject = 'system' or ${table}.subject = 'key' and ${table}.subject_id = ${caller}
    or ${table}.subject = 'collection' and ${table}.subject_id = ${collection})`

export interface Period {
  readonly subject: BudgetSubject['type']
  readonly id: string
  readonly period: BudgetPeriod
  readonly usd: string
  readonly tokens: number
  readonly reservedUsd: string
  readonly reservedTokens: number
}

/**
 * The budget that has no room for the call now, or none any more; null when all have. Holds the periods until the transaction ends.
 * `unopened`: a period has no sums yet, see `openPeriods`.
 */
export const exhausted = async (
  query: Query,
  budgets: readonly Budget[],
  call: Reservation,
): Promise<Exclude<Reserved, { outcome: 'reserved' }> | { outcome: 'unopened'; budgets: readonly Budget[] } | null> => {
  const wanted = toJson(budgets.map((it) => keyOf(it, call.at)))
  await query(`${wantedSql} select 1 from spending join wanted using (${keyColumns}) order by ${keyColumns} for update of spending`, [wanted])
  // What is under way is read after the turn has come: nobody else can change it meanwhile.
  const periods = await query<Period>(periodsSql, [wanted])
  let later: Budget | null = null
  for (const budget of budgets) {
    const period = periodOf(budget, periods)
    if (!period) return { outcome: 'unopened', budgets }
    if (budget.usd !== null && call.worst.usd === null) return { outcome: 'unpriced', budget }
    const fit = fits(budget, period, call.worst)
    if (fit === 'never') return { outcome: 'refused', budget }
    if (fit === 'later') later ??= budget
  }
  return later && { outcome: 'later', budget: later }
}

export const periodOf = (budget: Budget, periods: readonly Period[]): Period | undefined =>
  periods.find((it) => it.subject === budget.subject.type && it.id === idOf(budget.subject) && it.period === budget.period)

const fits = (budget: Budget, period: Period, { usd, inputTokens, outputTokens }: Reservation['worst']): 'now' | 'later' | 'never' => {
  const tokens = inputTokens + outputTokens
  const leftUsd = budget.usd === null ? null : toPico(budget.usd) - toPico(period.usd) - toPico(usd!)
  const leftTokens = budget.tokens === null ? null : budget.tokens - period.tokens - tokens
  if ((leftUsd !== null && leftUsd < 0n) || (leftTokens !== null && leftTokens < 0)) return 'never'
  const isFree = (leftUsd === null || leftUsd >= toPico(period.reservedUsd)) && (leftTokens === null || leftTokens >= period.reservedTokens)
  return isFree ? 'now' : 'later'
}

interface PeriodKey {
  readonly subject: BudgetSubject['type']
  readonly subject_id: string
  readonly period: BudgetPeriod
  readonly starts_at: Date
  readonly ends_at: Date
}

const keyOf = ({ subject, period }: Budget, at: Date): PeriodKey => {
  const { start, end } = periodAround(period, at)
  return { subject: subject.type, subject_id: idOf(subject), period, starts_at: start, ends_at: end }
}

const keyColumns = 'subject, subject_id, period, starts_at'

const wantedSql = `
  with wanted as (
    select distinct * from jsonb_to_recordset($1::jsonb) as it(subject text, subject_id text, period text, starts_at timestamptz, ends_at timestamptz))`

const ofPeriod = (table: string): string =>
  `${table}.at >= wanted.starts_at and ${table}.at < wanted.ends_at and ${appliesTo('wanted', `${table}.caller_id`, `${table}.collection`)}`

/** With the worst case of what is under way. */
const periodsSql = `${wantedSql}
  select wanted.subject, wanted.subject_id as id, wanted.period, spending.usd::text as usd, spending.tokens,
    coalesce(sum(open_call.worst_usd), 0)::text as "reservedUsd",
    coalesce(sum(open_call.worst_input_tokens + open_call.worst_output_tokens), 0)::bigint as "reservedTokens"
  from wanted join spending using (${keyColumns}) left join open_call on ${ofPeriod('open_call')}
  group by wanted.subject, wanted.subject_id, wanted.period, spending.usd, spending.tokens`

/** Only those whose sums were begun. */
export const readPeriods = (query: Query, budgets: readonly Budget[], at: Date): Promise<Period[]> =>
  query<Period>(periodsSql, [toJson(budgets.map((it) => keyOf(it, at)))])

/**
 * Begins the sums of periods that have none, from the ledger. Nobody writes entries meanwhile; who wrote one adds it to the sums that it finds
 * afterwards, so each entry is counted once. Sums that ended long ago go.
 */
export const openPeriods = (database: Database, budgets: readonly Budget[], at: Date): Promise<void> =>
  database.transaction(async (query) => {
    await query('lock table ledger_entry in share mode')
    await query(openSql, [toJson(budgets.map((it) => keyOf(it, at)))])
    await query(`delete from spending where ends_at < $1::timestamptz - interval '7 days'`, [at])
  })

const openSql = `${wantedSql}
  insert into spending (${keyColumns}, ends_at, usd, tokens)
  select wanted.subject, wanted.subject_id, wanted.period, wanted.starts_at, wanted.ends_at,
    coalesce(sum(ledger_entry.cost_usd), 0), coalesce(sum(ledger_entry.counted_tokens), 0)
  from wanted left join ledger_entry on ${ofPeriod('ledger_entry')}
  group by wanted.subject, wanted.subject_id, wanted.period, wanted.starts_at, wanted.ends_at
  on conflict do nothing`

/** After the entries are written, in the same transaction. */
export const addToSpending = async (query: Query, entries: readonly Counted[]): Promise<void> => {
  if (entries.length === 0) return
  const given = toJson(entries.map(({ callerId, collection, at, usd, tokens }) => ({ caller_id: callerId, collection, at, usd, tokens })))
  const held = await query(holdSql, [given])
  if (held.length > 0) await query(addSql, [given])
}

const entrySql = `
  with entry as (select * from jsonb_to_recordset($1::jsonb) as it(caller_id text, collection text, at timestamptz, usd numeric, tokens bigint))`

const isCountedIn = `entry.at >= spending.starts_at and entry.at < spending.ends_at and ${appliesTo('spending', 'entry.caller_id', 'entry.collection')}`

const holdSql = `${entrySql}
  select 1 from spending where exists (select from entry where ${isCountedIn}) order by ${keyColumns} for update`

const addSql = `${entrySql},
  change as (
    select ${keyColumns}, sum(entry.usd) as usd, sum(entry.tokens) as tokens
    from spending join entry on ${isCountedIn} group by ${keyColumns})
  update spending set usd = spending.usd + change.usd, tokens = spending.tokens + change.tokens
  from change
  where (spending.subject, spending.subject_id, spending.period, spending.starts_at) = (change.subject, change.subject_id, change.period, change.starts_at)`
