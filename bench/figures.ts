/** Medians and percentiles, and the table that a bench prints. */

export const percentile = (values: readonly number[], share: number): number => {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN
}

export const median = (values: readonly number[]): number => percentile(values, 0.5)

export interface Figure {
  readonly name: string
  readonly value: string
  /** What it is held against, measured in the same run. */
  readonly beside: string
  /** Met, missed, or null where there is no goal. */
  readonly goal: { readonly text: string; readonly met: boolean } | null
}

export const printFigures = (figures: readonly Figure[]): void => {
  const rows = [
    ['figure', 'value', 'beside it', 'goal'],
    ...figures.map(({ name, value, beside, goal }) => [name, value, beside, goal ? `${goal.text}: ${goal.met ? 'met' : 'MISSED'}` : '']),
  ]
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)))
  for (const row of rows) process.stdout.write(`| ${row.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |\n`)
}
