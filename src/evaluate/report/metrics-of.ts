import type { Metric, VariantReport } from '../../domain/eval-run.ts'

/** Names in the order in which they first come. */
export const metricNames = (lists: readonly (readonly Pick<Metric, 'name'>[])[]): string[] => [...new Set(lists.flat().map(({ name }) => name))]

/** The one figure of quality: rightness where it was measured, else the first share of which more is better. */
export const mainMetric = (variants: readonly VariantReport[]): string | null => {
  const shares = variants.flatMap(({ metrics }) => metrics.filter(({ unit, better }) => unit === 'share' && better === 'higher'))
  return shares.find(({ name }) => name === 'correct')?.name ?? shares[0]?.name ?? null
}
