import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CaseRow, EvalReport } from '../../domain/eval-run.ts'
import type { EvalCase, EvalSuite, Threshold } from '../../domain/eval-suite.ts'
import type { JudgeCertificate } from '../../domain/judgement.ts'
import { caseOf } from '../checks/checked-for-tests.ts'
import { asSet } from '../suite/read-suite.ts'
import { buildReport, type Baseline, type ReportParts } from './build-report.ts'
import type { AppointedJudge } from './judge-answer.ts'

const casesOf = (count: number, parts: (index: number) => Partial<EvalCase> = () => ({})): EvalCase[] =>
  Array.from({ length: count }, (_, index) => caseOf({ id: `c${index}`, ...parts(index) }))

const row = (it: EvalCase, parts: Partial<CaseRow> = {}): CaseRow => ({
  caseId: it.id,
  variant: asSet.name,
  repeat: 0,
  tags: it.tags,
  origin: it.origin,
  traceId: 't',
  outcome: 'answered',
  abstained: null,
  failure: null,
  model: 'm',
  confidence: 0.9,
  scores: { correct: 1 },
  faults: [],
  judgements: [],
  latencyMs: 10,
  firstTokenMs: 5,
  inputTokens: 3,
  outputTokens: 1,
  costUsd: 0.01,
  ...parts,
})

const bound = (parts: Partial<Threshold> & { readonly metric: string }): Threshold => ({ tag: null, least: null, most: null, mostWorse: null, ...parts })

interface Given extends Partial<Omit<ReportParts, 'suite'>> {
  readonly cases?: readonly EvalCase[]
  readonly thresholds?: readonly Threshold[]
  readonly variants?: EvalSuite['variants']
}

const report = ({ cases = casesOf(10), thresholds = [], variants = [asSet], ...parts }: Given): EvalReport =>
  buildReport({
    runId: 'r',
    suite: { name: 's', hash: 'h', collection: 'c', documents: [], cases, retrieval: [], variants, rubrics: [], repeat: 1, mostCostUsd: null, thresholds },
    rows: cases.map((it) => row(it)),
    judges: [],
    retrieval: [],
    version: '0',
    startedAt: new Date(0),
    stopped: null,
    against: null,
    isGated: true,
    notes: [],
    ...parts,
  })

const value = (it: EvalReport, name: string, variant = 0) => it.variants[variant]!.metrics.find((metric) => metric.name === name)?.value
const rowsWith = (cases: readonly EvalCase[], scoreOf: (index: number) => number): CaseRow[] =>
  cases.map((it, index) => row(it, { scores: { correct: scoreOf(index) } }))
const whys = (it: EvalReport): string[] => it.thresholds.map(({ holds, why }) => `${holds ? '✓' : '✗'} ${why}`)

test('repeats are averaged before cases are: a case that was asked often counts once', () => {
  const [a, b] = casesOf(2)
  const rows = [row(a!, { scores: { correct: 0 } }), ...[0, 1, 2, 3].map((repeat) => row(b!, { repeat, scores: { correct: repeat % 2 } }))]
  const it = report({ cases: [a!, b!], rows })
  assert.deepEqual([value(it, 'correct'), value(it, 'repeat_spread')], [0.25, 1])
  assert.equal(it.variants[0]!.metrics.find(({ name }) => name === 'correct')!.n, 2)
})

test('generated cases stand apart and are in no main figure', () => {
  const cases = casesOf(4, (index) => ({ origin: index < 2 ? 'people' : 'generated', tags: ['x'] }))
  const it = report({ cases, rows: rowsWith(cases, (index) => (index < 2 ? 1 : 0)), thresholds: [bound({ metric: 'correct', least: 1 })] })
  assert.deepEqual([it.cases, it.generatedCases, value(it, 'correct'), it.gate], [4, 2, 1, 'pass'])
  assert.deepEqual(
    it.variants[0]!.tags.map(({ tag, cases: count, metrics }) => [tag, count, metrics.find(({ name }) => name === 'correct')!.value]),
    [
      ['x', 2, 1],
      ['origin: generated', 2, 0],
    ],
  )
  const onlyGenerated = report({ cases: cases.slice(2), thresholds: [bound({ metric: 'correct', least: 0 })] })
  assert.equal(onlyGenerated.gate, 'fail', 'no case of people, no pass')
})

test('failed questions count in every share that they belong to', () => {
  const cases = casesOf(4)
  const rows = cases.map((it, index) => (index === 0 ? row(it, { outcome: 'failed', failure: 'Down.', scores: { correct: 0 }, confidence: null }) : row(it)))
  const it = report({ cases, rows, thresholds: [bound({ metric: 'failed', most: 0 })] })
  assert.deepEqual([value(it, 'correct'), value(it, 'failed'), it.variants[0]!.failed, it.gate], [0.75, 0.25, 1, 'fail'])
})

test('one question that failed shuts the gate, unless the suite says how many may', () => {
  const rows = casesOf(10).map((it, index) => (index === 0 ? row(it, { outcome: 'failed', failure: 'Down.', scores: { correct: 0 } }) : row(it)))
  const met = bound({ metric: 'correct', least: 0.5 })
  assert.match(whys(report({ rows, thresholds: [met] }))[1]!, /^✗ 1 question got no answer at all/)
  assert.equal(report({ rows, thresholds: [met, bound({ metric: 'failed', most: 0.1 })] }).gate, 'pass')
  assert.equal(report({ rows }).gate, null)
})

test('cost and time: a price that is not known is no small price', () => {
  const cases = casesOf(10)
  const known = report({ cases, rows: cases.map((it, index) => row(it, { latencyMs: (index + 1) * 10, costUsd: 0.02 })) })
  assert.deepEqual([value(known, 'cost')?.toFixed(2), known.variants[0]!.costUsd?.toFixed(2), value(known, 'tokens')], ['0.02', '0.20', 4])
  assert.deepEqual([value(known, 'latency_p50'), value(known, 'latency_p95')], [60, 100])
  const unknown = report({ cases, rows: cases.map((it, index) => row(it, { costUsd: index === 3 ? null : 0.02 })) })
  assert.deepEqual([value(unknown, 'cost'), unknown.variants[0]!.costUsd], [undefined, null])
})

test('risk and coverage: the surest answers first, those that should have been declined are wrong', () => {
  const cases = casesOf(4, (index) => ({ mustAbstain: index === 3 }))
  const told = [0.9, 0.8, 0.7, 0.6]
  const rows = cases.map((it, index) => row(it, { confidence: told[index]!, scores: { correct: index < 2 ? 1 : 0 } }))
  const { riskCoverage, reliability } = report({ cases, rows }).variants[0]!
  assert.deepEqual(
    riskCoverage.map(({ coverage, risk }) => [coverage, risk.toFixed(2)]),
    [
      [0.25, '0.00'],
      [0.5, '0.00'],
      [0.75, '0.33'],
      [1, '0.50'],
    ],
  )
  assert.deepEqual(
    reliability.map(({ right, cases: count }) => [right, count]),
    [
      [0, 1],
      [0, 1],
      [1, 1],
      [1, 1],
    ],
  )
  const it = report({ cases, rows })
  assert.deepEqual([value(it, 'auroc_unanswerable'), value(it, 'auroc_correct'), value(it, 'aurc')?.toFixed(3)], [1, 1, '0.208'])
  assert.deepEqual(report({ cases: casesOf(3) }).variants[0]!.riskCoverage, [], 'nothing is wrong, nothing could be declined')
})

const cases40 = casesOf(40)
const baselineOf = (rows: readonly CaseRow[], parts: Partial<Baseline> = {}): Baseline => ({
  id: 'old',
  suiteHash: 'h',
  rows,
  variants: [],
  isPartial: false,
  ...parts,
})
const worse = [bound({ metric: 'correct', mostWorse: 0.05 })]

test('the gate sees a drop beyond what is allowed, and none where nothing changed', () => {
  const against = baselineOf(rowsWith(cases40, () => 1))
  assert.equal(report({ cases: cases40, against, thresholds: worse }).gate, 'pass')
  const dropped = report({ cases: cases40, rows: rowsWith(cases40, (index) => (index < 16 ? 0 : 1)), against, thresholds: worse })
  assert.equal(dropped.gate, 'fail')
  assert.match(
    dropped.thresholds[0]!.why,
    /correct differs by -40\.0 % \[.*\] from baseline old on 40 shared cases; at most 5\.0 % worse is wanted; less than \d/,
  )
  const { verdict, detectable, metric } = dropped.comparisons[0]!
  assert.deepEqual([verdict, metric], ['worse', 'correct'])
  assert.ok(dropped.thresholds[0]!.why.includes(`less than ${(detectable * 100).toFixed(1)} % could not`), 'one figure in table and gate')
})

test('another suite is compared on shared cases only, and the report says so', () => {
  const against = baselineOf(
    rowsWith(cases40.slice(0, 30), () => 1),
    { suiteHash: 'other', isPartial: true },
  )
  const it = report({ cases: cases40, against, thresholds: worse })
  assert.equal(it.comparisons[0]!.difference.n, 30)
  assert.deepEqual(it.notes, [
    'The baseline old was made with other cases, judges or documents. Only the 30 cases that both have by id are compared.',
    'The baseline old is partial.',
  ])
})

test('a comparison without a baseline, or without a shared case, does not hold', () => {
  assert.match(whys(report({ thresholds: worse }))[0]!, /^✗ .*there is none. Name one with --against/)
  const strangers = baselineOf(
    rowsWith(
      casesOf(3, (index) => ({ id: `x${index}` })),
      () => 1,
    ),
  )
  assert.match(whys(report({ against: strangers, thresholds: worse }))[0]!, /^✗ .*no case and no figure is shared/)
})

test('variants are compared with the first one, which is compared with nobody', () => {
  const variants = [asSet, { ...asSet, name: 'b' }]
  const rows = [...rowsWith(cases40, () => 1), ...rowsWith(cases40, () => 0).map((it) => ({ ...it, variant: 'b' }))]
  const it = report({ cases: cases40, rows, variants, thresholds: worse })
  assert.deepEqual(
    it.comparisons.map(({ variant, against, metric, verdict }) => [variant, against, metric, verdict]),
    [['b', 'as set', 'correct', 'worse']],
  )
  assert.deepEqual(
    it.thresholds.map(({ variant, holds }) => [variant, holds]),
    [['b', false]],
  )
  const turned = report({ cases: cases40, rows, variants, thresholds: worse, against: 'b' })
  assert.deepEqual(
    turned.thresholds.map(({ variant, holds }) => [variant, holds]),
    [['as set', true]],
  )
})

test('percentiles are compared as they are', () => {
  const own = report({ thresholds: [] })
  const slower = casesOf(10).map((it) => row(it, { latencyMs: 25 }))
  const thresholds = [bound({ metric: 'latency_p95', mostWorse: 10 })]
  const it = report({ rows: slower, against: baselineOf([row(casesOf(1)[0]!)], { variants: own.variants }), thresholds })
  assert.deepEqual(whys(it), ['✗ latency_p95 is 25 ms after 10 ms; at most 10 ms worse is wanted.'])
})

test('no false pass: partial, nothing measured, no such tag', () => {
  const met = [bound({ metric: 'correct', least: 0.5 })]
  assert.equal(report({ thresholds: met }).gate, 'pass')
  assert.deepEqual([report({ thresholds: met, stopped: 'Stopped.' }).gate, report({ thresholds: met, stopped: 'Stopped.' }).state], ['fail', 'partial'])
  assert.equal(report({ thresholds: met, rows: [] }).gate, 'fail')
  assert.equal(report({ thresholds: [bound({ metric: 'token_f1', least: 0 })] }).gate, 'fail')
  assert.equal(report({ thresholds: [bound({ metric: 'correct', least: 0, tag: 'x' })] }).gate, 'fail')
  assert.equal(report({ thresholds: [bound({ metric: 'retrieval.ndcg@10', least: 0 })] }).gate, 'fail')
  assert.equal(report({ thresholds: [] }).gate, null)
  assert.equal(report({ thresholds: met, isGated: false }).gate, null)
})

const judge = (parts: Partial<AppointedJudge> = {}): AppointedJudge => ({
  judge: {
    id: 'judge',
    rubric: { version: 'correct.v1', hash: 'h', question: '', kind: 'single', needs: [], system: '', user: '' },
    judge: async () => assert.fail(),
    compare: async () => assert.fail(),
  },
  metric: 'judge.correct.v1',
  mayJudgeItself: false,
  leastKappa: null,
  certificate: null,
  ...parts,
})
// On labelled items it passed all, and people passed half.
const lenient = {
  id: 'cert',
  dataset: 'labelled.jsonl',
  madeAt: new Date(0),
  items: 40,
  failed: 0,
  agreement: { value: 0.5, low: 0.3, high: 0.7, n: 40 },
  kappa: { value: 0.2, low: 0.01, high: 0.4, n: 40 },
  calibration: Array.from({ length: 40 }, (_, index) => ({ people: index % 2, judge: 1 })),
} as unknown as JudgeCertificate
const judged = casesOf(20).map((it) =>
  row(it, {
    scores: { correct: 1, 'judge.correct.v1': 1 },
    judgements: [
      { rubric: 'correct.v1', judge: 'judge', verdict: 'pass', score: 1, explanation: '', failure: null, inputTokens: 0, outputTokens: 0, costUsd: 0, ms: 1 },
    ],
  }),
)
const judgedReport = (parts: Partial<AppointedJudge>, thresholds: readonly Threshold[] = [bound({ metric: 'judge.correct.v1', least: 0.8 })]) =>
  report({ cases: casesOf(20), rows: judged, judges: [judge(parts)], thresholds })

test('a judge that was never measured opens no gate', () => {
  const it = judgedReport({})
  assert.equal(it.gate, 'fail')
  assert.match(whys(it)[0]!, /^✗ judge was never measured as a judge by correct\.v1, so its word opens no gate/)
  assert.match(it.notes[0]!, /never measured against people/)
})

test('a judge that passes too much is corrected for it, and the corrected mean is held against the bound', () => {
  const it = judgedReport({ certificate: lenient })
  const metric = it.variants[0]!.metrics.find(({ name }) => name === 'judge.correct.v1')!
  assert.deepEqual([metric.value, metric.judged!.corrected!.value, metric.judged!.certificate!.id], [1, 0.5, 'cert'])
  assert.match(whys(it)[0]!, /^✗ judge\.correct\.v1 is 50\.0 % \(the judge said 100\.0 %\); at least 80\.0 % is wanted\.$/)
})

test('a judge below the bar of the suite shuts the gate, whether or not a threshold leans on it', () => {
  const met = [bound({ metric: 'correct', least: 0.5 })]
  assert.deepEqual(
    [judgedReport({ certificate: lenient, leastKappa: 0.1 }, met).gate, judgedReport({ certificate: lenient, leastKappa: 0.4 }, met).gate],
    ['pass', 'fail'],
  )
  assert.match(
    whys(judgedReport({ leastKappa: 0.1 }, met))[1]!,
    /^✗ judge was never measured as a judge by correct\.v1.*\(A kappa of at least 0\.1 is wanted\.\)$/,
  )
  assert.equal(judgedReport({ certificate: { ...lenient, kappa: null }, leastKappa: 0.1 }, met).gate, 'fail')
})

/** It says what people say, of items of which this share passes. */
const perfect = (items: number, passes: number): JudgeCertificate => ({
  ...lenient,
  items,
  kappa: { value: 1, low: 0.1, high: 1, n: items },
  calibration: Array.from({ length: items }, (_, index) => ({ people: Number(index < passes * items), judge: Number(index < passes * items) })),
})
const judgedRows = (verdicts: readonly ('pass' | 'fail' | null)[]): CaseRow[] =>
  verdicts.map((verdict, index) => ({
    ...judged[index]!,
    scores: { 'judge.correct.v1': Number(verdict === 'pass') },
    judgements: judged[index]!.judgements.map((it) => ({ ...it, verdict, score: null })),
  }))
const correctedReport = (verdicts: readonly ('pass' | 'fail' | null)[], certificate: JudgeCertificate) =>
  report({
    cases: casesOf(verdicts.length),
    rows: judgedRows(verdicts),
    judges: [judge({ certificate })],
    thresholds: [bound({ metric: 'judge.correct.v1', least: 0.8 })],
  })

test('what passed of the labelled items opens no gate for others, and shuts none', () => {
  const half = correctedReport(['pass', 'fail'], perfect(40, 0.95))
  assert.deepEqual([half.gate, whys(half)], ['fail', ['✗ judge.correct.v1 is 50.0 % (the judge said 50.0 %); at least 80.0 % is wanted.']])
  assert.equal(correctedReport(['pass', 'pass', 'pass', 'pass'], perfect(40, 0.5)).gate, 'pass')
  assert.equal(correctedReport(['pass', 'pass', null, null], perfect(40, 0.95)).gate, 'fail', 'what failed is not averaged away')
})

test('the notes always say which certificate counts', () =>
  assert.match(correctedReport(['pass'], perfect(40, 0.5)).notes.join(), /its certificate of 1970-01-01 on 40 labelled items of labelled\.jsonl/))

const untrusted: readonly [string, Partial<JudgeCertificate>, RegExp][] = [
  ['too few labelled items', { items: 19 }, /gave a verdict on only 19 labelled items of labelled\.jsonl: too few to trust/],
  ['too few verdicts on them', { items: 40, failed: 30 }, /only 10 labelled items/],
  ['no kappa', { kappa: null }, /one label is all that was given/],
  [
    'an agreement that may be chance',
    { kappa: { value: 0.3, low: -0.02, high: 0.6, n: 40 } },
    /more than chance would on labelled\.jsonl \(kappa 0\.30, -0\.02 … 0\.60\)/,
  ],
  ['no item to correct by', { calibration: [] }, /could not be corrected for the error of judge/],
]
for (const [what, parts, why] of untrusted)
  test(`a judge with ${what} opens no gate, with a bar of the suite or without`, () => {
    const certificate = { ...perfect(40, 0.5), ...parts }
    const it = judgedReport({ certificate })
    assert.equal(it.gate, 'fail')
    assert.match(whys(it)[0]!, why)
    assert.equal(judgedReport({ certificate, leastKappa: 0.1 }).gate, 'fail')
  })

test('failed judgements are counted, and told', () => {
  const rows = judged.map((it, index) =>
    index < 5
      ? { ...it, scores: { ...it.scores, 'judge.correct.v1': 0 }, judgements: it.judgements.map((one) => ({ ...one, verdict: null, score: null })) }
      : it,
  )
  const it = report({ cases: casesOf(20), rows, judges: [judge()] })
  const metric = it.variants[0]!.metrics.find(({ name }) => name === 'judge.correct.v1')!
  assert.deepEqual([metric.value, metric.judged!.failed], [0.75, 5])
})
