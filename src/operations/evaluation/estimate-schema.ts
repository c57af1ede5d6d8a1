import { z } from 'zod'
import type { Estimate } from '../../domain/judgement.ts'

export const estimateSchema = z.object({
  value: z.number(),
  low: z.number().describe('Lower end of the 95 % interval'),
  high: z.number(),
  n: z.int().describe('Independent units behind it'),
})

export const presentEstimate = ({ value, low, high, n }: Estimate): z.input<typeof estimateSchema> => ({ value, low, high, n })
