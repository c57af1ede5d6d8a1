/** A report as a run would give it, with as many cases and variants as a test asks for. Its figures follow from a seed, not from a clock. */
import type { Citation } from '../../domain/answer.ts'
import type { CaseRow, EvalReport, Metric, VariantReport } from '../../domain/eval-run.ts'
import type { Estimate, Judgement } from '../../domain/judgement.ts'
import type { CaseWords, ReportInput } from './report-input.ts'

export interface ReportShape {
  readonly cases?: number
  readonly variants?: readonly string[]
  readonly repeat?: number
  readonly gate?: EvalReport['gate']
  readonly state?: EvalReport['state']
  /** A judge's metric: with a certificate, without one, or none at all. */
  readonly judge?: 'certified' | 'unmeasured' | 'none'
  /** Stands wherever words of people or of documents stand. */
  readonly words?: string
}

export const reportForTests = ({
  cases = 12,
  variants = ['as set'],
  repeat = 1,
  gate = 'pass',
  state = 'complete',
  judge = 'none',
  words = 'The signing key is rotated every 42 days.',
}: ReportShape = {}): ReportInput => {
  const random = seeded(7)
  const rows = variants.flatMap((variant, at) =>
    Array.from({ length: cases }, (_, index) =>
      Array.from({ length: repeat }, (_, again) => rowOf({ variant, at, index, again, judge, words, random })),
    ).flat(),
  )
  const report: EvalReport = {
    runId: '01990000-0000-7000-8000-000000000001',
    suite: 'handbook',
    suiteHash: 'ab'.repeat(32),
    version: '0.1.0',
    collection: 'docs',
    startedAt: '2026-11-23T07:00:00.000Z',
    state,
    why: state === 'partial' ? `The money limit of $0.50 was reached after 7 of ${cases} cases.` : null,
    cases,
    generatedCases: 2,
    repeat,
    retrieval: [{ dataset: 'handbook-questions', metrics: [metric('ndcg@10', estimate(0.91, 0.04, cases)), metric('recall@10', estimate(0.97, 0.02, cases))] }],
    variants: variants.map((name, at) => variantOf(name, at, rows, judge)),
    comparisons: variants.slice(1).map((variant, at) => ({
      variant,
      against: variants[0]!,
      metric: 'correct',
      difference: { value: at === 0 ? 0.08 : -0.02, low: at === 0 ? 0.02 : -0.09, high: at === 0 ? 0.14 : 0.05, n: cases },
      detectable: 0.06,
      verdict: at === 0 ? 'better' : 'no difference shown',
    })),
    thresholds: [
      { metric: 'correct', variant: variants[0]!, tag: null, holds: gate !== 'fail', why: 'correct of at least 80.0 % was wanted; 75.0 % was seen.' },
      { metric: 'quotes_exact', variant: variants[0]!, tag: 'numbers', holds: true, why: 'quotes_exact of at least 100.0 % was wanted; 100.0 % was seen.' },
    ],
    gate,
    notes: [`A note with words: ${words}`],
  }
  const traced = rows.filter(({ traceId }) => traceId !== null)
  return { report, rows, words: new Map(traced.map((row, index) => [row.traceId!, wordsOf(words, row, index)])), expected: new Map() }
}

const tags = ['numbers', 'dates', 'how-to', 'unanswerable']

interface RowShape {
  readonly variant: string
  readonly at: number
  readonly index: number
  readonly again: number
  readonly judge: ReportShape['judge']
  readonly words: string
  readonly random: () => number
}

const rowOf = ({ variant, at, index, again, judge, words, random }: RowShape): CaseRow => {
  const isFaulty = random() < 0.25 - at * 0.05
  const isFailed = index === 3
  const isDeclined = index % 7 === 5
  const confidence = isFailed ? null : Math.max(0, Math.min(1, (isFaulty ? 0.35 : 0.75) + (random() - 0.5) * 0.4))
  return {
    caseId: `case-${index + 1}`,
    variant,
    repeat: again,
    tags: [tags[index % tags.length]!, ...(index % 5 === 0 ? ['long'] : [])],
    origin: index === 1 || index === 2 ? 'generated' : 'people',
    traceId: isFailed ? null : `${variant.length.toString(16)}${at}${index}x${again}`.padEnd(32, '0'),
    outcome: isFailed ? 'failed' : isDeclined ? 'abstained' : 'answered',
    abstained: isDeclined ? 'nothing_relevant' : null,
    failure: isFailed ? `The model server did not answer within 60 seconds. ${words}` : null,
    model: `model-${at}`,
    confidence,
    scores: {
      correct: isFailed || isFaulty ? 0 : 1,
      citation_precision: isDeclined ? null : 1,
      quotes_exact: isDeclined ? null : 1,
      supported_share: random(),
    },
    faults: isFaulty && !isFailed ? [`The answer says ${words}`, 'None of the expected sources is cited: guide/keys.md.'] : [],
    judgements: judge === 'none' || isFailed ? [] : [judgementOf(isFaulty, index, words)],
    latencyMs: 40 * (at + 1) + random() * 900 * (at + 1),
    firstTokenMs: 20 + random() * 50,
    inputTokens: 700,
    outputTokens: 80,
    costUsd: at === 0 ? 0 : 0.0004 * at,
  }
}

const judgementOf = (isFaulty: boolean, index: number, words: string): Judgement => {
  const common = { rubric: 'correct.v1', judge: 'local:judge-1', inputTokens: 300, outputTokens: 40, costUsd: 0, ms: 800 }
  if (index === 6) return { ...common, verdict: null, score: null, explanation: '', failure: 'The judge answered no JSON.' }
  return { ...common, verdict: isFaulty ? 'fail' : 'pass', score: isFaulty ? 0.1 : 0.9, explanation: `Because ${words}`, failure: null }
}

const wordsOf = (words: string, row: CaseRow, index: number): CaseWords => {
  const passage = `Keys. ${words} The old one is kept for a week.`
  const start = passage.indexOf(words)
  const citation: Citation = {
    answerStart: 0,
    answerEnd: words.length,
    start,
    end: start + words.length,
    documentId: '01990000-0000-7000-8000-0000000000aa',
    source: 'guide/keys.md',
    title: 'Keys',
    heading: words.slice(0, 40),
    version: 'cd'.repeat(32),
    page: null,
    quote: words,
    verdict: 'supported',
    field: null,
  }
  const isAnswered = row.outcome === 'answered'
  return {
    question: `How often is it rotated? (${row.caseId}) ${words}`,
    standaloneQuestion: null,
    answer: isAnswered ? words : 'The documents do not say.',
    citations: isAnswered ? [citation] : [],
    verdicts: [
      { text: words, verdict: 'supported', score: 0.97, reasons: [], citations: [citation] },
      { text: `Left out: ${words}`, verdict: 'unsupported', score: 0.1, reasons: ['number 7 is not in the source'], citations: [] },
    ],
    passages: [
      {
        source: 'guide/keys.md',
        heading: 'Rotation',
        ranks: { vector: 1, words: 2 },
        text: passage,
        quoted: isAnswered ? [{ start, end: start + words.length }] : [],
      },
      { source: '[removed with its document]', heading: '', ranks: { vector: null, words: 1 }, text: index % 2 ? null : `${words} `.repeat(90), quoted: [] },
    ],
  }
}

const variantOf = (name: string, at: number, rows: readonly CaseRow[], judge: ReportShape['judge']): VariantReport => {
  const own = rows.filter((row) => row.variant === name)
  const quality = 0.75 + at * 0.08
  const metrics: Metric[] = [
    metric('correct', estimate(quality, 0.1, own.length)),
    metric('citation_precision', estimate(0.95, 0.04, own.length)),
    metric('quotes_exact', { value: 1, low: 0.92, high: 1, n: own.length }),
    metric('latency_p50', { value: 480 * (at + 1), low: 400 * (at + 1), high: 600 * (at + 1), n: own.length }, 'ms', 'lower'),
    metric('cost', { value: 0.0004 * at, low: 0.0003 * at, high: 0.0005 * at, n: own.length }, 'usd', 'lower'),
    ...(judge === 'none' ? [] : [judgedMetric(quality, own.length, judge === 'certified')]),
  ]
  return {
    name,
    model: `model-${at}`,
    cases: own.length,
    failed: own.filter(({ outcome }) => outcome === 'failed').length,
    metrics,
    tags: tags.map((tag, index) => ({
      tag,
      cases: 6 - index,
      metrics: [metric('correct', estimate(Math.max(0, quality - index * 0.2), 0.2, 6 - index)), metric('citation_precision', estimate(0.95, 0.04, 6 - index))],
    })),
    riskCoverage: Array.from({ length: 20 }, (_, index) => ({
      confidence: 1 - index / 20,
      coverage: (index + 1) / 20,
      risk: (index / 20) ** 2 * (0.4 - at * 0.1),
    })),
    reliability: [0.15, 0.35, 0.55, 0.75, 0.95].map((confidence, index) => ({
      confidence,
      right: Math.min(1, confidence + (index - 2) * 0.05),
      cases: 1 + index * 2,
    })),
    costUsd: 0.0004 * at * own.length,
    judgeCostUsd: judge === 'none' ? null : 0.01,
  }
}

const judgedMetric = (value: number, n: number, isCertified: boolean): Metric => ({
  ...metric('judge.correct.v1', estimate(value, 0.1, n)),
  judged: {
    rubric: 'correct.v1',
    judge: 'local:judge-1',
    failed: 1,
    certificate: isCertified ? { id: 'c1', agreement: 0.84, kappa: { value: 0.61, low: 0.52, high: 0.7, n: 240 }, dataset: 'pandalm-labels.jsonl' } : null,
    corrected: isCertified ? estimate(value - 0.06, 0.14, n) : null,
  },
})

const metric = (name: string, { value, low, high, n }: Estimate, unit: Metric['unit'] = 'share', better: Metric['better'] = 'higher'): Metric => ({
  name,
  unit,
  better,
  value,
  low,
  high,
  n,
  judged: null,
})

const estimate = (value: number, half: number, n: number): Estimate => ({ value, low: Math.max(0, value - half), high: Math.min(1, value + half), n })

/** Park and Miller's generator: the same numbers on every machine. */
const seeded = (seed: number): (() => number) => {
  let state = seed
  return () => (state = (state * 48271) % 2147483647) / 2147483647
}
