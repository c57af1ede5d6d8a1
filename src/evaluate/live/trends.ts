import type { Estimate, JudgeCertificate } from '../../domain/judgement.ts'
import type { DayFigures, JudgedDay, JudgedTrend, TrendDay, TrendTotal } from '../../domain/live-quality.ts'
import { judgedMetric } from '../judge/correct-mean.ts'
import { wilson } from '../statistics/wilson.ts'

/** Every day from the first to the last, also those on which nobody asked. */
export const trendDays = (figures: readonly DayFigures[], since: Date, until: Date): TrendDay[] => {
  const byDay = new Map(figures.map((it) => [it.day, it]))
  return daysBetween(since, until).map((day) => trendDay(day, byDay.get(day)))
}

const trendDay = (day: string, it: DayFigures | undefined): TrendDay => ({
  day,
  ...trendTotal(it ? [it] : []),
  p50Ms: it?.p50Ms ?? null,
  p95Ms: it?.p95Ms ?? null,
})

export const trendTotal = (figures: readonly DayFigures[]): TrendTotal => {
  const total = (read: (it: DayFigures) => number): number => figures.reduce((sum, it) => sum + read(it), 0)
  const questions = total((it) => it.questions)
  const abstained = reasonsOf(figures)
  const declined = Object.values(abstained).reduce((sum, count) => sum + count, 0)
  const [up, down] = [total((it) => it.up), total((it) => it.down)]
  return {
    questions,
    answered: share(questions - declined, questions),
    abstained,
    supported: share(
      total((it) => it.supported),
      total((it) => it.sentences),
    ),
    up,
    down,
    thumbsUp: share(up, up + down),
    costUsd: total((it) => it.costUsd),
    unpriced: total((it) => it.unpriced),
  }
}

const reasonsOf = (figures: readonly DayFigures[]): TrendDay['abstained'] => {
  const all = figures.flatMap(({ abstained }) => Object.entries(abstained))
  return Object.fromEntries([...Map.groupBy(all, ([reason]) => reason)].map(([reason, counts]) => [reason, counts.reduce((sum, [, count]) => sum + count, 0)]))
}

const share = (count: number, n: number): Estimate | null => (n === 0 ? null : wilson(count, n))

const dayMs = 86_400_000

const daysBetween = (since: Date, until: Date): string[] => {
  const first = Math.floor(since.getTime() / dayMs)
  const last = Math.floor(until.getTime() / dayMs)
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => new Date((first + index) * dayMs).toISOString().slice(0, 10))
}

/** Judged by other words is judged otherwise: each text of a rubric has its own trend. */
export const judgedTrends = (figures: readonly JudgedDay[], certificateOf: (rubricHash: string, judge: string) => JudgeCertificate | null): JudgedTrend[] =>
  [...Map.groupBy(figures, ({ rubricHash, judge }) => `${rubricHash} ${judge}`).values()].map((days) => {
    const [{ rubric, rubricHash, judge }] = days as [JudgedDay]
    const total = (read: (it: JudgedDay) => number): number => days.reduce((sum, it) => sum + read(it), 0)
    const [judged, passed, failed] = [total((it) => it.judged), total((it) => it.passed), total((it) => it.failed)]
    const verdicts = [...Array<'pass'>(passed).fill('pass'), ...Array<'fail'>(judged - passed - failed).fill('fail'), ...Array<null>(failed).fill(null)]
    const mean = wilson(passed, judged)
    const { metric, notes } = judgedMetric({ rubric, judge, verdicts, mean }, certificateOf(rubricHash, judge))
    return {
      metric,
      mean,
      costUsd: total((it) => it.costUsd),
      unpriced: total((it) => it.unpriced),
      notes,
      days: days.map((it) => ({ day: it.day, mean: wilson(it.passed, it.judged), failed: it.failed })),
    }
  })
