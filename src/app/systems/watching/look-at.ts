/** One look, from the claim to incidents: whatever goes wrong outside is a problem of this watch, and none of the others. */
import { newId } from '../../../base/id.ts'
import { isAppError } from '../../../base/error.ts'
import type { Capabilities, Observation } from '../../../domain/capability.ts'
import type { Incident } from '../../../domain/incident.ts'
import type { Watch } from '../../../domain/watch.ts'
import type { ClaimedWatch } from '../../../domain/watch-queue.ts'
import { fileSignals } from '../../../watch/incidents/file-signals.ts'
import { look } from '../../../watch/look.ts'
import { readMemory } from '../../../watch/memory.ts'

/** How an incident changed by a look. */
export type IncidentChange = 'opened' | 'reopened' | 'changed' | 'resolved'

export interface LookParts {
  readonly capabilities: Pick<Capabilities, 'list' | 'observe'>
  onIncident(incident: Incident, change: IncidentChange): void
}

/** What a capability may take beyond its own limit before it is left alone. */
const graceMs = 5_000
const unknownLimitMs = 30_000
/** A lease outlives every look; whoever died with one delays this watch alone. */
export const leaseMs = 180_000

/** False when another process has taken the watch over: nothing of this look was kept. Stops with `signal.reason`. */
export const lookAt = async (watch: Watch, claim: ClaimedWatch, { capabilities, onIncident }: LookParts, signal: AbortSignal): Promise<boolean> => {
  const startedMs = performance.now()
  const observation = await observe(watch, capabilities, claim.now, signal)
  const durationMs = performance.now() - startedMs
  const now = new Date(claim.now.getTime() + durationMs)
  const { memory, signals, problem } = look(watch, readMemory(claim.memory), observation, now)
  let before: readonly Incident[] = []
  const changed = await claim.finish({ memory, problem, durationMs }, (incidents) => {
    before = incidents
    return fileSignals(incidents, { watch: watch.name, signals, now, newId: () => newId(now.getTime()) })
  })
  for (const incident of changed ?? [])
    onIncident(
      incident,
      changeOf(
        incident,
        before.find(({ id }) => id === incident.id),
      ),
    )
  return changed !== null
}

const changeOf = (after: Incident, before: Incident | undefined): IncidentChange => {
  if (!before) return 'opened'
  if (after.reopened > before.reopened) return 'reopened'
  return after.state === 'resolved' && before.state !== 'resolved' ? 'resolved' : 'changed'
}

/** Ends in time even where the capability does not. */
const observe = async (watch: Watch, { list, observe: ask }: LookParts['capabilities'], at: Date, signal: AbortSignal): Promise<Observation> => {
  const limitMs = Math.min(leaseMs / 2, (list.find(({ name }) => name === watch.capability)?.limitMs ?? unknownLimitMs) + graceMs)
  const limit = AbortSignal.timeout(limitMs)
  const late = new Promise<Observation>((resolve) =>
    limit.addEventListener('abort', () => resolve(unseen(watch, at, `${watch.capability} did not answer within ${Math.round(limitMs / 1000)} s.`)), {
      once: true,
    }),
  )
  const asked = ask(watch.capability, watch.params, AbortSignal.any([signal, limit])).catch((error: unknown) => {
    if (signal.aborted) throw signal.reason
    if (limit.aborted) return late
    return unseen(watch, at, isAppError(error) ? error.message : `${watch.capability} failed: ${(error as Error).message}`)
  })
  const stopped = new Promise<never>((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }))
  return Promise.race([asked, late, stopped])
}

const unseen = ({ capability, params }: Watch, startedAt: Date, problem: string): Observation => ({
  id: newId(startedAt.getTime()),
  capability,
  params,
  startedAt,
  durationMs: 0,
  facts: [],
  lines: [],
  problem,
})
