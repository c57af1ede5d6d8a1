import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Database } from '../../src/adapters/postgres/database.ts'
import { openDocumentStore } from '../../src/adapters/postgres/document-store.ts'
import { openEvalRuns } from '../../src/adapters/postgres/eval-runs.ts'
import { openTraceFinder } from '../../src/adapters/postgres/find-traces.ts'
import { openJournal } from '../../src/adapters/postgres/journal.ts'
import { newId, newTraceId } from '../../src/base/id.ts'
import type { Answer } from '../../src/domain/answer.ts'
import type { CaseRow, EvalReport } from '../../src/domain/eval-run.ts'
import { storeCases } from '../support/stores.ts'

const { cases, close } = storeCases()
after(close)

const row = (parts: Partial<CaseRow> = {}): CaseRow => ({
  caseId: 'port',
  variant: 'as set',
  repeat: 0,
  tags: ['ports'],
  origin: 'people',
  traceId: null,
  outcome: 'answered',
  abstained: null,
  failure: null,
  model: 'extractive',
  confidence: 0.8,
  scores: { correct: 1, 'ndcg@10': null },
  faults: [],
  judgements: [],
  latencyMs: 12.5,
  firstTokenMs: null,
  inputTokens: 0,
  outputTokens: 0,
  costUsd: 0,
  ...parts,
})

const report = (state: EvalReport['state']): EvalReport => ({
  runId: 'r',
  suite: 'guide',
  suiteHash: 'h',
  version: '0',
  collection: 'default',
  startedAt: '2026-01-01T00:00:00.000Z',
  state,
  why: null,
  cases: 1,
  generatedCases: 0,
  repeat: 1,
  retrieval: [],
  variants: [],
  comparisons: [],
  thresholds: [],
  gate: null,
  notes: [],
})

for (const { name, skip, open } of cases) {
  let database: (Database & AsyncDisposable) | undefined
  before(async () => {
    if (!skip) database = await open()
  })
  after(() => database?.[Symbol.asyncDispose]())

  const begun = async (collection = 'default', suite = newId()): Promise<string> => {
    const id = newId()
    await openEvalRuns(database!).begin({ id, suite, suiteHash: suite, plan: 'p', collection })
    return id
  }

  test(`${name}: rows come back as they were added, each once`, { skip }, async () => {
    const runs = openEvalRuns(database!)
    const id = await begun()
    await runs.addRow(id, row({ caseId: 'b' }))
    await runs.addRow(id, row({ caseId: 'a', repeat: 1, faults: ['It says \0 7.'] }))
    await runs.addRow(id, row({ caseId: 'b', confidence: 0.1 }))
    assert.deepEqual(await runs.rows(id), [row({ caseId: 'a', repeat: 1, faults: ['It says \ufffd 7.'] }), row({ caseId: 'b' })])
  })

  test(`${name}: a run is gone on with until it is complete, by its own plan only`, { skip }, async () => {
    const runs = openEvalRuns(database!)
    const suite = newId()
    const id = await begun('default', suite)
    const unfinished = async (plan: string): Promise<string | undefined> => (await runs.unfinished(suite, plan))?.id
    assert.deepEqual([await unfinished('p'), await unfinished('other'), await runs.unfinished('nothing', 'p')], [id, undefined, null])
    await runs.finish(id, report('partial'))
    assert.deepEqual([await unfinished('p'), (await runs.find(id))?.report?.state, (await runs.find(id))?.finishedAt], [id, 'partial', null])
    await runs.finish(id, report('complete'))
    assert.equal(await unfinished('p'), undefined)
    assert.ok((await runs.find(id))?.finishedAt instanceof Date)
  })

  test(`${name}: runs are listed newest first, and go with their rows`, { skip }, async () => {
    const runs = openEvalRuns(database!)
    const suite = newId()
    const ids = [await begun('default', suite), await begun('default', suite)]
    await runs.addRow(ids[0]!, row())
    assert.deepEqual(
      (await runs.list(suite, 10)).map(({ id }) => id),
      ids.toReversed(),
    )
    assert.equal((await runs.list(suite, 1)).length, 1)
    assert.deepEqual([await runs.remove(ids[0]!), await runs.remove(ids[0]!), (await runs.rows(ids[0]!)).length], [true, false, 0])
  })

  test(`${name}: what the scope does not show is not there, and gets no rows`, { skip }, async () => {
    const id = await begun('secret')
    const outside = openEvalRuns(database!, ['default'])
    await outside.addRow(id, row())
    assert.deepEqual([await outside.find(id), await outside.remove(id), (await openEvalRuns(database!).rows(id)).length], [null, false, 0])
  })

  test(`${name}: a removed document leaves figures without words, also in a row that is added afterwards`, { skip }, async () => {
    const store = openDocumentStore(database!)
    const runs = openEvalRuns(database!)
    const id = await begun()
    const { documentId, version } = await store.put(document)
    const traces = [newTraceId(), newTraceId()]
    for (const traceId of traces) await openJournal(database!).record(answerFrom(documentId, version, traceId), question, 'evaluation')
    const judged = row({ traceId: traces[0]!, faults: ['The number zebra is wrong.'], judgements: [judgement] })
    const find = openTraceFinder(database!)
    const found = async (): Promise<number> =>
      (await find({ documentId, source: 'a.md', text: 'zebra' })).filter(({ place }) => place.startsWith('evaluations')).reduce((sum, it) => sum + it.count, 0)

    await runs.addRow(id, judged)
    assert.equal(await found(), 2)
    await store.remove(documentId)
    await runs.addRow(id, { ...judged, traceId: traces[1]!, repeat: 1 })
    assert.equal(await found(), 0)
    const rows = await runs.rows(id)
    assert.doesNotMatch(JSON.stringify(rows), /zebra/)
    assert.deepEqual(
      rows.map(({ scores, faults }) => [scores['correct'], faults.length]),
      [
        [1, 1],
        [1, 1],
      ],
    )
  })

  test(`${name}: a removed document is forgotten in comparisons with the answer that was made from it`, { skip }, async () => {
    const store = openDocumentStore(database!)
    const runs = openEvalRuns(database!)
    const id = await begun()
    const { documentId, version } = await store.put(document)
    const traces = [newTraceId(), newTraceId()] as const
    for (const traceId of traces) await openJournal(database!).record(answerFrom(documentId, version, traceId), question, 'evaluation')
    const first = row({ traceId: traces[0] })
    const other = row({
      variant: 'other',
      faults: ['It is late.', 'm by prefer.v1: No verdict: zebra.'],
      comparedAnswers: [{ ...comparison, againstTraceId: traces[0] }],
    })

    for (const it of [first, other]) await runs.addRow(id, it)
    await store.remove(documentId)
    await runs.addRow(id, { ...other, repeat: 1, comparedAnswers: [{ ...comparison, againstTraceId: traces[1] }] })
    const rows = await runs.rows(id)
    assert.doesNotMatch(JSON.stringify(rows), /zebra/)
    const others = rows.filter(({ variant }) => variant === 'other')
    assert.deepEqual(
      others.map(({ faults, comparedAnswers }) => [faults[0], faults.length, comparedAnswers![0]!.preference]),
      [
        ['It is late.', 2, null],
        ['It is late.', 2, null],
      ],
    )
  })
}

const judgement = {
  rubric: 'correct.v1',
  judge: 'm',
  verdict: 'fail',
  score: 0,
  explanation: 'It says zebra.',
  failure: null,
  inputTokens: 1,
  outputTokens: 1,
  costUsd: null,
  ms: 1,
} as const

const comparison = {
  rubric: 'prefer.v1',
  judge: 'm',
  against: 'as set',
  preference: null,
  inOrder: 'second',
  swapped: null,
  explanation: 'It says zebra.',
  failure: 'No verdict: zebra.',
  inputTokens: 1,
  outputTokens: 1,
  costUsd: null,
  ms: 1,
} as const

const question = { text: 'What is it?', collection: 'default', maxTokens: 512, topK: 8, history: [], responseSchema: null }

const document = {
  document: {
    collection: 'default',
    source: 'a.md',
    title: 'A',
    mediaType: 'text/markdown',
    language: 'en',
    metadata: {},
    text: 'zebra words',
    pageStarts: [],
    origin: null,
  },
  chunks: [{ ordinal: 0, start: 0, end: 11, headingPath: [], tokens: 2 }],
  pipeline: 'test',
  vectors: null,
}

const answerFrom = (documentId: string, version: string, traceId: string): Answer => ({
  text: 'zebra words',
  data: null,
  standaloneQuestion: null,
  followUp: null,
  structured: null,
  citations: [
    {
      answerStart: 0,
      answerEnd: 11,
      documentId,
      source: 'a.md',
      title: 'A',
      heading: '',
      version,
      page: null,
      quote: 'zebra words',
      start: 0,
      end: 11,
      verdict: 'supported',
      field: null,
    },
  ],
  abstained: null,
  confidence: 1,
  model: 'extractive',
  usage: { inputTokens: 0, outputTokens: 0, embeddingTokens: 0, reported: true, costUsd: 0 },
  timingsMs: {},
  traceId,
  cache: 'miss',
  degraded: [],
  passages: [],
  verdicts: [],
  prompt: null,
})
