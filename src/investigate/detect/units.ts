import { evidenceOf } from '../evidence.ts'
import type { Detector, Healthy, Hypothesis } from '../hypothesis.ts'
import { figure, numberOf, shown, thingOf } from '../seen.ts'

/** Units of systemd: those that have failed, and those that are started again and again. */
export const detectUnits: Detector = (seen) => {
  const found: Hypothesis[] = []
  const healthy: Healthy[] = []
  const states = seen.facts('state', /^unit_state$/)
  for (const sighting of states) {
    const unit = thingOf(sighting, 'unit')
    const service = seen.serviceOf(sighting)
    const isLoaded = seen.facts('is_loaded', /^unit_state$/).find((it) => it.observation.id === sighting.observation.id)
    const text = isLoaded?.fact.value === false ? `systemd knows no unit ${unit}.` : `The unit ${unit} is ${shown(String(sighting.fact.value))}.`
    const evidence = [evidenceOf(isLoaded?.fact.value === false ? isLoaded : sighting, text)]
    if (sighting.fact.value === 'active') healthy.push({ category: 'service_down', service, text, evidence })
    else found.push({ category: 'service_down', service, text, evidence, strength: sighting.fact.value === 'failed' ? 0.88 : 0.6 })
  }
  for (const sighting of seen.facts('restarts', /^unit_state$/)) {
    const count = numberOf(sighting.fact)
    if (count === null || count < 3) continue
    const text = `systemd has started ${thingOf(sighting, 'unit')} again ${figure(count)} times.`
    found.push({ category: 'crash_loop', service: seen.serviceOf(sighting), text, evidence: [evidenceOf(sighting, text)], strength: 0.7 })
  }
  return { found, healthy }
}
