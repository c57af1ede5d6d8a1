import { z } from 'zod'
import type { Since } from './triage-desk.ts'

const units = { h: 3_600_000, d: 86_400_000, w: 7 * 86_400_000 } as const
const longest = 10 * 366 * units.d

/** `7d`, `24h`, `2w`, or a date. */
export const since = (usual: string) =>
  z
    .string()
    .default(usual)
    .transform((text, context): Since => {
      const [, amount, unit] = /^(\d{1,4})([hdw])$/.exec(text) ?? []
      if (amount) return { agoMs: Math.min(longest, Number(amount) * units[unit as keyof typeof units]) }
      if (/^\d{4}-\d{2}-\d{2}(T.*)?$/.test(text) && !Number.isNaN(Date.parse(text))) return { date: text }
      context.addIssue({ code: 'custom', message: 'must be like "7d", "24h", "2w" or a date like "2026-11-01"' })
      return z.NEVER
    })
    .describe('From when on: 7d, 24h, 2w, or a date')
