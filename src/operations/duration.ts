import { z } from 'zod'

const unitsMs = { m: 60_000, h: 3600_000, d: 24 * 3600_000, w: 7 * 24 * 3600_000, y: 365 * 24 * 3600_000 } as const

/** `30m`, `12h`, `90d`, `2w`, `1y`. */
export const durationText = z.string().regex(/^\d{1,4}[mhdwy]$/, 'must be a number and m, h, d, w or y for minutes, hours, days, weeks or years, like 90d')

/** @param text as `durationText` takes it */
export const durationMs = (text: string): number => Number(text.slice(0, -1)) * unitsMs[text.at(-1) as keyof typeof unitsMs]
