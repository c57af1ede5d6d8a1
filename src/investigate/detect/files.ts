import { evidenceOf } from '../evidence.ts'
import type { Detector, Healthy, Hypothesis } from '../hypothesis.ts'
import { figure, numberOf, shown, thingOf } from '../seen.ts'

/** Configuration that is not there, or that its own language does not accept. */
export const detectFiles: Detector = (seen) => {
  const found: Hypothesis[] = []
  const healthy: Healthy[] = []
  for (const sighting of seen.facts('is_valid', /^file_facts$/)) {
    const file = thingOf(sighting, 'file')
    const service = seen.serviceOf(sighting)
    const ofLook = (name: string) => seen.facts(name, /^file_facts$/).find((it) => it.observation.id === sighting.observation.id)
    const [fault, kind] = [ofLook('fault_line'), ofLook('syntax')]
    const language = kind ? ` as ${shown(String(kind.fact.value))}` : ''
    if (sighting.fact.value === false) {
      const where = fault ? ` from line ${figure(numberOf(fault.fact) ?? 0)} on` : ''
      const text = `The configuration ${file} cannot be read${language}${where}.`
      found.push({ category: 'config_invalid', service, text, evidence: [evidenceOf(fault ?? sighting, text)], strength: 0.9 })
    } else {
      const text = `The configuration ${file} holds together${language}.`
      healthy.push({ category: null, service: null, text, evidence: [evidenceOf(sighting, text)] })
    }
  }
  for (const sighting of seen.facts('is_readable', /^file_facts$/).filter(({ fact }) => fact.value === false)) {
    const failure = seen.facts('failure', /^file_facts$/).find((it) => it.observation.id === sighting.observation.id)
    const code = failure ? String(failure.fact.value) : ''
    const isRefused = /^(?:EACCES|EPERM)$/.test(code)
    const text = `The configuration ${thingOf(sighting, 'file')} ${isRefused ? 'may not be read' : 'is not there'}${code ? ` (${shown(code)})` : ''}.`
    // That this program may not read it says little of the service, whose user may.
    found.push({
      category: isRefused ? 'permission_denied' : 'config_missing',
      service: seen.serviceOf(sighting),
      text,
      evidence: [evidenceOf(failure ?? sighting, text)],
      strength: isRefused ? 0.2 : 0.85,
    })
  }
  return { found, healthy }
}
