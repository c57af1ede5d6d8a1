import type { VariantReport } from '../../domain/eval-run.ts'
import { chart, type ChartSeries } from './chart.ts'
import { figure } from './figures.ts'
import type { Markup } from './markup.ts'
import { shareAxis } from './share-axis.ts'

export const reliabilityChart = (variants: readonly VariantReport[]): Markup | null => {
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
    x: shareAxis('told confidence'),
    y: shareAxis('right'),
    series,
    hasDiagonal: true,
  })
}
