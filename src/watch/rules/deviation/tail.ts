/** How large a score usually is: a histogram of its logarithm, and a Pareto tail beyond what was seen (Hill 1975). Old scores fade. */

export interface Tail {
  /** Weight of scores in each bin, smallest first. */
  readonly bins: readonly number[]
  readonly total: number
}

const lowest = -4
const perDoubling = 4
const binCount = 64
const tailShare = 0.03
/** Some ten thousand samples back: five weeks of one in five minutes. */
const fade = 0.9999

export const newTail: Tail = { bins: Array.from({ length: binCount }, () => 0), total: 0 }

const binOf = (score: number): number => Math.max(0, Math.min(binCount - 1, Math.floor((Math.log2(Math.max(score, 1e-9)) - lowest) * perDoubling)))

const lowerEdge = (bin: number): number => 2 ** (bin / perDoubling + lowest)

export const learnTail = ({ bins, total }: Tail, score: number): Tail => {
  const bin = binOf(score)
  return { bins: bins.map((weight, index) => round(weight * fade + (index === bin ? 1 : 0))), total: round(total * fade + 1) }
}

const round = (weight: number): number => Math.round(weight * 1000) / 1000

/** The score that `share` of all samples pass. */
export const limitOf = ({ bins, total }: Tail, share: number): number => {
  if (total < 1) return Infinity
  let above = 0
  let start = binCount
  while (start > 0 && above < Math.max(total * tailShare, 10)) above += bins[--start]!
  const edge = lowerEdge(start)
  // Mean logarithm of how far the tail's scores lie beyond its beginning.
  const excess = bins.slice(start).reduce((sum, weight, index) => sum + weight * ((index + 0.5) / perDoubling), 0) / above
  const wanted = share * total
  return wanted >= above ? edge : edge * 2 ** (excess * Math.log(above / wanted))
}
