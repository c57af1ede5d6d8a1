import { documentsOf, removedMark } from '../../domain/forget-document.ts'
import type { JournalEntry } from '../../domain/journal.ts'
import type { ClaimedAnswer, JudgingLane, LiveJudgements } from '../../domain/live-quality.ts'
import { toStorable, type Database, type Query } from './database.ts'
import { isUuid } from './read-document.ts'

export interface LiveJudgementOptions {
  /** A worker that is silent for longer has lost its answer. */
  leaseMs?: number
  /** An answer that took its judges down this often counts as failed. */
  attempts?: number
}

/** Older answers are not judged any more: who turns judging on wants to know how it goes, not how it went. */
const daysBack = 7

/** Claims and outcomes in one table: two processes share the work, and one that died leaves a lease that ends. */
export const openLiveJudgements = (database: Database, { leaseMs = 600_000, attempts = 3 }: LiveJudgementOptions = {}): LiveJudgements => ({
  claim: (lane) =>
    database.transaction(async (query) => {
      const { rubric, judge } = lane
      await query(giveUpSql, [rubric, judge, attempts])
      const reserved = await reserve(query, lane)
      if (reserved === null) return null
      const [left] = await query<Claim>(takeOverSql, [rubric, judge, leaseMs, reserved])
      const [claim] = left ? [left] : await query<Claim>(beginSql, [rubric, judge, lane.rubricHash, lane.share, daysBack, leaseMs, reserved])
      if (!claim) return null
      const [entry] = await query<JournalEntry>(entrySql, [claim.traceId])
      return claimed(database, lane, claim, entry!)
    }),

  freeClaims: async () => {
    await database.query('update live_judgement set lease_until = now() where judged_at is null')
  },

  spentTodayUsd: async () => (await spentToday((sql, values) => database.query(sql, values), null)).spent,
})

interface Claim {
  readonly traceId: string
  readonly token: number
}

interface Spent {
  readonly spent: number
  /** Of one judgement, the dearest so far; null where none was paid yet. */
  readonly dearest: number | null
  /** Under way now with nothing known of what it costs. */
  readonly unknown: boolean
  /** A judgement of today whose price is not known: no limit can be held. */
  readonly unpriced: boolean
}

const spentToday = async (query: Query, judge: string | null): Promise<Spent> => (await query<Spent>(spentSql, [judge]))[0]!

/**
 * What the next judgement may cost, put aside before it is made, so that several processes together stay within the day's money; null when it
 * does not suffice. While nothing is known the first one has all that is left to itself. Judges are told apart by no price list: the dearest counts.
 */
const reserve = async (query: Query, { mostUsdADay, judge }: JudgingLane): Promise<number | null> => {
  if (mostUsdADay === null) return 0
  await query(`select pg_advisory_xact_lock(hashtext('answerable.live-judging'))`)
  const { spent, dearest, unknown, unpriced } = await spentToday(query, judge)
  const left = mostUsdADay - spent
  if (unknown || unpriced) return null
  if (dearest === null) return left > 0 ? left : null
  return dearest <= left ? dearest : null
}

const claimed = (database: Database, { rubric, judge }: JudgingLane, { traceId, token }: Claim, entry: JournalEntry): ClaimedAnswer => {
  const key = [traceId, rubric, judge, token]
  return {
    entry,
    finish: ({ verdict, score, explanation, failure, costUsd }) =>
      database.transaction(async (query) => {
        const words = (await areAllThere(query, entry)) ? toStorable(explanation) : removedMark
        const rows = await query(finishSql, [...key, verdict, score, words, failure && toStorable(failure), costUsd])
        return rows.length > 0
      }),
    release: async () => (await database.query(releaseSql, key)).length > 0,
  }
}

/** Held until the transaction ends, so that whoever removes one afterwards finds the row. */
const areAllThere = async (query: Query, { detail }: JournalEntry): Promise<boolean> => {
  const ids = documentsOf(detail).filter(isUuid)
  const rows = await query('select id from document where id = any ($1::uuid[]) order by id for key share', [ids])
  return rows.length === ids.length
}

/** In the transaction that removes the documents of these answers: what was said of them may repeat their words. */
export const forgetJudgements = (query: Query, traceIds: readonly string[]): Promise<unknown> =>
  query(`update live_judgement set explanation = $2, failure = case when failure is null then null else $2 end where trace_id = any ($1::text[])`, [
    traceIds,
    removedMark,
  ])

const mine = 'trace_id = $1 and rubric = $2 and judge = $3'
const stillMine = `${mine} and token = $4 and judged_at is null`
const dead = 'judged_at is null and lease_until < now()'

const lost = 'lost_usd + least(reserved_usd, coalesce((select max(cost_usd) from live_judgement), 0))'

const giveUpSql = `
  update live_judgement set judged_at = now(), lease_until = null, token = token + 1, lost_usd = ${lost}, reserved_usd = 0,
    failure = 'The judge''s process stopped ' || attempts || ' times without a word.'
  where rubric = $1 and judge = $2 and ${dead} and attempts >= $3`

const takeOverSql = `
  update live_judgement set token = token + 1, attempts = attempts + 1, lease_until = now() + $3::float8 * interval '1 millisecond',
    lost_usd = ${lost}, reserved_usd = $4
  where rubric = $1 and judge = $2 and trace_id = (
    select trace_id from live_judgement where rubric = $1 and judge = $2 and ${dead} order by claimed_at limit 1 for update skip locked)
  returning trace_id as "traceId", token`

// The sample is a hash of the trace id below the share: the same answers in every process, whenever it is asked.
const beginSql = `
  insert into live_judgement (trace_id, rubric, judge, rubric_hash, collection, lease_until, reserved_usd)
  select trace_id, $1, $2, $3, collection, now() + $6::float8 * interval '1 millisecond', $7 from journal
  where purpose = 'live' and abstained is null and detail->>'structured' is null and answer <> '' and model <> $2 and asked_at >= now() - $5::int * interval '1 day'
    and ('x' || encode(substr(sha256(convert_to(trace_id, 'UTF8')), 1, 4), 'hex'))::bit(32)::bigint < $4::float8 * 4294967296
    and not exists (select from live_judgement where live_judgement.trace_id = journal.trace_id and rubric = $1 and judge = $2)
  order by asked_at limit 1 for no key update skip locked
  on conflict do nothing returning trace_id as "traceId", token`

const entrySql = `
  select trace_id as "traceId", asked_at as "askedAt", collection, question, answer, abstained, model, purpose, detail from journal where trace_id = $1`

const finishSql = `
  update live_judgement set judged_at = now(), lease_until = null, reserved_usd = 0, verdict = $5, score = $6, explanation = $7, failure = $8, cost_usd = $9
  where ${stillMine} returning trace_id`

const releaseSql = `delete from live_judgement where ${stillMine} and attempts = 1 and lost_usd = 0 returning trace_id`

// Of what died the dearest so far counts: all that was reserved where nothing was known has been spent by nobody.
const spentSql = `
  with paid as (select * from live_judgement where judge <> 'verifier' and claimed_at > now() - interval '30 days'),
    known as (select max(cost_usd) as dearest from paid)
  select coalesce(sum(coalesce(cost_usd, 0) + lost_usd + case when lease_until > now() then reserved_usd else least(reserved_usd, coalesce(dearest, 0)) end)
      filter (where claimed_at >= date_trunc('day', now() at time zone 'utc') at time zone 'utc'), 0) as spent,
    max(dearest) as dearest,
    coalesce(bool_or(reserved_usd > 0 and lease_until > now()), false) and max(dearest) is null as unknown,
    coalesce(bool_or(judge = $1 and verdict is not null and cost_usd is null and claimed_at > now() - interval '1 day'), false) as unpriced
  from known left join paid on true`
