import { evidenceOf, evidenceOfProblem } from '../evidence.ts'
import type { Detected, Detector, Healthy, Hypothesis } from '../hypothesis.ts'
import { figure, numberOf, shown, thingOf, type Seen } from '../seen.ts'

/** Prometheus itself, its targets, and what it alerts of. */
export const detectMonitoring: Detector = (seen) => {
  const all = [itself(seen), targets(seen), alerts(seen)]
  return { found: all.flatMap(({ found }) => found), healthy: all.flatMap(({ healthy }) => healthy) }
}

/** Down, or answering what it never would: each look of it tells the same. */
const itself = ({ observations }: Seen): Detected => {
  const failing = observations.filter(({ capability, facts, problem }) => capability.startsWith('prometheus_') && problem !== null && facts.length === 0)
  const found = failing.map((observation): Hypothesis => ({
    category: 'monitoring_down',
    service: nameOf(observation.params),
    text: observation.problem!,
    evidence: [evidenceOfProblem(observation)],
    strength: 0.7,
  }))
  return { found, healthy: [] }
}

const nameOf = (params: Readonly<Record<string, unknown>>): string | null => (typeof params['prometheus'] === 'string' ? params['prometheus'] : null)

const targets = (seen: Seen): Detected => {
  const up = seen.facts('is_up', /^prometheus_targets$/)
  const found = up
    .filter(({ fact }) => fact.value === false)
    .map((sighting): Hypothesis => {
      const text = `Prometheus does not reach its target ${thingOf(sighting, 'job')} (${thingOf(sighting, 'instance')}).`
      return { category: 'target_down', service: seen.serviceOf(sighting), text, evidence: [evidenceOf(sighting, text)], strength: 0.75 }
    })
  const [count] = seen.facts('targets_down', /^prometheus_targets$/)
  const text = 'Prometheus reaches all of its targets.'
  const healthy: Healthy[] = count && count.fact.value === 0 ? [{ category: 'target_down', service: null, text, evidence: [evidenceOf(count, text)] }] : []
  return { found, healthy }
}

const alerts = (seen: Seen): Detected => {
  const found = seen
    .facts('alert_value', /^prometheus_alerts$/)
    .filter(({ fact }) => fact.labels['state'] === 'firing')
    .map((sighting): Hypothesis => {
      const value = numberOf(sighting.fact)
      const text = `The alert ${shown(sighting.fact.labels['alert'] ?? 'unknown')} of Prometheus fires${value === null ? '' : ` at ${figure(value)}`}.`
      return { category: 'alert_firing', service: seen.serviceOf(sighting), text, evidence: [evidenceOf(sighting, text)], strength: 0.65 }
    })
  return { found, healthy: [] }
}
