import type { Fact, Observation } from '../domain/capability.ts'
import type { Systems } from '../domain/systems.ts'
import type { Sighting } from './evidence.ts'
import { serviceOf } from './scope.ts'

/** All that was seen, as detectors ask for it. */
export interface Seen {
  readonly observations: readonly Observation[]
  readonly systems: Systems
  readonly now: Date
  /** The operator's own words. */
  readonly question: string
  /** Facts of a name (or of one of several), of a capability where it is named; the newest of each thing. */
  facts(name: string | readonly string[], capability?: RegExp): Sighting[]
  /** All that was seen of each thing over time, oldest first. */
  series(name: string, capability: RegExp): Sighting[][]
  /** Service of the thing that a sighting is of; null: of the machine as a whole. */
  serviceOf(sighting: Pick<Sighting, 'observation'> & Partial<Sighting>): string | null
}

interface SeenParts {
  readonly systems: Systems
  readonly now: () => Date
}

export const seenOf = (observations: readonly Observation[], { systems, now }: SeenParts, question = ''): Seen => {
  const byName = new Map<string, Sighting[]>()
  for (const observation of observations)
    for (const fact of observation.facts) {
      const known = byName.get(fact.name)
      if (known) known.push({ observation, fact })
      else byName.set(fact.name, [{ observation, fact }])
    }
  return {
    observations,
    systems,
    now: now(),
    question,
    facts: (name, capability) =>
      newest(
        (typeof name === 'string' ? [name] : name).flatMap((it) => byName.get(it) ?? []).filter((it) => capability?.test(it.observation.capability) ?? true),
      ),
    series: (name, capability) => things((byName.get(name) ?? []).filter(({ observation }) => capability.test(observation.capability))),
    serviceOf: ({ observation, fact }) => {
      const words = [...Object.values(observation.params), ...Object.values(fact?.labels ?? {})].filter((it) => typeof it === 'string')
      for (const word of words) {
        const service = serviceOf(word, systems)
        if (service !== null) return service
      }
      // Pods come and go: their names stand in no file.
      const pod = observation.params['pod'] ?? fact?.labels['pod']
      return typeof pod === 'string' ? pod : null
    },
  }
}

/** Of each thing, told apart by capability, params and labels. */
const newest = (sightings: readonly Sighting[]): Sighting[] => things(sightings).map((series) => series.at(-1)!)

const things = (sightings: readonly Sighting[]): Sighting[][] => {
  const all = new Map<string, Sighting[]>()
  for (const sighting of sightings) {
    const { observation, fact } = sighting
    const key = JSON.stringify([observation.capability, observation.params, fact.name, fact.labels])
    const known = all.get(key)
    if (known) known.push(sighting)
    else all.set(key, [sighting])
  }
  return [...all.values()].map((series) => series.toSorted((one, other) => one.fact.at.getTime() - other.fact.at.getTime()))
}

export const numberOf = ({ value }: Fact): number | null => (typeof value === 'number' && Number.isFinite(value) ? value : null)

/** What a fact is of, for a sentence: the value of its first label or param that says it; cut and on one line, because it comes from outside. */
export const thingOf = ({ observation, fact }: Sighting, ...keys: readonly string[]): string => {
  const given: Readonly<Record<string, unknown>> = { ...observation.params, ...fact.labels }
  const key = keys.find((it) => typeof given[it] === 'string') ?? Object.keys(given).find((it) => typeof given[it] === 'string')
  return shown(key === undefined ? observation.capability : String(given[key]))
}

/** Words from outside as they may stand in a sentence of ours. */
export const shown = (text: string): string => {
  // eslint-disable-next-line no-control-regex
  const plain = text.replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069]+/g, ' ').trim()
  return plain.length > 80 ? `${plain.slice(0, 79)}…` : plain
}

/** As people write it, and as the check of numbers finds it again: at most one place after the point. */
export const figure = (value: number): string => String(Math.abs(value) >= 100 ? Math.round(value) : Math.round(value * 10) / 10)

export const percent = (share: number): string => `${figure(share * 100)} %`
