/** Who may begin now, who waits, and who is sent away, so that a crowd is served at the speed of the machine instead of all at once. */

/** Kinds of work that have a line of their own: one of them being crowded does not hold up the others. */
export const lineNames = ['questions', 'searches', 'writes'] as const
export type LineName = (typeof lineNames)[number]

export interface LineLimits {
  /** Works under way together. */
  readonly atOnce: number
  /** Places to wait beyond them. */
  readonly mostWaiting: number
  readonly longestWaitMs: number
}

export interface Line {
  /**
   * Resolves with the function that gives the place back, when it is this caller's turn. Fails with `unavailable` and `details.retryAfterMs`
   * when there is no room or the wait was too long, with the signal's reason when nobody waits any more.
   */
  enter(callerId: string, signal?: AbortSignal): Promise<() => void>
  /** What `enter` would fail with right now; null where it would not. Costs nothing, so that a refusal can come before a body is read. */
  refusal(callerId: string): Error | null
  readonly running: number
  readonly waiting: number
  /** Refuses those who wait and all who come from now on; who has a place keeps it. */
  close(reason: Error): void
}

export interface Admission {
  readonly lines: Readonly<Record<LineName, Line>>
  /** Bytes that bodies of requests may hold together while they arrive. */
  readonly bodyRoomBytes: number
  /** Why no new work is taken whatever its kind (memory, a thread that lags, stopping); null when it is. */
  refusal(): Error | null
  /** Takes no work from now on: the program stops. */
  close(reason: Error): void
  readonly isStopping: boolean
}
