import type { IncidentSignal } from '../../domain/incident.ts'
import { grades } from '../../domain/watch.ts'
import { oneLine } from '../say.ts'

/** `web: http_up: status of probe shop is 503, above 499, and 2 more signals`, by the gravest of the first. */
export const titleOf = (signals: readonly IncidentSignal[]): string => {
  const first = signals.toSorted((a, b) => grades.indexOf(b.grade) - grades.indexOf(a.grade) || a.firstAt.getTime() - b.firstAt.getTime())[0]!
  const services = [...new Set(signals.map(({ service }) => service))]
  const more = signals.length - 1
  const rest = more === 0 ? '' : `, and ${more} more ${more === 1 ? 'signal' : 'signals'}`
  return `${services.slice(0, 3).join(', ')}${services.length > 3 ? ' and others' : ''}: ${oneLine(first.sentence.replace(/\.$/, ''), 160)}${rest}`
}
