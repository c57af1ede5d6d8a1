import type { EvalReport, VariantReport } from '../../domain/eval-run.ts'
import { chart, roundTicks, type ChartSeries } from './chart.ts'
import { figure, money, spoken } from './figures.ts'
import type { Markup } from './markup.ts'
import { mainMetric } from './metrics-of.ts'
import { shareAxis } from './share-axis.ts'

/** Against money where any was spent; where all of it is free, against time. */
export const costChart = ({ variants }: EvalReport): Markup | null => {
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
    y: shareAxis(spoken(quality)),
    series,
  })
}

const describedPlace = (name: string, { x, y }: { x: number | null; y: number | null }, format: (value: number) => string): string[] =>
  x === null || y === null ? [] : [`${name}: ${figure(y, 'share')} at ${format(x)}`]

const valueOf = ({ metrics }: VariantReport, name: string): number | null => metrics.find((it) => it.name === name)?.value ?? null
