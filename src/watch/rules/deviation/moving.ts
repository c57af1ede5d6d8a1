/** Mean and variance of late, exponentially weighted by time (West 1979), so that samples may come as they like. */

export interface Moving {
  readonly mean: number
  readonly variance: number
}

/** Share of the way towards a new value; at first each of the values counts the same. */
export const paceOf = (elapsedMs: number, spanMs: number, samples: number): number => Math.max(1 / samples, 1 - Math.exp(-elapsedMs / spanMs))

export const learnMoving = ({ mean, variance }: Moving, value: number, pace: number): Moving => ({
  mean: mean + pace * (value - mean),
  variance: (1 - pace) * (variance + pace * (value - mean) ** 2),
})

/** Distance from the mean in standard deviations; `least`: what counts as none. */
export const distanceFrom = ({ mean, variance }: Moving, value: number, least: number): number =>
  Math.abs(value - mean) / Math.max(Math.sqrt(variance), least, 1e-9)
