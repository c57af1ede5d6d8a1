import { evidenceOf, type Sighting } from '../evidence.ts'
import type { Detector, Healthy, Hypothesis } from '../hypothesis.ts'
import { figure, numberOf, thingOf, type Seen } from '../seen.ts'

const mebibyte = 1024 * 1024
/** Fewer samples may be a moment's work; smaller growth may be the next collection's. */
const fewest = 3
const leastBytes = 4 * mebibyte
const leastShare = 0.03
/** A process that was just started fills its caches and grows by itself: of it, only what no warming up explains. */
const youngSeconds = 60
const leastBytesOfYoung = 16 * mebibyte
const leastShareOfYoung = 0.1

/** Memory that grows from each sample to the next, by more than a moment's work takes. */
export const detectGrowth: Detector = (seen) => {
  const found: Hypothesis[] = []
  const healthy: Healthy[] = []
  for (const series of seen.series('memory_bytes', /^process_state$/)) {
    const values = series.flatMap(({ fact }) => numberOf(fact) ?? [])
    const last = series.at(-1)!
    const [from, to] = [values[0], values.at(-1)]
    if (series.length < fewest || values.length !== series.length || from === undefined || to === undefined) continue
    const least = isYoung(seen, last) ? Math.max(leastBytesOfYoung, from * leastShareOfYoung) : Math.max(leastBytes, from * leastShare)
    const isGrowing = values.every((value, index) => index === 0 || value > values[index - 1]!) && to - from >= least
    const service = seen.serviceOf(last)
    const name = thingOf(last, 'process')
    const inMebibytes = (bytes: number): string => figure(bytes / mebibyte)
    const text = isGrowing
      ? `The memory of ${name} grew from ${inMebibytes(from)} to ${inMebibytes(to)} MiB from look to look, and did not shrink in between.`
      : `The memory of ${name} does not grow steadily: it is ${inMebibytes(to)} MiB.`
    const evidence = (isGrowing ? series : [last]).map((sighting) => evidenceOf(sighting, `${name} had ${inMebibytes(numberOf(sighting.fact)!)} MiB.`))
    if (isGrowing) found.push({ category: 'memory_leak', service, text, evidence, strength: 0.7 })
    else healthy.push({ category: 'memory_leak', service, text, evidence })
  }
  return { found, healthy }
}

const isYoung = (seen: Seen, { observation }: Sighting): boolean =>
  seen.facts('oldest_seconds', /^process_state$/).some((it) => it.observation.id === observation.id && (numberOf(it.fact) ?? youngSeconds) < youngSeconds)
