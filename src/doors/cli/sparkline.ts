const bars = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const

/** One character a value, between the ends given; `missing` where there is none. */
export const sparkline = (values: readonly (number | null)[], least: number, most: number, missing = '·'): string =>
  values
    .map((value) => {
      if (value === null) return missing
      const height = most > least ? (value - least) / (most - least) : 0
      return bars[Math.min(bars.length - 1, Math.max(0, Math.round(height * (bars.length - 1))))]!
    })
    .join('')
