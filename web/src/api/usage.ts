import type { z } from 'zod'
import type { usage } from '../../../src/operations/usage.ts'
import { requestJson } from './request.ts'

export type Usage = z.output<typeof usage.output>
export type UsageBy = Usage['by']
export type UsageRow = Usage['rows'][number]
export type UsageTotal = Usage['total']
export type Budget = Usage['budgets'][number]

export const readUsage = (by: UsageBy, days: number): Promise<Usage> => requestJson(`usage?by=${by}&since=${days}d`)
