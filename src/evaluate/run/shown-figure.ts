import type { Metric } from '../../domain/eval-run.ts'

/** For people: `91.2 %`, `340 ms`, `$0.0012`. */
export const shownFigure = (value: number, unit: Metric['unit']): string => {
  switch (unit) {
    case 'share':
      return `${(value * 100).toFixed(1)} %`
    case 'ms':
      return `${Math.round(value)} ms`
    case 'usd':
      return `$${value.toFixed(4)}`
    case 'tokens':
      return `${Math.round(value)} tokens`
    case 'number':
      return value.toFixed(3)
  }
}
