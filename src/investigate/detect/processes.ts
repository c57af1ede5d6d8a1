import { evidenceOf } from '../evidence.ts'
import type { Detector, Healthy, Hypothesis } from '../hypothesis.ts'
import { figure, numberOf, thingOf } from '../seen.ts'

/** Seconds below which a process that should have run for long was started again just now. */
const young = 60

/** Whether the operator's own processes run, and whether one was just started again while its log tells of faults. */
export const detectProcesses: Detector = (seen) => {
  const found: Hypothesis[] = []
  const running: Healthy[] = []
  for (const sighting of seen.facts('is_running', /^process_state$/)) {
    const name = thingOf(sighting, 'process')
    const service = seen.serviceOf(sighting)
    if (sighting.fact.value === false) {
      const text = `${name} does not run.`
      found.push({ category: 'service_down', service, text, evidence: [evidenceOf(sighting, text)], strength: 0.85 })
    } else running.push({ category: 'service_down', service, text: `${name} runs.`, evidence: [evidenceOf(sighting, `${name} runs.`)] })
  }
  for (const sighting of seen.facts('youngest_seconds', /^process_state$/)) {
    const age = numberOf(sighting.fact)
    const oldest = seen.facts('oldest_seconds', /^process_state$/).find((it) => it.observation.id === sighting.observation.id)
    if (age === null || age >= young || !oldest || (numberOf(oldest.fact) ?? 0) >= young) continue
    const text = `${thingOf(sighting, 'process')} was started ${figure(age)} seconds ago.`
    found.push({ category: 'crash_loop', service: seen.serviceOf(sighting), text, evidence: [evidenceOf(sighting, text)], strength: 0.2 })
  }
  return { found, healthy: running }
}
