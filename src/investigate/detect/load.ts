import { evidenceOf, type Sighting } from '../evidence.ts'
import { nothing, type Detected, type Detector, type Hypothesis } from '../hypothesis.ts'
import { figure, numberOf, percent, shown, thingOf, type Seen } from '../seen.ts'

/** Work that waits for a processor, as a share of the last seconds (PSI); Linux tells it where the kernel has it. */
const waiting = 0.3
const perProcessor = 1.5
const busy = 0.85

/**
 * Load is a cause only where it is nobody's own: a process that is not in the inventory takes the processors, or the host takes them away. What the
 * operator's own processes take is their work, and is told as ruled out unless something answers slowly.
 */
export const detectLoad: Detector = (seen) => {
  const [load] = seen.facts('load_1_per_processor', /^cpu_load$/)
  const [usage] = seen.facts('busy_share', /^cpu_usage$/)
  const [stolen] = seen.facts('steal_share', /^cpu_usage$/)
  const pressure = seen.facts('some_10s_share', /^pressure$/).find(({ fact }) => fact.labels['resource'] === 'cpu')
  const told = [load, usage, pressure].filter((it): it is Sighting => it !== undefined)
  if (told.length === 0) return nothing
  const theft = stolen ? numberOf(stolen.fact) : null
  if (stolen && theft !== null && theft >= 0.1) {
    const text = `The host of this virtual machine takes ${percent(theft)} of its processor time away.`
    return { found: [{ category: 'noisy_neighbour', service: null, text, evidence: [evidenceOf(stolen, text)], strength: 0.8 }], healthy: [] }
  }
  const isHigh = over(load, perProcessor) || over(pressure, waiting) || over(usage, busy)
  const words = sentenceOf(load, usage, pressure)
  const evidence = told.map((it) => evidenceOf(it, words))
  if (!isHigh) return { found: [], healthy: [{ category: 'cpu_overload', service: null, text: words, evidence }] }
  return byWhom(seen, words, told)
}

const over = (sighting: Sighting | undefined, limit: number): boolean => (sighting ? (numberOf(sighting.fact) ?? 0) >= limit : false)

const sentenceOf = (load: Sighting | undefined, usage: Sighting | undefined, pressure: Sighting | undefined): string => {
  const parts = [
    ...(load ? [`load is ${figure(numberOf(load.fact) ?? 0)} for each processor`] : []),
    ...(usage ? [`the processors are ${percent(numberOf(usage.fact) ?? 0)} busy`] : []),
    ...(pressure ? [`work waits for them ${percent(numberOf(pressure.fact) ?? 0)} of the time`] : []),
  ]
  return `${parts.join(', ').replace(/^./, (letter) => letter.toUpperCase())}.`
}

const byWhom = (seen: Seen, words: string, told: readonly Sighting[]): Detected => {
  const own = new Set(seen.systems.processes.map(({ executable }) => executable.split('/').at(-1)!.slice(0, 15)))
  const takers = seen.facts('process_cpu_share', /^process_table$/).filter(({ fact }) => (numberOf(fact) ?? 0) >= 0.2)
  const foreign = takers.filter(({ fact }) => !own.has((fact.labels['process'] ?? '').slice(0, 15)))
  const shares = (sightings: readonly Sighting[]): number => sightings.reduce((sum, { fact }) => sum + (numberOf(fact) ?? 0), 0)
  const load = told.map((it) => evidenceOf(it, words))
  const isFelt = isSlow(seen)
  if (foreign.length > 0 && shares(foreign) > shares(takers) / 2) {
    const names = [...new Set(foreign.map((it) => thingOf(it, 'process')))].slice(0, 3).map(shown).join(', ')
    const [most] = foreign
    const text = `Processes that belong to none of the services (${names}) take the processors: ${thingOf(most!, 'process')} alone takes the time of ${figure(numberOf(most!.fact) ?? 0)}.`
    const evidence = [
      ...foreign.slice(0, 5).map((it) => evidenceOf(it, `${thingOf(it, 'process')} takes the time of ${figure(numberOf(it.fact) ?? 0)} processors.`)),
      ...load,
    ]
    if (isFelt) return { found: [{ category: 'noisy_neighbour', service: null, text, evidence, strength: own.size > 0 ? 0.62 : 0.5 }], healthy: [] }
    return {
      found: [],
      healthy: [{ category: 'noisy_neighbour', service: null, text: `${text.replace(/\.$/, '')}; what was asked answers in time all the same.`, evidence }],
    }
  }
  const overload: Hypothesis = { category: 'cpu_overload', service: null, text: words, evidence: load, strength: 0.5 }
  if (isFelt) return { found: [overload], healthy: [] }
  const text = `${words.replace(/\.$/, '')}; that is the services' own work, and what was asked answered in time.`
  return { found: [], healthy: [{ category: 'cpu_overload', service: null, text, evidence: load }] }
}

/**
 * Whoever asks says that something is slow; or answers are late, and the kernel takes long to connect as well: where only the answer is late, it is the
 * service that is slow and not the machine.
 */
const isSlow = (seen: Seen): boolean => !isOwnDelay(seen) && isSaidOrSeen(seen)

const isSaidOrSeen = ({ facts, question }: Seen): boolean =>
  /\b(?:slow\w*|sluggish|latency|laggy|lags?|hangs?|takes? (?:so |too )?long|load|busy|overload\w*|time-?outs?)\b/i.test(question) ||
  facts('total_ms', /^http_probe$/).some(
    (total) =>
      (numberOf(total.fact) ?? 0) >= slowMs &&
      facts('connect_ms', /^http_probe$/).some((it) => it.observation.id === total.observation.id && (numberOf(it.fact) ?? 0) >= slowConnectMs),
  )

/** What answers late was connected to at once: then it is the service that takes its time, whoever asks. */
const isOwnDelay = ({ facts }: Seen): boolean => {
  const late = facts('total_ms', /^http_probe$/).filter(({ fact }) => (numberOf(fact) ?? 0) >= slowMs)
  return (
    late.length > 0 &&
    late.every(({ observation }) =>
      facts('connect_ms', /^http_probe$/).some((it) => it.observation.id === observation.id && (numberOf(it.fact) ?? slowConnectMs) < slowConnectMs),
    )
  )
}

// As where answers are judged.
const slowMs = 1_000
const slowConnectMs = 50
