import type { CaseRow, VariantReport } from '../../domain/eval-run.ts'
import { chart, logTicks, mostMarks, type ChartSeries } from './chart.ts'
import { figure } from './figures.ts'
import type { Markup } from './markup.ts'
import { shareAxis } from './share-axis.ts'

export const latencyChart = (variants: readonly VariantReport[], rows: readonly CaseRow[]): Markup | null => {
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
    y: shareAxis('answered within it'),
    series: times.flatMap((sorted, index): ChartSeries[] =>
      sorted.length === 0
        ? []
        : [{ index, isLine: true, points: sorted.map((x, place) => ({ x, y: (place + 1) / sorted.length, radius: sorted.length > mostMarks ? null : 2.5 })) }],
    ),
  })
}
