import type { Estimate } from '../api/quality.ts'

export const percent = (share: number): string => `${Math.round(share * 100)} %`

export const interval = ({ low, high }: Estimate): string => `${Math.round(low * 100)}–${percent(high)}`

export const dollars = (usd: number): string => (usd === 0 ? '$0' : usd < 0.01 ? `$${usd.toPrecision(2)}` : `$${usd.toFixed(2)}`)

/** `2026-11-23` → `23 Nov`. */
export const shortDay = (day: string): string =>
  new Date(`${day.slice(0, 10)}T00:00:00Z`).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' })
