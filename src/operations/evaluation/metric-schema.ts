import { z } from 'zod'
import type { Metric } from '../../domain/eval-run.ts'
import { estimateSchema, presentEstimate } from './estimate-schema.ts'

export const metricSchema = estimateSchema.extend({
  name: z.string(),
  unit: z.enum(['share', 'number', 'ms', 'usd', 'tokens']),
  better: z.enum(['higher', 'lower']),
})

/** Without what is known of a judge. */
export const presentMetric = (metric: Metric): z.input<typeof metricSchema> => ({
  ...presentEstimate(metric),
  name: metric.name,
  unit: metric.unit,
  better: metric.better,
})
