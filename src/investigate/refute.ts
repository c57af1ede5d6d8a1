import type { CauseCategory } from '../domain/investigation.ts'
import type { Healthy, Hypothesis } from './hypothesis.ts'
import type { Seen } from './seen.ts'

/** Figures of one thing that others write about: a certificate of a server in the log of its client. While all of them are well, nobody's words say otherwise. */
const shared: ReadonlySet<CauseCategory> = new Set<CauseCategory>(['certificate_expired', 'connection_limit'])
/** One figure is of both: that a certificate is valid, and made for its name. */
const kindOf = (category: CauseCategory): CauseCategory => (category === 'certificate_mismatch' ? 'certificate_expired' : category)

/** What a figure of now says against a line, in a sentence; null: none does. */
export const refutation = (clue: Hypothesis, found: readonly Hypothesis[], healthy: readonly Healthy[], seen: Seen): string | null => {
  if (clue.category === 'port_taken') return portIsFree(clue, seen)
  const kind = kindOf(clue.category)
  const isOfAll = shared.has(kind) && !found.some((it) => kindOf(it.category) === kind)
  return healthy.find((it) => it.category === kind && (it.service === null || it.service === clue.service || isOfAll))?.text ?? null
}

/** A port that somebody has taken takes connections: where they are refused and nothing listens, it was free again. */
const portIsFree = ({ service, evidence }: Hypothesis, seen: Seen): string | null => {
  const ofService = seen.facts(['is_reachable', 'failure'], /^(?:tcp_connect|http_probe)$/).filter((it) => seen.serviceOf(it) === service)
  if (ofService.some(({ fact }) => fact.name === 'is_reachable' && fact.value === true)) return null
  const isRefused = ofService.some(({ fact }) => fact.name === 'failure' && fact.value === 'ECONNREFUSED')
  const port = portIn(evidence[0]?.line ?? '')
  const listening = seen.facts('is_listening', /^open_ports$/)
  if (port !== null && listening.length > 0)
    return listening.some(({ fact }) => fact.labels['port'] === port) ? null : `Nothing listens on port ${port}, so it is free.`
  return isRefused ? 'Its connections are refused, so nothing listens there.' : null
}

/** As programs write it: `127.0.0.1:8080`, `:::80`, `port 5432`; not the parts of a time. */
const portIn = (line: string): string | null => /(?:[:\]*]|\bport )(\d{2,5})(?![\d:])/i.exec(line.replace(/\d\d:\d\d(?::\d\d)?/g, ''))?.[1] ?? null
