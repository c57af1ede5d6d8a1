import { AppError } from '../base/error.ts'

/** The part of a process's state that says when to take no more. */
export interface Load {
  readonly memoryBytes: number
  readonly memoryLimitBytes: number
  readonly heapShare: number
  readonly lagMs: number
}

// What is under way still grows: a tenth is left for it.
const memoryShare = 0.9
const heapShare = 0.9
// Half of all turns of the main thread come this late: answers would wait in sockets, not in lines.
const lagMs = 500
// A machine that is merely slow serves a few; only a crowd is turned away for it.
const crowd = 8
const retryAfterMs = 5_000

/** Why no more work is taken now; null when it is. `busy` counts works under way: where there is none, one is let in to see. */
export const overload = (load: Load, busy: number): AppError | null => {
  if (busy === 0) return null
  const what = isNearMemoryLimit(load) ? 'near its memory limit' : busy > crowd && load.lagMs > lagMs ? 'too busy to answer in time' : null
  return what && new AppError('unavailable', `The server is ${what} and takes nothing new just now. Ask again in a few seconds.`, { details: { retryAfterMs } })
}

const isNearMemoryLimit = (load: Load): boolean => load.memoryBytes > load.memoryLimitBytes * memoryShare || load.heapShare > heapShare
