import { evidenceOf } from '../evidence.ts'
import type { Detector, Healthy, Hypothesis } from '../hypothesis.ts'
import { figure, numberOf, thingOf } from '../seen.ts'

/** Renewal by hand takes days; what renews itself has done so long before. */
const soonDays = 3

/** Certificates that have expired, are not valid yet, or are made for another name. */
export const detectCertificates: Detector = (seen) => {
  const found: Hypothesis[] = []
  const healthy: Healthy[] = []
  for (const sighting of seen.facts('days_left', /^certificate$/)) {
    const name = thingOf(sighting, 'certificate')
    const service = seen.serviceOf(sighting)
    const days = numberOf(sighting.fact)
    if (days === null) continue
    const ofLook = (fact: string) => seen.facts(fact, /^certificate$/).find((it) => it.observation.id === sighting.observation.id)
    const [matches, begun] = [ofLook('matches_name'), ofLook('is_yet_valid')]
    const add = (category: Hypothesis['category'], text: string, from: typeof sighting, strength: number): void =>
      void found.push({ category, service, text, evidence: [evidenceOf(from, text)], strength })
    if (days < 0) add('certificate_expired', `The certificate of ${name} expired ${figure(-days)} days ago.`, sighting, 0.92)
    else if (days < soonDays) add('certificate_expired', `The certificate of ${name} expires in ${figure(days)} days.`, sighting, 0.5)
    if (begun?.fact.value === false) add('certificate_expired', `The certificate of ${name} is not valid yet.`, begun, 0.9)
    if (matches?.fact.value === false)
      add('certificate_mismatch', `The certificate of ${name} is made for another name than the one that it is asked by.`, matches, 0.9)
    if (days >= soonDays && matches?.fact.value !== false && begun?.fact.value !== false) {
      const text = `The certificate of ${name} is valid for ${figure(days)} more days and made for its name.`
      healthy.push({ category: 'certificate_expired', service, text, evidence: [evidenceOf(sighting, text)] })
    }
  }
  return { found, healthy }
}
