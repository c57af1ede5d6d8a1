import { evidenceOf } from '../evidence.ts'
import type { Detector, Healthy, Hypothesis } from '../hypothesis.ts'
import { figure, numberOf, thingOf } from '../seen.ts'

/** Tokens and tickets are refused from about here on (Kerberos bears 300 s, most token libraries 60 s). */
const mostSeconds = 30

export const detectClocks: Detector = (seen) => {
  const found: Hypothesis[] = []
  const healthy: Healthy[] = []
  for (const sighting of seen.facts('skew_seconds')) {
    const seconds = numberOf(sighting.fact)
    if (seconds === null) continue
    const service = seen.serviceOf(sighting)
    const away = figure(Math.abs(seconds))
    const isWrong = Math.abs(seconds) > mostSeconds
    const text = isWrong
      ? `The clock of ${thingOf(sighting, 'probe')} is ${away} seconds ${seconds < 0 ? 'behind' : 'ahead of'} the clock of this machine.`
      : `The clock of ${thingOf(sighting, 'probe')} agrees with the clock of this machine to ${away} seconds.`
    const evidence = [evidenceOf(sighting, text)]
    if (isWrong) found.push({ category: 'clock_skew', service, text, evidence, strength: 0.85 })
    else healthy.push({ category: 'clock_skew', service, text, evidence })
  }
  return { found, healthy }
}
