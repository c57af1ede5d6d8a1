import type { CaseRow, EvalReport, Metric, VariantReport } from '../../domain/eval-run.ts'
import { chart, logTicks, roundTicks, type Axis, type ChartSeries } from './chart.ts'
import { figure, money, spoken } from './figures.ts'
import { html, type Markup } from './markup.ts'
import { mainMetric } from './metrics-of.ts'
import { legend } from './series.ts'

/** What a run looks like drawn; a chart with nothing in it is left out. */
export const chartsSection = (report: EvalReport, rows: readonly CaseRow[]): Markup | null => {
  const charts = [costAgainstQuality(report), riskCoverage(report.variants), reliability(report.variants), latency(report.variants, rows)].filter(
    (it) => it !== null,
  )
  if (charts.length === 0) return null
  return html`<section id="curves">
    <h2>Curves</h2>
    ${legend(report.variants.map(({ name }) => name))}
    <div class="charts">${charts}</div>
  </section>`
}

const share = (label: string, max = 1): Axis => {
  const ticks = roundTicks(max)
  return { label, min: 0, max: ticks.at(-1)!, ticks, format: (value) => `${Number((value * 100).toFixed(1))} %` }
}

const riskCoverage = (variants: readonly VariantReport[]): Markup | null => {
  const series = seriesOf(variants, ({ riskCoverage }) =>
    [...riskCoverage]
      .sort((a, b) => a.coverage - b.coverage)
      .map(({ coverage, risk }) => ({ x: coverage, y: risk, radius: riskCoverage.length > 30 ? null : 2.5 })),
  )
  if (series.length === 0) return null
  const highest = Math.max(0.05, ...series.flatMap(({ points }) => points.map(({ y }) => y)))
  return chart({
    title: 'Risk and coverage',
    summary: variants.map(({ name, riskCoverage }) => `${name}: ${extremes(riskCoverage)}`).join('. '),
    reading:
      'When all answers below a confidence are declined: how many questions are still answered, and how many of those answers are wrong. Lower is better.',
    x: share('questions answered'),
    y: share('of them wrong', highest),
    series,
  })
}

const extremes = (curve: VariantReport['riskCoverage']): string => {
  const widest = [...curve].sort((a, b) => b.coverage - a.coverage)[0]
  return widest ? `${figure(widest.risk, 'share')} wrong when ${figure(widest.coverage, 'share')} are answered` : 'no curve'
}

const reliability = (variants: readonly VariantReport[]): Markup | null => {
  const filled = variants.map(({ reliability }) => reliability.filter(({ cases }) => cases > 0))
  const most = Math.max(1, ...filled.flat().map(({ cases }) => cases))
  const series = filled.flatMap((bins, index): ChartSeries[] =>
    bins.length === 0
      ? []
      : [{ index, isLine: true, points: bins.map(({ confidence, right, cases }) => ({ x: confidence, y: right, radius: 2.5 + 5 * Math.sqrt(cases / most) })) }],
  )
  if (series.length === 0) return null
  return chart({
    title: 'Confidence and being right',
    summary: variants
      .map(
        ({ name }, index) =>
          `${name}: ${filled[index]!.map(({ confidence, right }) => `${figure(right, 'share')} right at ${figure(confidence, 'share')}`).join(', ')}`,
      )
      .join('. '),
    reading: 'How often answers of a confidence were right; the larger the mark, the more of them. On the dashed line confidence says what it means.',
    x: share('told confidence'),
    y: share('right'),
    series,
    hasDiagonal: true,
  })
}

/** Against money where any was spent; where all of it is free, against time. */
const costAgainstQuality = ({ variants }: EvalReport): Markup | null => {
  const quality = mainMetric(variants)
  if (quality === null || variants.length < 2) return null
  const isPriced = variants.some(({ costUsd }) => (costUsd ?? 0) > 0)
  const priceOf = ({ costUsd, cases, metrics }: VariantReport): number | null => {
    if (isPriced) return costUsd === null || cases === 0 ? null : (costUsd / cases) * 1000
    return metrics.find(({ unit }) => unit === 'ms')?.value ?? null
  }
  const places = variants.map((variant) => ({ x: priceOf(variant), y: valueOf(variant, quality) }))
  const series = places.flatMap(({ x, y }, index): ChartSeries[] => (x === null || y === null ? [] : [{ index, isLine: false, points: [{ x, y, radius: 6 }] }]))
  if (series.length === 0) return null
  const ticks = roundTicks(Math.max(...series.map(({ points }) => points[0]!.x)))
  const format = (value: number): string => (isPriced ? money(value) : figure(value, 'ms'))
  return chart({
    title: isPriced ? 'Cost and quality' : 'Time and quality',
    summary: variants.flatMap(({ name }, index) => describedPlace(name, places[index]!, format)).join('. '),
    reading: `${isPriced ? 'US dollars for 1,000 questions, judging not included' : 'No answer cost money, so time stands for cost'}. Up and to the left is better.`,
    x: { label: isPriced ? 'cost of 1,000 questions' : 'time of an answer', min: 0, max: ticks.at(-1)!, ticks, format },
    y: share(spoken(quality)),
    series,
  })
}

const describedPlace = (name: string, { x, y }: { x: number | null; y: number | null }, format: (value: number) => string): string[] =>
  x === null || y === null ? [] : [`${name}: ${figure(y, 'share')} at ${format(x)}`]

const valueOf = ({ metrics }: VariantReport, name: string): number | null => metrics.find((it: Metric) => it.name === name)?.value ?? null

const latency = (variants: readonly VariantReport[], rows: readonly CaseRow[]): Markup | null => {
  const times = variants.map(({ name }) =>
    rows
      .filter(({ variant, outcome, latencyMs }) => variant === name && outcome !== 'failed' && latencyMs > 0)
      .map(({ latencyMs }) => latencyMs)
      .sort((a, b) => a - b),
  )
  const all = times.flat()
  if (all.length === 0) return null
  const ticks = logTicks(all)
  const at = (sorted: readonly number[], quantile: number): number => sorted[Math.min(sorted.length - 1, Math.floor(quantile * sorted.length))]!
  return chart({
    title: 'Time of an answer',
    summary: variants
      .flatMap(({ name }, index) =>
        times[index]!.length === 0
          ? []
          : [`${name}: half within ${figure(at(times[index]!, 0.5), 'ms')}, 95 % within ${figure(at(times[index]!, 0.95), 'ms')}`],
      )
      .join('. '),
    reading: 'Share of the questions that were answered within a time; its scale is logarithmic. Further to the left is faster.',
    x: { label: 'time', min: ticks[0]!, max: ticks.at(-1)!, ticks, format: (value) => figure(value, 'ms'), isLogarithmic: true },
    y: share('answered within it'),
    series: times.flatMap((sorted, index): ChartSeries[] =>
      sorted.length === 0
        ? []
        : [{ index, isLine: true, points: sorted.map((x, place) => ({ x, y: (place + 1) / sorted.length, radius: sorted.length > 30 ? null : 2.5 })) }],
    ),
  })
}

const seriesOf = (variants: readonly VariantReport[], pointsOf: (variant: VariantReport) => ChartSeries['points']): ChartSeries[] =>
  variants.flatMap((variant, index) => {
    const points = pointsOf(variant)
    return points.length === 0 ? [] : [{ index, isLine: true, points }]
  })
