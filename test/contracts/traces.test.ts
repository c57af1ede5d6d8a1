import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { asCaller } from '../../src/adapters/postgres/as-caller.ts'
import type { Database } from '../../src/adapters/postgres/database.ts'
import { forgetContent } from '../../src/adapters/postgres/forget-content.ts'
import { openJournal } from '../../src/adapters/postgres/journal.ts'
import { openTraces } from '../../src/adapters/postgres/traces.ts'
import { newTraceId } from '../../src/base/id.ts'
import type { Answer } from '../../src/domain/answer.ts'
import { withinCall } from '../../src/domain/call.ts'
import type { QuestionTrace, TraceFilter } from '../../src/domain/question-trace.ts'
import { storeCases } from '../support/stores.ts'

const { cases, close } = storeCases()
after(close)

const dayMs = 24 * 3600_000
const everything: TraceFilter = {
  collection: null,
  callerId: null,
  outcome: null,
  abstained: null,
  slowerThanMs: null,
  purpose: null,
  limit: 50,
  cursor: null,
}

const trace = (given: Partial<QuestionTrace> = {}): QuestionTrace => ({
  traceId: newTraceId(),
  askedAt: new Date(),
  collection: 'default',
  callerId: 'owner',
  purpose: 'live',
  outcome: 'answered',
  abstained: null,
  errorCode: null,
  model: 'extractive',
  cache: 'miss',
  degraded: [],
  durationMs: 12.5,
  firstTextMs: 3.25,
  question: null,
  httpStatus: 200,
  spans: [
    {
      id: 'a1b2c3d4e5f60718',
      parentId: null,
      name: 'POST /ask',
      stage: 'request',
      startMs: 0,
      durationMs: 12.5,
      attributes: { 'http.response.status_code': 200 },
      error: null,
    },
  ],
  ...given,
})

for (const { name, skip, open } of cases) {
  let database: (Database & AsyncDisposable) | undefined
  before(async () => {
    if (!skip) database = await open()
  })
  after(() => database?.[Symbol.asyncDispose]())

  test(`${name}: a trace is found as it was written, also with what PostgreSQL cannot hold in its question`, { skip }, async () => {
    const traces = openTraces(database!)
    const failed = trace({ outcome: 'failed', errorCode: 'upstream', degraded: ['embedder'], question: 'Why \0?', model: null, cache: null, firstTextMs: null })
    const answered = trace()
    await traces.record([failed, answered])
    await traces.record([answered])
    assert.deepEqual(await traces.find(answered.traceId), answered)
    assert.deepEqual(await traces.find(failed.traceId), { ...failed, question: 'Why \ufffd?' })
    assert.equal(await traces.find(newTraceId()), null)
  })

  test(`${name}: the list is newest first, page by page, and filtered`, { skip }, async () => {
    const traces = openTraces(database!)
    const at = (minute: number): Date => new Date(Date.UTC(2026, 0, 1, 0, minute))
    const all = [
      trace({ collection: 'listed', askedAt: at(0), durationMs: 1 }),
      trace({ collection: 'listed', askedAt: at(1), outcome: 'abstained', abstained: 'not_supported' }),
      trace({ collection: 'listed', askedAt: at(2), outcome: 'failed', errorCode: 'upstream', question: 'What failed?', durationMs: 9000, callerId: 'k1' }),
      trace({ collection: 'listed', askedAt: at(2), outcome: 'cancelled', errorCode: 'cancelled', purpose: 'evaluation' }),
    ]
    await traces.record(all)
    const listed = async (filter: Partial<TraceFilter>): Promise<string[]> =>
      (await traces.list({ ...everything, collection: 'listed', ...filter })).traces.map(({ traceId }) => traceId)
    const newestFirst = all.toSorted((a, b) => b.askedAt.getTime() - a.askedAt.getTime() || (a.traceId < b.traceId ? 1 : -1)).map(({ traceId }) => traceId)
    assert.deepEqual(await listed({}), newestFirst)
    const pages: string[] = []
    let cursor: string | null = null
    do {
      const page: Awaited<ReturnType<typeof traces.list>> = await traces.list({ ...everything, collection: 'listed', limit: 1, cursor })
      pages.push(...page.traces.map(({ traceId }) => traceId))
      cursor = page.nextCursor
    } while (cursor !== null)
    assert.deepEqual(pages, newestFirst)
    assert.deepEqual(await listed({ outcome: 'failed' }), [all[2]!.traceId])
    assert.deepEqual(await listed({ abstained: 'not_supported' }), [all[1]!.traceId])
    assert.deepEqual(await listed({ slowerThanMs: 1000 }), [all[2]!.traceId])
    assert.deepEqual(await listed({ purpose: 'evaluation' }), [all[3]!.traceId])
    assert.deepEqual(await listed({ callerId: 'k1' }), [all[2]!.traceId])
  })

  test(`${name}: who may see one collection finds no trace of another`, { skip }, async () => {
    const secret = trace({ collection: 'secret' })
    await openTraces(database!).record([secret])
    const theirs = openTraces(asCaller(database!))
    const asked = (collection: string) =>
      withinCall({ caller: { id: 'k', name: 'k', scope: 'admin', collections: [collection] } }, async () => [
        await theirs.find(secret.traceId),
        (await theirs.list({ ...everything, collection: 'secret' })).traces.length,
      ])
    assert.deepEqual(await asked('other'), [null, 0])
    assert.deepEqual(await asked('secret'), [secret, 1])
  })

  test(`${name}: words of old questions go, with the versions that only they cited; figures and newer rows stay`, { skip }, async () => {
    const journal = openJournal(database!)
    const [old, young, evaluated] = [newTraceId(), newTraceId(), newTraceId()]
    for (const traceId of [old, young, evaluated])
      await journal.record(answer(traceId), { ...question, text: 'CANARY?' }, traceId === evaluated ? 'evaluation' : 'live')
    const failed = trace({ askedAt: new Date(Date.now() - 40 * dayMs), outcome: 'failed', errorCode: 'upstream', question: 'CANARY?' })
    const withError = { ...failed, spans: failed.spans.map((span) => ({ ...span, error: 'No model answered CANARY.' })) }
    await openTraces(database!).record([withError])
    await database!.query(`update journal set asked_at = now() - interval '40 days' where trace_id = any ($1::text[])`, [[old, evaluated]])
    await database!.query(`insert into cited_version (document_id, version, trace_id) values (gen_random_uuid(), 'v', $1)`, [old])

    assert.equal(await forgetContent(database!, new Date(Date.now() - 30 * dayMs), AbortSignal.timeout(60_000)), 1)
    assert.equal(await forgetContent(database!, new Date(Date.now() - 30 * dayMs), AbortSignal.timeout(60_000)), 0)

    const entry = (await journal.find(old))!
    assert.doesNotMatch(JSON.stringify(entry), /CANARY/)
    assert.deepEqual([entry.question, entry.answer, entry.detail.timingsMs], ['', '', { total: 7 }])
    assert.match(JSON.stringify(await journal.find(young)), /CANARY/)
    assert.match(JSON.stringify(await journal.find(evaluated)), /CANARY/)
    const kept = (await openTraces(database!).find(failed.traceId))!
    assert.deepEqual([kept.question, kept.spans[0]!.error, kept.errorCode], [null, '(no longer kept)', 'upstream'])
    assert.deepEqual(await database!.query('select from cited_version where trace_id = $1', [old]), [])
  })

  test(`${name}: words are masked before they are written, or let go; those of evaluations are not`, { skip }, async () => {
    const masking = openJournal(database!, (text) => text.replaceAll('CANARY', '••••••'))
    const [live, evaluated] = [newTraceId(), newTraceId()]
    await masking.record(answer(live), { ...question, text: 'CANARY?' }, 'live')
    await masking.record(answer(evaluated), { ...question, text: 'CANARY?' }, 'evaluation')
    const entry = (await masking.find(live))!
    assert.doesNotMatch(JSON.stringify(entry), /CANARY/)
    assert.equal(entry.question, '••••••?')
    assert.equal((await masking.find(evaluated))!.question, 'CANARY?')
  })
}

const question = { collection: 'default', maxTokens: 512, topK: 8, history: [], responseSchema: null }

const answer = (traceId: string): Answer => ({
  text: 'CANARY it is.',
  data: null,
  standaloneQuestion: 'CANARY?',
  answeredQuestion: 'CANARY?',
  followUp: null,
  structured: null,
  citations: [],
  abstained: null,
  confidence: 0.9,
  model: 'extractive',
  usage: { inputTokens: 0, outputTokens: 0, embeddingTokens: 0, reported: true, costUsd: 0 },
  timingsMs: { total: 7 },
  traceId,
  cache: 'miss',
  degraded: [],
  passages: [],
  verdicts: [{ text: 'CANARY it is.', verdict: 'supported', score: 1, reasons: ['CANARY'], citations: [] }],
  prompt: null,
})
