/** Where the values of a chart stand: plain geometry, in the units of its drawing. */
import type { Estimate } from '../api/quality.ts'

export interface ChartSize {
  readonly width: number
  readonly height: number
}

export interface Point {
  /** Position of its day. */
  readonly index: number
  readonly x: number
  readonly y: number
  /** Ends of the interval; the point itself where there is none. */
  readonly low: number
  readonly high: number
}

/** Values of days, drawn between 0 and `most`; days without one have no point. */
export const pointsOf = (values: readonly (Estimate | number | null)[], most: number, { width, height }: ChartSize): Point[] => {
  const step = width / Math.max(1, values.length)
  const y = (value: number): number => round(height - (most > 0 ? Math.min(1, value / most) : 0) * height)
  return values.flatMap((it, index) => {
    if (it === null) return []
    const { value, low, high } = typeof it === 'number' ? { value: it, low: it, high: it } : it
    return [{ index, x: round((index + 0.5) * step), y: y(value), low: y(low), high: y(high) }]
  })
}

/** A line for each run of days that follow each other: a gap is a gap. */
export const linesOf = (points: readonly Point[]): string[] => {
  const runs: Point[][] = []
  for (const point of points) {
    const run = runs.at(-1)
    if (run && run.at(-1)!.index === point.index - 1) run.push(point)
    else runs.push([point])
  }
  return runs.filter((run) => run.length > 1).map((run) => run.map(({ x, y }) => `${x},${y}`).join(' '))
}

const round = (value: number): number => Math.round(value * 10) / 10
