import type { Metric } from '../../../domain/eval-run.ts'

/** For people: `91.2 %`, `340 ms`, `$0.0012`. */
export const figure = (value: number, unit: Metric['unit']): string => {
  if (unit === 'share') return `${(value * 100).toFixed(1)} %`
  if (unit === 'ms') return `${Math.round(value)} ms`
  if (unit === 'usd') return `$${value.toFixed(4)}`
  return unit === 'tokens' ? String(Math.round(value)) : value.toFixed(3)
}
