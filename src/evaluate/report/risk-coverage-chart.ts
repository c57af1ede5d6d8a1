import type { VariantReport } from '../../domain/eval-run.ts'
import { chart, mostMarks, type ChartSeries } from './chart.ts'
import { figure } from './figures.ts'
import type { Markup } from './markup.ts'
import { shareAxis } from './share-axis.ts'

export const riskCoverageChart = (variants: readonly VariantReport[]): Markup | null => {
  const series = variants.flatMap(({ riskCoverage }, index): ChartSeries[] => {
    const radius = riskCoverage.length > mostMarks ? null : 2.5
    const points = riskCoverage.map(({ coverage, risk }) => ({ x: coverage, y: risk, radius })).sort((a, b) => a.x - b.x)
    return points.length === 0 ? [] : [{ index, isLine: true, points }]
  })
  if (series.length === 0) return null
  const highest = series.flatMap(({ points }) => points).reduce((most, { y }) => Math.max(most, y), 0.05)
  return chart({
    title: 'Risk and coverage',
    summary: variants.map(({ name, riskCoverage }) => `${name}: ${extremes(riskCoverage)}`).join('. '),
    reading:
      'When all answers below a confidence are declined: how many questions are still answered, and how many of those answers are wrong. Lower is better.',
    x: shareAxis('questions answered'),
    y: shareAxis('of them wrong', highest),
    series,
  })
}

const extremes = (curve: VariantReport['riskCoverage']): string => {
  const widest = [...curve].sort((a, b) => b.coverage - a.coverage)[0]
  return widest ? `${figure(widest.risk, 'share')} wrong when ${figure(widest.coverage, 'share')} are answered` : 'no curve'
}
