import { evidenceOf, evidenceOfLine, type Sighting } from '../evidence.ts'
import { clueOf } from '../clues.ts'
import type { Detector, Healthy, Hypothesis } from '../hypothesis.ts'
import { figure, numberOf, shown, thingOf, type Seen } from '../seen.ts'

const grave = new Set(['error', 'critical', 'alert', 'emergency'])
/** Errors that came so lately are of what is now. */
const lateMs = 10 * 60_000
/** Of them: from here on something fails; from here on it fails all the time. A few errors an hour are every program's. */
const some = 8
const many = 20

/** Errors of late, counted by template: a symptom, and the cause where nothing below it is found. */
export const detectLogErrors: Detector = (seen) => {
  const found: Hypothesis[] = []
  const healthy: Healthy[] = []
  for (const errors of seen.facts('error_lines', /^log_templates$/)) {
    const log = thingOf(errors, 'log')
    const service = seen.serviceOf(errors)
    const late = lateTemplates(seen, errors)
    const count = late.reduce((sum, it) => sum + (numberOf(it.fact) ?? 0), 0)
    if (count < some) {
      const text = `The log ${log} has ${figure(numberOf(errors.fact) ?? 0)} lines of errors in the window, and hardly any of late.`
      healthy.push({ category: 'log_errors', service, text, evidence: [evidenceOf(errors, text)] })
      continue
    }
    const text = `The log ${log} has ${figure(numberOf(late[0]!.fact) ?? 0)} lines of one kind of error${wordsOf(late[0]!)}, some of them of the last minutes.`
    found.push({
      category: 'log_errors',
      service,
      text,
      evidence: [...late.slice(0, 3).map((it) => evidenceOf(it, text)), ...lineOf(late[0]!)],
      strength: count >= many ? 0.7 : 0.5,
    })
  }
  return { found, healthy }
}

/** Most first. */
const lateTemplates = (seen: Seen, { observation }: Sighting): Sighting[] =>
  seen
    .facts('template_lines', /^log_templates$/)
    .filter((it) => it.observation.id === observation.id && grave.has(it.fact.labels['severity'] ?? '') && seen.now.getTime() - it.fact.at.getTime() <= lateMs)
    .toSorted((one, other) => (numberOf(other.fact) ?? 0) - (numberOf(one.fact) ?? 0))

/** `id 12× error: words of the template`. */
const line = ({ observation, fact }: Sighting): string | undefined => observation.lines.find((it) => it.startsWith(`${fact.labels['template'] ?? ''} `))

const wordsOf = (sighting: Sighting): string => {
  const words = line(sighting)?.replace(/^\S+ \d+× \w+: /, '')
  return words ? ` (“${shown(words)}”)` : ''
}

const lineOf = (sighting: Sighting): Hypothesis['evidence'] => {
  const found = line(sighting)
  return found === undefined || clueOf(found) !== null ? [] : [evidenceOfLine(sighting.observation, found, 'What these lines have in common.')]
}
