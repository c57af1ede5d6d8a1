import type { Incident, IncidentStore } from '../domain/incident.ts'
import type { WatchView } from '../domain/watch-view.ts'

/** What watches see at one moment. */
export interface Watching {
  readonly watches: readonly WatchView[]
  /** Not resolved, newest first. */
  readonly incidents: readonly Incident[]
}

/** Watches of the systems file, and the incidents that they make. */
export interface WatchDesk {
  readonly incidents: IncidentStore
  /** In the order of the file; empty where there is none. */
  watches(): Promise<readonly WatchView[]>
  /** What is seen now; of incidents the newest 200. */
  now(): Promise<Watching>
  /**
   * Looks at these (null: at all) whether they are due or not, and gives the names of those that were looked at: one that somebody else looks at
   * just now is left to them. Fails with `not_found` for a name that is no watch.
   */
  lookNow(names: readonly string[] | null, signal?: AbortSignal): Promise<readonly string[]>
  /** Looks when watches are due, until the signal, and tells what is seen: at once, then whenever something changed, once a second at most. */
  follow(onChange: (now: Watching) => void, signal: AbortSignal): Promise<void>
}
