import type { Fact } from './capability.ts'
import type { Watch } from './watch.ts'

/** Gravest last. `suspect`: wrong, not yet for as long as the watch asks; `unseen`: nothing could be seen at the last look. */
export const watchStates = ['new', 'right', 'learning', 'suspect', 'unseen', 'wrong'] as const
export type WatchStateName = (typeof watchStates)[number]

/** One thing that a watch follows, as it was last seen. */
export interface WatchedThing {
  readonly labels: Readonly<Record<string, string>>
  readonly value: Fact['value']
  readonly at: Date
  readonly state: WatchStateName
  /** What is wrong with it; null where nothing is. */
  readonly sentence: string | null
  /** Newest values, oldest first. */
  readonly recent: readonly number[]
}

export interface WatchView {
  readonly watch: Watch
  readonly state: WatchStateName
  readonly lastLookAt: Date | null
  readonly nextLookAt: Date | null
  readonly looks: number
  readonly failures: number
  readonly durationMs: number | null
  /** Of the last look. */
  readonly problem: string | null
  readonly things: readonly WatchedThing[]
}
