import { z } from 'zod'
import { AppError } from '../base/error.ts'
import { abstentionReasons, cacheOutcomes } from '../domain/answer.ts'
import { currentCall, mayUse } from '../domain/call.ts'
import { ratings } from '../domain/feedback.ts'
import { purposes, type KeptEntry } from '../domain/journal.ts'
import { traceOutcomes, type QuestionTrace, type TracedCall } from '../domain/question-trace.ts'
import { stages, type RecordedSpan } from '../domain/trace.ts'
import { operation } from './operation.ts'
import { findOwn, maySeeAnswerOf } from './own-traces.ts'
import { traceId } from './schemas.ts'

const milliseconds = z.number().describe('Milliseconds')

const facts = {
  trace_id: z.string(),
  asked_at: z.string(),
  collection: z.string(),
  caller: z.string().describe('owner, system, the id of a key, or customer: and a name that stands for a customer'),
  purpose: z.enum(purposes),
  outcome: z.enum(traceOutcomes),
  abstained: z.string().nullable().describe('Why there is no answer'),
  error_code: z.string().nullable().describe('Of questions that failed or were cancelled'),
  http_status: z.int().nullable(),
  cache: z.enum(cacheOutcomes).nullable(),
  degraded: z.array(z.string()).describe('Parts that were done without'),
  duration_ms: milliseconds,
  first_text_ms: milliseconds.nullable().describe('Until the first verified text'),
  question: z.string().describe('Empty where it is not kept, or no longer'),
}

const span = z.object({
  id: z.string(),
  parent_id: z.string().nullable(),
  name: z.string(),
  stage: z.enum(stages),
  start_ms: milliseconds.describe('Since the trace began'),
  duration_ms: milliseconds,
  attributes: z.record(z.string(), z.unknown()).describe('In the words of the OpenTelemetry GenAI conventions'),
  error: z.string().nullable(),
})

const call = z.object({
  provider: z.string(),
  model: z.string(),
  task: z.string(),
  state: z.string(),
  input_tokens: z.int(),
  output_tokens: z.int(),
  cache_read_tokens: z.int().nullable(),
  cost_usd: z.string().nullable().describe('An exact decimal; null while the price is not known'),
  price_source: z.string().nullable(),
  price_date: z.string().nullable(),
  first_chunk_ms: milliseconds.nullable(),
  duration_ms: milliseconds,
})

export const getTrace = operation({
  name: 'getTrace',
  summary: 'Why an answer came out as it did: passages, prompt, verdict per sentence, spans, model calls and what they cost',
  effect: 'read',
  http: { method: 'GET', path: '/traces/{trace_id}' },
  cli: { words: ['traces', 'get'], positional: ['trace_id'] },
  mcp: { name: 'get_trace', description: 'Tells why an answer came out as it did: its passages, the verdict on each sentence, timings.' },
  input: z.strictObject({ trace_id: traceId.describe('Its id') }),
  output: z.object({
    ...facts,
    answer: z.string().describe('Empty where there is none, or it is not kept'),
    model: z.string(),
    detail: z.record(z.string(), z.unknown()),
    spans: z.array(span),
    calls: z.array(call).describe('Of language and embedding models, as the ledger has them'),
    feedback: z.object({ rating: z.enum(ratings), comment: z.string().nullable(), correction: z.string().nullable(), given_at: z.string() }).nullable(),
  }),
  run: async (app, { trace_id }) => {
    const [trace, entry, feedback, calls] = await Promise.all([
      app.traces.find(trace_id),
      findOwn(app, trace_id),
      app.feedback.find(trace_id),
      app.traces.calls(trace_id),
    ])
    const own = trace && maySeeAnswerOf(trace.callerId) ? trace : null
    const known = own ?? (entry && fromJournal(entry))
    if (!known) throw new AppError('not_found', `No trace "${trace_id}". Traces are kept in the database of the server that answered.`)
    return {
      ...presentFacts({ ...known, question: entry?.question ?? known.question }),
      answer: entry?.answer ?? '',
      model: entry?.model ?? known.model ?? '',
      detail: { ...entry?.detail },
      spans: known.spans.map(presentSpan),
      calls: calls.map(presentCall),
      feedback: feedback && { rating: feedback.rating, comment: feedback.comment, correction: feedback.correction, given_at: feedback.givenAt.toISOString() },
    }
  },
})

/** Of questions that were asked before traces were kept, or whose trace was lost with its process. */
const fromJournal = ({ traceId, askedAt, collection, purpose, abstained, model, question, callerId, detail }: KeptEntry): QuestionTrace => ({
  traceId,
  askedAt,
  collection,
  callerId: callerId ?? 'owner',
  purpose,
  outcome: abstained ? 'abstained' : 'answered',
  abstained: abstentionReasons.find((it) => it === abstained) ?? null,
  errorCode: null,
  httpStatus: null,
  model,
  cache: null,
  degraded: [],
  durationMs: detail.timingsMs?.['total'] ?? 0,
  firstTextMs: null,
  question,
  spans: [],
})

export const listTraces = operation({
  name: 'listTraces',
  summary: 'Questions and how they ended, newest first; a key that does not administer sees its own',
  effect: 'read',
  http: { method: 'GET', path: '/traces' },
  cli: { words: ['traces', 'list'] },
  input: z.strictObject({
    collection: z.string().max(63).optional().describe('Only of this collection'),
    outcome: z.enum(traceOutcomes).optional().describe('answered, abstained, failed or cancelled'),
    abstained: z.enum(abstentionReasons).optional().describe('Only those refused for this reason'),
    slower_than_ms: z.coerce.number().min(0).optional().describe('Only those that took at least this long'),
    purpose: z.enum(purposes).default('live').describe('Questions of people, or of evaluations'),
    limit: z.coerce.number().int().min(1).max(200).default(50).describe('How many'),
    cursor: z.string().max(200).optional().describe('next_cursor of the page before'),
  }),
  output: z.object({ traces: z.array(z.object({ ...facts, model: z.string().nullable() })), next_cursor: z.string().nullable() }),
  run: async (app, { collection = null, outcome = null, abstained = null, slower_than_ms: slowerThanMs = null, purpose, limit, cursor = null }) => {
    const { caller } = currentCall()
    const callerId = mayUse(caller, 'admin') ? null : caller.id
    const page = await app.traces.list({ collection, callerId, outcome, abstained, slowerThanMs, purpose, limit, cursor })
    return { traces: page.traces.map((trace) => ({ ...presentFacts(trace), model: trace.model })), next_cursor: page.nextCursor }
  },
})

const presentFacts = (trace: Omit<QuestionTrace, 'spans'>) => ({
  trace_id: trace.traceId,
  asked_at: trace.askedAt.toISOString(),
  collection: trace.collection,
  caller: trace.callerId,
  purpose: trace.purpose,
  outcome: trace.outcome,
  abstained: trace.abstained,
  error_code: trace.errorCode,
  http_status: trace.httpStatus,
  cache: trace.cache,
  degraded: [...trace.degraded],
  duration_ms: trace.durationMs,
  first_text_ms: trace.firstTextMs,
  question: trace.question ?? '',
})

const presentSpan = ({ id, parentId, name, stage, startMs, durationMs, attributes, error }: RecordedSpan) => ({
  id,
  parent_id: parentId,
  name,
  stage,
  start_ms: startMs,
  duration_ms: durationMs,
  attributes: { ...attributes },
  error,
})

const presentCall = (it: TracedCall) => ({
  provider: it.provider,
  model: it.model,
  task: it.task,
  state: it.state,
  input_tokens: it.inputTokens,
  output_tokens: it.outputTokens,
  cache_read_tokens: it.cacheReadTokens,
  cost_usd: it.costUsd,
  price_source: it.priceSource,
  price_date: it.priceDate,
  first_chunk_ms: it.firstChunkMs,
  duration_ms: it.durationMs,
})
