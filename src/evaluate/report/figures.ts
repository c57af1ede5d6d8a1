/** Figures as people read them. */
import type { Metric } from '../../domain/eval-run.ts'

export type Unit = Metric['unit']

export const figure = (value: number, unit: Unit): string => {
  if (!Number.isFinite(value)) return '–'
  if (unit === 'share') return `${(value * 100).toFixed(1)} %`
  if (unit === 'ms') return duration(value)
  if (unit === 'usd') return money(value)
  if (unit === 'tokens') return grouped(Math.round(value))
  return Math.abs(value) >= 100 ? grouped(Math.round(value)) : String(Number(value.toFixed(3)))
}

/** `+3.1`, `−0.4`: with a sign also for gains; a share in points, of which there are a hundred. */
export const signed = (value: number, unit: Unit): string => {
  if (!Number.isFinite(value)) return '–'
  const shown = unit === 'share' ? Math.abs(value * 100).toFixed(1) : figure(Math.abs(value), unit)
  return `${value < 0 ? '−' : value > 0 ? '+' : ''}${shown}`
}

/** The word after a signed figure. */
export const points = (unit: Unit): string => (unit === 'share' ? ' points' : '')

export const money = (usd: number): string => {
  if (usd === 0) return '$0'
  return `$${Math.abs(usd) < 0.01 ? Number(usd.toPrecision(2)) : usd.toFixed(2)}`
}

const duration = (ms: number): string => (ms < 1 ? `${Number(ms.toFixed(2))} ms` : ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`)

export const grouped = (value: number): string => value.toLocaleString('en-GB')

export const counted = (count: number, one: string, many = `${one}s`): string => `${grouped(count)} ${count === 1 ? one : many}`

/** `citation_precision` as a heading: `citation precision`. */
export const spoken = (name: string): string => name.replaceAll('_', ' ')
