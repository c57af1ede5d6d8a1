import type { QuestionTrace, TracedCall, TraceFilter, TraceStore } from '../../domain/question-trace.ts'
import { toJson, type Database } from './database.ts'

/** Traces in the database that holds the documents. */
export const openTraces = (database: Database): TraceStore => ({
  record: async (traces) => {
    if (traces.length > 0) await database.query(insertSql, [toJson(traces)])
  },

  find: async (traceId) => {
    const [trace] = await database.query<QuestionTrace>(`select ${columns}, trace.question, spans from trace where trace.trace_id = $1`, [traceId])
    return trace ?? null
  },

  list: async (filter) => {
    const found = await database.query<Omit<QuestionTrace, 'spans'>>(listSql, filterValues(filter))
    const traces = found.slice(0, filter.limit)
    const last = traces.at(-1)
    return { traces, nextCursor: found.length > filter.limit && last ? `${last.askedAt.toISOString()}_${last.traceId}` : null }
  },

  calls: (traceId) => database.query<TracedCall>(callsSql, [traceId]),
})

const columns = `trace.trace_id as "traceId", trace.asked_at as "askedAt", trace.collection, trace.caller_id as "callerId", trace.purpose, outcome, trace.abstained, error_code as "errorCode",
  http_status as "httpStatus", trace.model, cache, degraded, duration_ms as "durationMs", first_text_ms as "firstTextMs"`

// Two processes never write the same trace; one that is written twice after a failure counts once.
const insertSql = `
  insert into trace (trace_id, asked_at, collection, caller_id, purpose, outcome, abstained, error_code, http_status, model, cache, degraded, duration_ms, first_text_ms, question, spans)
  select given."traceId", given."askedAt", given.collection, given."callerId", given.purpose, given.outcome, given.abstained, given."errorCode", given."httpStatus",
    given.model, given.cache, array(select jsonb_array_elements_text(given.degraded)), given."durationMs", given."firstTextMs", given.question, given.spans
  from jsonb_to_recordset($1::jsonb) as given ("traceId" text, "askedAt" timestamptz, collection text, "callerId" text, purpose text, outcome text,
    abstained text, "errorCode" text, "httpStatus" integer, model text, cache text, degraded jsonb, "durationMs" double precision,
    "firstTextMs" double precision, question text, spans jsonb)
  on conflict (trace_id) do nothing`

const listSql = `
  select ${columns}, coalesce(trace.question, nullif(journal.question, '')) as question
  from trace left join journal on journal.trace_id = trace.trace_id
  where ($1::text is null or trace.collection = $1) and ($2::text is null or outcome = $2) and ($3::text is null or trace.abstained = $3)
    and ($4::double precision is null or duration_ms >= $4::double precision) and ($5::text is null or trace.purpose = $5)
    and ($6::timestamptz is null or (trace.asked_at, trace.trace_id) < ($6::timestamptz, $7::text)) and ($9::text is null or trace.caller_id = $9)
  order by trace.asked_at desc, trace.trace_id desc limit $8::int`

const filterValues = ({ collection, outcome, abstained, slowerThanMs, purpose, limit, cursor, callerId }: TraceFilter): unknown[] => {
  const [before = null, beforeId = null] = isCursor(cursor) ? cursor.split('_') : []
  return [collection, outcome, abstained, slowerThanMs, purpose, before, beforeId, limit + 1, callerId]
}

const callsSql = `
  select provider, model, task, state, input_tokens as "inputTokens", output_tokens as "outputTokens", cache_read_tokens as "cacheReadTokens",
    trim_scale(cost_usd)::text as "costUsd", price_source as "priceSource", price_date::text as "priceDate", first_chunk_ms as "firstChunkMs", duration_ms as "durationMs"
  from ledger_entry where trace_id = $1 order by at, id`

const isCursor = (cursor: string | null): cursor is string => cursor !== null && /^\d{4}-\d\d-\d\dT[\d:.]+Z_[0-9a-f]{32}$/.test(cursor)
