/** What a cache that trusts the nearest vector would do with the same pairs: shares of pairs at or above each cosine. */
import { openLaboratory } from '../open-laboratory.ts'

export type Pair = readonly [string, string]

export const tellByCosine = async (sets: Readonly<Record<string, readonly Pair[]>>): Promise<void> => {
  await using laboratory = await openLaboratory()
  const bars = [0.8, 0.85, 0.9, 0.95, 0.97, 0.99]
  console.log(`\nBy the cosine of bge-small-en-v1.5 alone, share of pairs at or above ${bars.join(', ')}`)
  for (const [name, pairs] of Object.entries(sets)) {
    const vectors = await laboratory.embedder.embed(pairs.flat(), 'query')
    const cosines = pairs.map((_, index) => vectors[2 * index]!.reduce((sum, value, at) => sum + value * vectors[2 * index + 1]![at]!, 0))
    console.log(
      `${name.padEnd(60)} ${bars.map((bar) => `${((100 * cosines.filter((it) => it >= bar).length) / pairs.length).toFixed(1)} %`.padStart(8)).join('')} of ${pairs.length}`,
    )
  }
}
