/** What an observation says about a watch, thing by thing; what cannot be true is told and left out. */
import type { Fact, Observation } from '../domain/capability.ts'
import type { Watch } from '../domain/watch.ts'
import { thingOf } from './memory.ts'

export interface Sample {
  readonly fact: Fact
  readonly atMs: number
}

export interface Samples {
  /** Newest last; a thing without one was named, and nothing true was said of it. */
  readonly things: ReadonlyMap<string, readonly Sample[]>
  /** What was wrong with what was said, in sentences. */
  readonly faults: readonly string[]
}

// Clocks of machines differ by seconds; a minute ahead is a wrong clock.
const aheadMs = 60_000
// Prometheus itself calls a series stale after five minutes.
const staleMs = 300_000

/** Time of the newest sample that still counts as news. */
const staleAfterMs = ({ everySeconds }: Watch): number => Math.max(staleMs, 3 * everySeconds * 1000)

export const readSamples = (watch: Watch, { facts }: Observation, nowMs: number): Samples => {
  const things = new Map<string, Sample[]>()
  const faults = { unread: 0, ahead: 0, stale: 0 }
  const isCount = watch.rule.kind === 'burst'
  for (const fact of facts) {
    if (!isWatched(watch, fact)) continue
    const thing = thingOf(fact.labels)
    const samples = things.get(thing) ?? []
    things.set(thing, samples)
    const atMs = fact.at.getTime()
    if (!isReadable(fact) || Number.isNaN(atMs)) faults.unread++
    else if (!isCount && atMs > nowMs + aheadMs) faults.ahead++
    // Of a log it is the time of the last line, while the count is of this moment.
    else samples.push({ fact, atMs: isCount ? nowMs : atMs })
  }
  for (const samples of things.values()) {
    samples.sort((a, b) => a.atMs - b.atMs)
    const newest = samples.at(-1)
    if (!newest || newest.atMs >= nowMs - staleAfterMs(watch)) continue
    faults.stale++
    samples.length = 0
  }
  return { things, faults: sentences(faults) }
}

const isWatched = (watch: Watch, { name, labels }: Fact): boolean =>
  name === watch.fact && Object.entries(watch.labels).every(([label, value]) => labels[label] === value)

const isReadable = ({ value }: Fact): boolean => value !== null && (typeof value !== 'number' || Number.isFinite(value))

const sentences = ({ unread, ahead, stale }: { unread: number; ahead: number; stale: number }): string[] => [
  ...(unread ? [`${unread} ${unread === 1 ? 'value is' : 'values are'} missing or no number.`] : []),
  ...(ahead ? [`${ahead} ${ahead === 1 ? 'sample bears a time' : 'samples bear times'} that lie in the future: a clock is wrong.`] : []),
  ...(stale ? [`${stale} ${stale === 1 ? 'series has' : 'series have'} had no new sample for long.`] : []),
]
