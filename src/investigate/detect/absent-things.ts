import type { Observation } from '../../domain/capability.ts'
import type { CauseCategory } from '../../domain/investigation.ts'
import { evidenceOfLine } from '../evidence.ts'
import type { Hypothesis } from '../hypothesis.ts'
import { shown, type Seen } from '../seen.ts'

export interface EventLine {
  readonly observation: Observation
  readonly line: string
  readonly kind: string
  readonly name: string
}

/** `2026-11-23T14:00:00Z FailedMount Pod/web-1: words of the controller`. */
const eventForm = /^\S+ \w+ ([A-Za-z]{1,60})\/([a-z0-9][a-z0-9.-]{0,252}): /

const allEvents = ({ observations }: Seen): EventLine[] =>
  observations
    .filter(({ capability }) => capability === 'kubernetes_events')
    .flatMap((observation) =>
      observation.lines.flatMap((line) => {
        const [, kind, name] = eventForm.exec(line) ?? []
        return kind && name ? [{ observation, line, kind, name }] : []
      }),
    )

/** Warnings about one thing, oldest first. */
export const eventsOf = (seen: Seen, name: string): EventLine[] => allEvents(seen).filter((it) => it.name === name)

/** What the API server says of a name that it does not know: `storageclass.storage.k8s.io "fast" not found`. Only the name is taken, by its own alphabet (RFC 1123). */
const absence = /\b([a-z]{3,40})(?:\.[a-z0-9.]{1,80})? "([a-z0-9][a-z0-9.-]{0,252})" not found/

const things: Readonly<Record<string, { readonly called: string; readonly category: CauseCategory }>> = {
  storageclass: { called: 'storage class', category: 'volume_claim_missing' },
  persistentvolume: { called: 'volume', category: 'volume_claim_missing' },
  persistentvolumeclaim: { called: 'volume claim', category: 'volume_claim_missing' },
  configmap: { called: 'config map', category: 'config_missing' },
  secret: { called: 'secret', category: 'config_missing' },
  serviceaccount: { called: 'service account', category: 'permission_denied' },
}

/** Things that another asks for and that are not there, by the names that the events give them; as long as who asked for them is not well. */
export const absentThings = (seen: Seen): Hypothesis[] => {
  const told = allEvents(seen).flatMap(({ observation, line, kind, name }): Hypothesis[] => {
    const [, type = '', wanted = ''] = absence.exec(line) ?? []
    const thing = Object.hasOwn(things, type) ? things[type] : undefined
    if (!thing) return []
    const text = `${shown(kind)} ${shown(name)} asks for the ${thing.called} "${shown(wanted)}", which is not there.`
    return [
      {
        category: thing.category,
        service: name,
        text,
        evidence: [evidenceOfLine(observation, line, text)],
        strength: isWaiting(seen, kind, name) ? 0.93 : 0.2,
      },
    ]
  })
  return [...new Map(told.map((it) => [it.text, it])).values()]
}

/** A claim that is not bound, a pod that is not ready, a maker of pods that has made none. */
const isWaiting = (seen: Seen, kind: string, name: string): boolean => {
  const pods = seen.facts('is_ready', /^kubernetes_pods$/)
  if (kind === 'PersistentVolumeClaim')
    return seen.facts('is_bound', /^kubernetes_volumes$/).some(({ fact }) => fact.labels['claim'] === name && fact.value === false)
  if (kind === 'Pod') return pods.some(({ fact }) => fact.labels['pod'] === name && fact.value === false)
  return !pods.some(({ fact }) => fact.labels['pod']?.startsWith(`${name}-`))
}
