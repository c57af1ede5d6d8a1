import { evidenceOf, type Sighting } from '../evidence.ts'
import type { Detected, Detector, Healthy, Hypothesis } from '../hypothesis.ts'
import { figure, numberOf, shown, thingOf, type Seen } from '../seen.ts'

// A person waits a second before thinking of something else (Nielsen, 1993); a probe of a healthy service on its own network takes milliseconds.
const slowMs = 1_000

/** Whether what is probed answers, as expected, and in time; and which endpoints take connections. */
export const detectAnswers: Detector = (seen) => joined([probes(seen), connections(seen), names(seen)])

const joined = (all: readonly Detected[]): Detected => ({ found: all.flatMap(({ found }) => found), healthy: all.flatMap(({ healthy }) => healthy) })

/** A fact of the same look as another. */
const beside = (seen: Seen, { observation, fact }: Sighting, name: string): Sighting | undefined =>
  seen.facts(name).find((it) => it.observation.id === observation.id && JSON.stringify(it.fact.labels) === JSON.stringify(fact.labels))

const probes = (seen: Seen): Detected => {
  const found: Hypothesis[] = []
  const healthy: Healthy[] = []
  for (const sighting of seen.facts('is_expected', /^http_probe$/)) {
    const probe = thingOf(sighting, 'probe')
    const service = seen.serviceOf(sighting)
    const status = beside(seen, sighting, 'status')
    const failure = beside(seen, sighting, 'failure')
    const total = beside(seen, sighting, 'total_ms')
    const milliseconds = total ? numberOf(total.fact) : null
    if (failure) found.push({ ...unreached(probe, sighting, failure), service })
    else if (sighting.fact.value === false && status) {
      const text = `${probe} answers ${String(status.fact.value)}, which is not what is expected of it.`
      found.push({ category: 'http_errors', service, text, evidence: [evidenceOf(status, text)], strength: 0.75 })
    }
    if (total && milliseconds !== null && milliseconds >= slowMs) {
      const text = `${probe} takes ${figure(milliseconds)} ms to answer.`
      found.push({ category: 'slow_responses', service, text, evidence: [evidenceOf(total, text)], strength: 0.75 })
    } else if (sighting.fact.value === true && status) {
      const text = `${probe} answers ${String(status.fact.value)}${milliseconds === null ? '' : ` in ${figure(milliseconds)} ms`}, as expected.`
      healthy.push({ category: 'http_errors', service, text, evidence: [evidenceOf(status, text), ...(total ? [evidenceOf(total, text)] : [])] })
    }
  }
  return { found, healthy }
}

/** What the system's own code says of why nobody answered. */
const unreached = (probe: string, sighting: Sighting, failure: Sighting): Omit<Hypothesis, 'service'> => {
  const code = shown(String(failure.fact.value))
  const why = causes.find(({ codes }) => codes.test(code)) ?? { category: 'service_down' as const, words: 'does not answer', strength: 0.7 }
  const text = `${probe} ${why.words} (${code}).`
  return { category: why.category, text, evidence: [evidenceOf(failure, text)], strength: why.strength }
}

const causes = [
  { codes: /^(?:ENOTFOUND|EAI_)/, category: 'dns_failure', words: 'cannot be found by its name', strength: 0.85 },
  { codes: /CERT_HAS_EXPIRED/, category: 'certificate_expired', words: 'shows a certificate that has expired', strength: 0.9 },
  { codes: /ALTNAME|HOSTNAME/, category: 'certificate_mismatch', words: 'shows a certificate for another name', strength: 0.9 },
  { codes: /ECONNREFUSED/, category: 'service_down', words: 'takes no connections', strength: 0.82 },
  { codes: /ETIMEDOUT/, category: 'slow_responses', words: 'did not answer in time', strength: 0.75 },
] as const

const connections = (seen: Seen): Detected => {
  const found: Hypothesis[] = []
  const healthy: Healthy[] = []
  for (const sighting of seen.facts('is_reachable', /^tcp_connect$/)) {
    const endpoint = thingOf(sighting, 'endpoint')
    const service = seen.serviceOf(sighting)
    const failure = beside(seen, sighting, 'failure')
    const code = failure ? shown(String(failure.fact.value)) : ''
    if (sighting.fact.value === true) {
      // Who answers takes connections.
      if (seen.facts('is_expected', /^http_probe$/).some((it) => seen.serviceOf(it) === service)) continue
      const text = `${endpoint} takes connections.`
      healthy.push({ category: null, service, text, evidence: [evidenceOf(sighting, text)] })
    } else if (!/^(?:ENOTFOUND|EAI_)/.test(code)) {
      const text = `${endpoint} takes no connections${code ? ` (${code})` : ''}.`
      found.push({ category: 'service_down', service, text, evidence: [evidenceOf(failure ?? sighting, text)], strength: 0.8 })
    }
  }
  return { found, healthy }
}

const names = (seen: Seen): Detected => {
  const found: Hypothesis[] = []
  const healthy: Healthy[] = []
  for (const sighting of seen.facts('is_resolved', /^dns_lookup$/)) {
    const endpoint = thingOf(sighting, 'endpoint')
    const service = seen.serviceOf(sighting)
    const host = hostOf(seen, endpoint)
    const text =
      sighting.fact.value === false
        ? `The name ${host ?? endpoint}${host ? ` of ${endpoint}` : ''} does not resolve to an address.`
        : `The name of ${endpoint} resolves.`
    const evidence = [evidenceOf(sighting, text)]
    if (sighting.fact.value === false) found.push({ category: 'dns_failure', service, text, evidence, strength: 0.9 })
    else if (sighting.observation.problem === null) healthy.push({ category: 'dns_failure', service, text, evidence })
  }
  return { found, healthy }
}

/** As the operator has written it. */
const hostOf = ({ systems }: Seen, name: string): string | null => [...systems.endpoints, ...systems.certificates].find((it) => it.name === name)?.host ?? null
