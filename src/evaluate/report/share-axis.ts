import { roundTicks, type Axis } from './chart.ts'

/** From 0 % to a round figure that holds `most`. */
export const shareAxis = (label: string, most = 1): Axis => {
  const ticks = roundTicks(most)
  return { label, min: 0, max: ticks.at(-1)!, ticks, format: (value) => `${Number((value * 100).toFixed(1))} %` }
}
