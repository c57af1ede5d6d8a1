import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CaseRow, EvalReport } from '../../domain/eval-run.ts'
import { readReport } from './read-report.ts'
import { presentReport } from './report-schema.ts'

const row: CaseRow = {
  caseId: 'a',
  variant: 'as set',
  repeat: 1,
  tags: ['x'],
  origin: 'people',
  traceId: 't',
  outcome: 'answered',
  abstained: null,
  failure: null,
  model: 'm',
  confidence: 0.5,
  scores: { correct: 1, token_f1: null },
  faults: ['one'],
  judgements: [{ rubric: 'r', judge: 'j', verdict: null, score: null, explanation: '', failure: 'f', inputTokens: 1, outputTokens: 2, costUsd: null, ms: 3 }],
  comparedAnswers: [
    {
      rubric: 'prefer',
      judge: 'j',
      against: 'first',
      againstTraceId: 'u',
      preference: 'tie',
      inOrder: 'first',
      swapped: 'second',
      explanation: 'e',
      failure: null,
      inputTokens: 6,
      outputTokens: 7,
      costUsd: null,
      ms: 8,
    },
  ],
  latencyMs: 1,
  firstTokenMs: null,
  inputTokens: 4,
  outputTokens: 5,
  costUsd: 0.1,
}

const report: EvalReport = {
  runId: 'r',
  suite: 's',
  suiteHash: 'h',
  version: '0',
  collection: 'c',
  startedAt: '2026-01-01T00:00:00.000Z',
  state: 'partial',
  why: 'Stopped.',
  cases: 1,
  generatedCases: 0,
  repeat: 2,
  retrieval: [],
  variants: [],
  comparisons: [
    { variant: 'a', against: 'b', metric: 'correct', difference: { value: 0, low: 0, high: 0, n: 0 }, detectable: Infinity, verdict: 'no difference shown' },
  ],
  thresholds: [],
  gate: null,
  notes: [],
}

test('rows that were written are read back as they were; nothing detectable is null in JSON', () => {
  const json = JSON.parse(JSON.stringify(presentReport(report, [row])))
  const read = readReport(JSON.stringify(json), 'report.json')
  assert.deepEqual(read, { id: 'r', suiteHash: 'h', rows: [row], variants: [], isPartial: true })
  assert.equal(json.comparisons[0].detectable, null)
})

test('a report that is older than comparisons is read all the same', () => {
  const { rows, ...rest } = presentReport(report, [row])
  const [{ compared_answers: _, ...old }] = rows as [(typeof rows)[number]]
  assert.deepEqual(readReport(JSON.stringify({ ...rest, rows: [old] }), 'report.json').rows, [{ ...row, comparedAnswers: [] }])
})

for (const [name, text, sentence] of [
  ['no JSON', '{', /^report\.json is no JSON/],
  ['another JSON', '{"run_id":"r"}', /^report\.json is no report of a run: suite is missing/],
  [
    'a row without scores',
    JSON.stringify({ ...presentReport(report, []), rows: [{ case_id: 'a' }] }),
    /^report\.json is no report of a run: rows\.0\.variant is missing/,
  ],
] as const)
  test(`a baseline that is ${name} is one sentence`, () => {
    assert.throws(() => readReport(text, 'report.json'), { code: 'invalid', message: sentence })
  })
