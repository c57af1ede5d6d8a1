import { seededRandom } from '../../base/random.ts'
import { sum, type Cluster } from './clusters.ts'

/**
 * The chance of a total at least this low when each cluster's difference could as well have come out with the other sign
 * (R. A. Fisher, 1935). Unlike a bootstrap it keeps its promise when only a handful of questions differ at all.
 */
export const chanceOfTotalThisLow = (clusters: readonly Cluster[], draws = 4_000, seed = 1): number => {
  const totals = clusters.map(({ total }) => total).filter((total) => total !== 0)
  const seen = sum(totals) + slack
  if (totals.length <= mostExact) return exactly(totals, seen)
  const random = seededRandom(seed)
  let asLow = 0
  for (let draw = 0; draw < draws; draw++) {
    let flipped = 0
    for (const total of totals) flipped += random() < 0.5 ? total : -total
    if (flipped <= seen) asLow++
  }
  // What was seen is itself one of the draws, or the test would promise more than it keeps.
  return (asLow + 1) / (draws + 1)
}

// All signs of 12 clusters are 4,096 sums: as many as are drawn of more.
const mostExact = 12
// Sums of the same floats in another order differ in their last digits.
const slack = 1e-9

const exactly = (totals: readonly number[], seen: number): number => {
  let asLow = 0
  for (let signs = 0; signs < 2 ** totals.length; signs++) {
    const flipped = totals.reduce((all, total, index) => all + ((signs >> index) & 1 ? -total : total), 0)
    if (flipped <= seen) asLow++
  }
  return asLow / 2 ** totals.length
}
