/** Watches of the systems file: looked at behind by every process that works, at once when somebody asks, in the foreground for `watch`. */
import type { Database } from '../../../adapters/postgres/database.ts'
import { openIncidents } from '../../../adapters/postgres/incidents.ts'
import { openWatchQueue } from '../../../adapters/postgres/watch-queue.ts'
import { sleep } from '../../../base/async.ts'
import { AppError } from '../../../base/error.ts'
import { newId } from '../../../base/id.ts'
import type { Capabilities } from '../../../domain/capability.ts'
import type { KillSwitch } from '../../../domain/audit.ts'
import type { Incident, IncidentStore } from '../../../domain/incident.ts'
import type { WatchingGauges } from '../../../domain/metrics.ts'
import type { Systems } from '../../../domain/systems.ts'
import type { WatchDesk, Watching } from '../../../operations/watch-desk.ts'
import { fileSignals, reopenMs } from '../../../watch/incidents/file-signals.ts'
import { viewOf } from '../../../watch/view.ts'
import { leaseMs, type IncidentChange } from './look-at.ts'
import { oneLook, runWatchLoop, type LoopParts } from './watch-loop.ts'

export interface WatchingParts {
  /** Sees everything: watches are the program's own work. */
  readonly database: Database
  /** What the callers of operations may see. */
  readonly incidents: IncidentStore
  readonly systems: Pick<Systems, 'watches'>
  readonly capabilities: Pick<Capabilities, 'list' | 'observe'>
  readonly killSwitch: Pick<KillSwitch, 'assertRunning' | 'signal'> | null
  /** E.g. to begin an investigation as one opens. Never awaited, and must not throw. */
  readonly onIncident?: (incident: Incident, change: IncidentChange) => void
  log(message: string, error: unknown): void
}

export interface OpenedWatching extends WatchDesk {
  /** From now on, until it is closed: for programs that stay. */
  start(): void
  readonly gauges: WatchingGauges
  close(): Promise<void>
}

const tellEveryMs = 1_000
const forgetEveryMs = 600_000
const mostShown = 200

export const openWatching = (given: WatchingParts): OpenedWatching => {
  const { systems, killSwitch, log } = given
  const { watches } = systems
  const names = watches.map(({ name }) => name)
  const queue = openWatchQueue(given.database, { reopenSeconds: reopenMs / 1000 })
  const stop = new AbortController()
  const listeners = new Set<() => void>()
  const parts: LoopParts = {
    queue,
    watches,
    capabilities: given.capabilities,
    killSwitch,
    onIncident: (incident, change) => given.onIncident?.(incident, change),
    onLook: () => listeners.forEach((tell) => tell()),
    log,
  }
  let running: Promise<void> | null = null
  let declared: Promise<void> | null = null
  const declare = (): Promise<void> =>
    (declared ??= queue.declare(watches).catch((error: unknown) => {
      declared = null
      throw error
    }))

  const forgetGone = async (): Promise<void> => {
    const now = new Date()
    const file = (watch: string, incidents: readonly Incident[]) => fileSignals(incidents, { watch, signals: [], now, newId: () => newId() })
    await queue.forget({ known: names, file }).catch((error: unknown) => log('Watches that are in no file any more could not be forgotten.', error))
  }

  const work = async (): Promise<void> => {
    await declare()
    const forgetting = (async () => {
      for (;;) {
        await forgetGone()
        await sleep(forgetEveryMs, stop.signal)
      }
    })().catch(() => {})
    await runWatchLoop(parts, stop.signal)
    await forgetting
  }

  const start = (): void => {
    if (watches.length === 0 || running) return
    running = work().catch((error: unknown) => log('Watches could not begin.', error))
  }

  const views: WatchDesk['watches'] = async () => {
    const records = new Map((await queue.list()).map((it) => [it.watch, it]))
    return watches.map((watch) => viewOf(watch, records.get(watch.name) ?? null))
  }
  const now = async (): Promise<Watching> => ({ watches: await views(), incidents: await given.incidents.unresolved(mostShown) })

  return {
    incidents: given.incidents,
    watches: views,
    now,

    lookNow: async (asked, signal = stop.signal) => {
      const unknown = asked?.find((name) => !names.includes(name))
      if (unknown !== undefined) throw new AppError('not_found', `No watch "${unknown}". Run "answerable watches" to see them.`)
      await killSwitch?.assertRunning()
      await declare()
      const claims = await queue.claim({ watches: asked ?? names, limit: names.length, leaseMs, force: true })
      await Promise.all(
        claims.map((claim) =>
          oneLook(
            watches.find(({ name }) => name === claim.watch)!,
            claim,
            parts,
            AbortSignal.any([signal, stop.signal]),
          ),
        ),
      )
      return claims.map(({ watch }) => watch)
    },

    follow: async (onChange, signal) => {
      let isNews = true
      const tell = (): void => void (isNews = true)
      listeners.add(tell)
      start()
      try {
        while (!signal.aborted && !stop.signal.aborted) {
          if (isNews) {
            isNews = false
            onChange(await now())
          }
          await sleep(tellEveryMs, AbortSignal.any([signal, stop.signal])).catch(() => {})
        }
      } finally {
        listeners.delete(tell)
      }
    },

    start,
    gauges: {
      unresolved: () => openIncidents(given.database).countUnresolved(),
      watches: async () => (await queue.list()).map(({ watch, runs, failures }) => ({ watch, runs, failures })),
    },
    close: async () => {
      stop.abort(new AppError('cancelled', 'The program is stopping.'))
      await running
    },
  }
}
