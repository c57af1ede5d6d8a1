/** Reservations and entries of the ledger. Opened with all eyes: budgets of the system and of keys belong to no collection. */
import type { Budget } from '../../domain/budget.ts'
import type { LedgerEntry, LedgerStore, Reservation } from '../../domain/ledger.ts'
import { toJson, toStorable, type Database, type Query } from './database.ts'
import { addToSpending, currentBudgets, exhausted, openPeriods, type Counted } from './spending.ts'

/** @param ownBudgets of the settings: they hold beside those that were set. */
export const openLedgerStore = (database: Database, ownBudgets: readonly Budget[] = []): LedgerStore => ({
  reserve: async (call, holder, leaseMs) => {
    for (;;) {
      const reserved = await database.transaction(async (query) => {
        const budgets = await currentBudgets(query, ownBudgets, call)
        const found = budgets.length > 0 ? await exhausted(query, budgets, call) : null
        if (found) return found
        await query(reserveSql, [...reservationValues(call), holder, leaseMs])
        return { outcome: 'reserved' } as const
      })
      if (reserved.outcome !== 'unopened') return reserved
      await openPeriods(database, reserved.budgets, call.at)
    }
  },

  settle: (entry) =>
    database.transaction(async (query) => {
      await query('delete from open_call where id = $1', [entry.id])
      const [before] = await query<Counted>(`delete from ledger_entry where id = $1 returning ${countedColumns}`, [entry.id])
      const after = await write(query, [entry])
      await addToSpending(query, [...(before ? [negative(before)] : []), ...after])
    }),

  release: async (id) => {
    await database.query('delete from open_call where id = $1', [id])
  },

  add: (entries) =>
    database.transaction(async (query) => {
      await query('set local synchronous_commit = off')
      await addToSpending(query, await write(query, entries))
    }),

  countsTokens: (callerId, collection, at) =>
    database.transaction(async (query) => (await currentBudgets(query, ownBudgets, { callerId, collection, at })).some(({ tokens }) => tokens !== null)),

  renew: async (holder, leaseMs) => {
    await database.query(`update open_call set lease_until = now() + $2::float8 * interval '1 millisecond' where holder = $1`, [holder, leaseMs])
  },

  closeLost: (everybodys) =>
    database.transaction(async (query) => {
      const lost = await query<Counted>(closeLostSql, [everybodys])
      await addToSpending(query, lost)
      return lost.length
    }),
})

const countedColumns = `caller_id as "callerId", collection, at, coalesce(cost_usd, 0)::text as usd, counted_tokens as tokens`

const negative = (it: Counted): Counted => ({ ...it, usd: `-${it.usd}`, tokens: -it.tokens })

const reservationValues = ({ id, at, provider, model, task, purpose, callerId, collection, traceId, worst, price }: Reservation): unknown[] => [
  id,
  at,
  toStorable(provider),
  toStorable(model),
  task,
  purpose,
  callerId,
  collection,
  traceId,
  worst.inputTokens,
  worst.outputTokens,
  worst.usd,
  price?.source ?? null,
  price?.date ?? null,
]

const reserveSql = `
  insert into open_call (id, at, provider, model, task, purpose, caller_id, collection, trace_id,
    worst_input_tokens, worst_output_tokens, worst_usd, price_source, price_date, holder, lease_until)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, now() + $16::float8 * interval '1 millisecond')`

const write = (query: Query, entries: readonly LedgerEntry[]): Promise<Counted[]> => query<Counted>(writeSql, [toJson(entries.map(rowOf))])

const rowOf = ({ tokens, price, ...entry }: LedgerEntry): Record<string, unknown> => ({
  id: entry.id,
  at: entry.at,
  provider: entry.provider,
  model: entry.model,
  task: entry.task,
  purpose: entry.purpose,
  caller_id: entry.callerId,
  collection: entry.collection,
  trace_id: entry.traceId,
  state: entry.state,
  input_tokens: tokens.input,
  output_tokens: tokens.output,
  cache_read_tokens: tokens.cacheRead,
  cache_write_tokens: tokens.cacheWrite,
  reasoning_tokens: tokens.reasoning,
  is_reported: entry.isReported,
  cost_usd: entry.costUsd,
  price_source: price?.source ?? null,
  price_date: price?.date ?? null,
  first_chunk_ms: entry.firstChunkMs,
  duration_ms: entry.durationMs,
})

const entryColumns = `id, at, provider, model, task, purpose, caller_id, collection, trace_id, state, input_tokens, output_tokens,
  cache_read_tokens, cache_write_tokens, reasoning_tokens, is_reported, cost_usd, price_source, price_date, first_chunk_ms, duration_ms`

const writeSql = `
  insert into ledger_entry (${entryColumns})
  select * from jsonb_to_recordset($1::jsonb) as entry(id uuid, at timestamptz, provider text, model text, task text, purpose text, caller_id text,
    collection text, trace_id text, state text, input_tokens bigint, output_tokens bigint, cache_read_tokens bigint, cache_write_tokens bigint,
    reasoning_tokens bigint, is_reported boolean, cost_usd numeric, price_source text, price_date date, first_chunk_ms float8, duration_ms float8)
  returning ${countedColumns}`

// The worst case counts: what was sent may be billed, whether or not anybody was there to hear the answer.
const closeLostSql = `
  with lost as (
    delete from open_call where id in (select id from open_call where $1 or lease_until < now() for update skip locked) returning *)
  insert into ledger_entry (${entryColumns})
  select id, at, provider, model, task, purpose, caller_id, collection, trace_id, 'lost', worst_input_tokens, worst_output_tokens,
    null, null, null, false, worst_usd, price_source, price_date, null, greatest(0, extract(epoch from now() - at) * 1000)
  from lost
  returning ${countedColumns}`
