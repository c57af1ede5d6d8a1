import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { JudgeCertificate } from '../../domain/judgement.ts'
import type { DayFigures, JudgedDay } from '../../domain/live-quality.ts'
import { judgedTrends, trendDays, trendTotal } from './trends.ts'

const figures: DayFigures = {
  day: '2026-11-20',
  questions: 10,
  abstained: { nothing_relevant: 2, not_supported: 1 },
  sentences: 20,
  supported: 15,
  up: 3,
  down: 1,
  p50Ms: 100,
  p95Ms: 900,
  costUsd: 0.5,
  unpriced: 0,
}

const near = (value: number | undefined, expected: number): void => assert.ok(Math.abs(value! - expected) < 1e-9, `${value} is not ${expected}`)

test('every day stands there, and a day on which nobody asked has no shares', () => {
  const days = trendDays([figures], new Date('2026-11-19T00:00:00Z'), new Date('2026-11-21T23:59:00Z'))
  assert.deepEqual(
    days.map(({ day, questions, answered, p50Ms }) => [day, questions, answered?.value ?? null, p50Ms]),
    [
      ['2026-11-19', 0, null, null],
      ['2026-11-20', 10, 0.7, 100],
      ['2026-11-21', 0, null, null],
    ],
  )
  near(days[1]!.supported?.value, 0.75)
  near(days[1]!.thumbsUp?.value, 0.75)
  // Wilson's interval of 3 in 4.
  near(Math.round(days[1]!.thumbsUp!.low * 1000) / 1000, 0.301)
  near(Math.round(days[1]!.thumbsUp!.high * 1000) / 1000, 0.954)
})

test('all days together are counted anew, so that a day of one question weighs as one question', () => {
  const other: DayFigures = { ...figures, day: '2026-11-21', questions: 1, abstained: { nothing_relevant: 1 }, sentences: 0, supported: 0, up: 0, down: 0 }
  const total = trendTotal([figures, other])
  assert.deepEqual([total.questions, total.abstained, total.up, total.down, total.costUsd], [11, { nothing_relevant: 3, not_supported: 1 }, 3, 1, 1])
  near(total.answered?.value, 7 / 11)
  near(total.supported?.value, 0.75)
  assert.equal(trendTotal([]).answered, null)
})

test('a judgement that failed is no pass; each wording of a rubric has a trend of its own, corrected where its judge was measured', () => {
  const day: JudgedDay = {
    day: '2026-11-20',
    rubric: 'grounded.v1',
    rubricHash: 'old',
    judge: 'verifier',
    judged: 40,
    passed: 30,
    failed: 4,
    costUsd: 0,
    unpriced: 0,
  }
  const seen: string[] = []
  const trends = judgedTrends([day, { ...day, day: '2026-11-21' }, { ...day, rubricHash: 'new', judged: 2, passed: 2, failed: 0 }], (hash, judge) => {
    seen.push(`${hash} ${judge}`)
    return hash === 'old' ? certificate : null
  })
  assert.deepEqual(seen, ['old verifier', 'new verifier'])
  const [old, renewed] = trends
  assert.deepEqual([old!.mean.value, old!.mean.n, old!.metric.failed, old!.days.length], [0.75, 80, 8, 2])
  // The judge passes one in five labelled answers that people do not.
  assert.ok(old!.metric.corrected!.value < 0.75)
  assert.equal(renewed!.metric.corrected, null)
  assert.match(renewed!.notes.join(' '), /never measured against people/)
})

const calibration = Array.from({ length: 40 }, (_, index) => ({ judge: index < 30 ? 1 : 0, people: index < 22 ? 1 : 0 }))
const certificate = {
  id: 'c',
  items: 40,
  madeAt: new Date(0),
  dataset: 'labels.jsonl',
  agreement: { value: 0.8, low: 0.6, high: 0.9, n: 40 },
  kappa: null,
  calibration,
} as unknown as JudgeCertificate
