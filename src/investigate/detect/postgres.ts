import { evidenceOf, type Sighting } from '../evidence.ts'
import type { Detector, Healthy, Hypothesis } from '../hypothesis.ts'
import { figure, numberOf, percent, thingOf } from '../seen.ts'

interface Measure {
  readonly capability: RegExp
  readonly fact: string
  readonly category: Hypothesis['category']
  /** From here on it is wrong. */
  readonly from: number
  readonly strength: number
  readonly tell: (name: string, value: number) => string
  readonly tellHealthy: (name: string, value: number) => string
}

const measures: readonly Measure[] = [
  {
    capability: /^postgres_connections$/,
    fact: 'used_share',
    category: 'connection_limit',
    from: 0.9,
    strength: 0.85,
    tell: (name, share) => `Of the connections that ${name} allows, ${percent(share)} are taken.`,
    tellHealthy: (name, share) => `Of the connections that ${name} allows, ${percent(share)} are taken.`,
  },
  {
    capability: /^postgres_locks$/,
    fact: 'waiting_sessions',
    category: 'lock_wait',
    from: 1,
    strength: 0.82,
    tell: (name, count) => `In ${name}, ${figure(count)} ${count === 1 ? 'session waits' : 'sessions wait'} for a lock.`,
    tellHealthy: (name) => `In ${name} no session waits for a lock.`,
  },
  {
    capability: /^postgres_activity$/,
    fact: 'longest_statement_seconds',
    category: 'slow_query',
    from: 5,
    strength: 0.75,
    tell: (name, seconds) => `In ${name} a statement has run for ${figure(seconds)} seconds.`,
    tellHealthy: (name, seconds) => `The longest statement of ${name} has run for ${figure(seconds)} seconds.`,
  },
  {
    capability: /^postgres_activity$/,
    fact: 'longest_idle_in_transaction_seconds',
    category: 'long_transaction',
    from: 10,
    strength: 0.72,
    tell: (name, seconds) => `A session of ${name} has done nothing for ${figure(seconds)} seconds and keeps its transaction open.`,
    tellHealthy: (name) => `No session of ${name} keeps a transaction open without working.`,
  },
  {
    capability: /^postgres_replication$/,
    fact: 'replay_lag_seconds',
    category: 'replication_lag',
    from: 30,
    strength: 0.75,
    tell: (name, seconds) => `A replica of ${name} is ${figure(seconds)} seconds behind.`,
    tellHealthy: (name, seconds) => `The replicas of ${name} are at most ${figure(seconds)} seconds behind.`,
  },
  {
    capability: /^postgres_replication$/,
    fact: 'own_lag_seconds',
    category: 'replication_lag',
    from: 60,
    strength: 0.6,
    tell: (name, seconds) => `The replica ${name} is ${figure(seconds)} seconds behind.`,
    tellHealthy: (name, seconds) => `The replica ${name} is ${figure(seconds)} seconds behind.`,
  },
]

/** PostgreSQL by its own statistics; that every place is taken also shows where it lets nobody in. */
export const detectPostgres: Detector = (seen) => {
  const found: Hypothesis[] = []
  const healthy: Healthy[] = []
  for (const measure of measures)
    for (const sighting of seen.facts(measure.fact, measure.capability)) {
      const value = numberOf(sighting.fact)
      if (value === null) continue
      const name = thingOf(sighting, 'postgres')
      const service = seen.serviceOf(sighting)
      const { category, strength } = measure
      const isWrong = value >= measure.from
      const text = (isWrong ? measure.tell : measure.tellHealthy)(name, value)
      const evidence = [evidenceOf(sighting, text)]
      if (isWrong) found.push({ category, service, text, evidence, strength })
      else healthy.push({ category, service, text, evidence })
    }
  const refused = seen.facts('is_reachable', /^postgres_/).filter(({ fact }) => fact.value === false)
  // Each look of a database that lets nobody in says the same: one is enough.
  for (const sighting of new Map(refused.map((it) => [thingOf(it, 'postgres'), it])).values())
    found.push(refusal(sighting, seen.facts('is_full', /^postgres_/), seen.serviceOf(sighting)))
  return { found, healthy }
}

const refusal = (sighting: Sighting, full: readonly Sighting[], service: string | null): Hypothesis => {
  const name = thingOf(sighting, 'postgres')
  const isFull = full.find((it) => it.observation.id === sighting.observation.id && it.fact.value === true)
  const text = isFull ? `${name} takes no further connection: every place is taken.` : `${name} takes no connections.`
  return {
    category: isFull ? 'connection_limit' : 'service_down',
    service,
    text,
    evidence: [evidenceOf(isFull ?? sighting, text)],
    strength: isFull ? 0.92 : 0.82,
  }
}
