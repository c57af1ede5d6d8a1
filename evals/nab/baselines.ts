/** What is commonly written into an alert: for comparison, each with the one setting that it has. */
import type { Series } from './series.ts'

/** Gives for each sample how far it is out: an alarm where that is above the setting. */
export type Scores = (series: Series) => number[]

/** Distance from the mean of the last day, in standard deviations. */
export const rollingZ: Scores = ({ atMs, values }) => {
  const step = (atMs.at(-1)! - atMs[0]!) / (atMs.length - 1)
  const width = Math.max(20, Math.round(86_400_000 / step))
  let sum = 0
  let squares = 0
  return values.map((value, index) => {
    const count = Math.min(index, width)
    const mean = count ? sum / count : value
    const deviation = Math.sqrt(Math.max(0, count ? squares / count - mean * mean : 0))
    sum += value
    squares += value * value
    if (index >= width) {
      sum -= values[index - width]!
      squares -= values[index - width]! ** 2
    }
    return count < 20 ? 0 : Math.abs(value - mean) / Math.max(deviation, Math.abs(mean) * 1e-3, 1e-9)
  })
}

/** Distance from the value at this time yesterday, in mean distances of that kind. */
export const seasonalNaive: Scores = ({ atMs, values }) => {
  const step = (atMs.at(-1)! - atMs[0]!) / (atMs.length - 1)
  const day = Math.max(1, Math.round(86_400_000 / step))
  let scale = 0
  return values.map((value, index) => {
    if (index < day) return 0
    const distance = Math.abs(value - values[index - day]!)
    const score = distance / Math.max(scale, Math.abs(value) * 1e-3, 1e-9)
    scale += Math.max(0.005, 1 / (index - day + 1)) * (distance - scale)
    return index < 1.2 * day ? 0 : score
  })
}

/** Distance from an exponentially weighted mean of half a day, in weighted standard deviations (EWMA control chart). */
export const ewma: Scores = ({ atMs, values }) => {
  const step = (atMs.at(-1)! - atMs[0]!) / (atMs.length - 1)
  const pace = Math.min(0.2, step / 43_200_000)
  let mean = values[0]!
  let variance = 0
  return values.map((value, index) => {
    const score = Math.abs(value - mean) / Math.max(Math.sqrt(variance), Math.abs(mean) * 1e-3, 1e-9)
    variance = (1 - pace) * (variance + pace * (value - mean) ** 2)
    mean += pace * (value - mean)
    return index < 50 ? 0 : score
  })
}
