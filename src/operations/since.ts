import { z } from 'zod'
import { durationMs } from './duration.ts'

/** So long ago, or a date in ISO 8601. */
export type Since = { readonly agoMs: number } | { readonly date: string }

const longestMs = 10 * 366 * 24 * 3600_000

/** `7d`, `24h`, `2w`, or a date. */
export const since = (usual: string) =>
  z
    .string()
    .default(usual)
    .transform((text, context): Since => {
      if (/^\d{1,4}[hdw]$/.test(text)) return { agoMs: Math.min(longestMs, durationMs(text)) }
      if (/^\d{4}-\d{2}-\d{2}(T.*)?$/.test(text) && !Number.isNaN(Date.parse(text))) return { date: text }
      context.addIssue({ code: 'custom', message: 'must be like "7d", "24h", "2w" or a date like "2026-11-01"' })
      return z.NEVER
    })
    .describe('From when on: 7d, 24h, 2w, or a date')
