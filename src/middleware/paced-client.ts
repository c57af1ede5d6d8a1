import type { Fetched, PacedClient, WebClient } from '../domain/site.ts'

export interface PaceOptions {
  /** Between the starts of two requests, before the site asks for more. */
  readonly delayMs: number
  readonly now: () => number
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>
}

/** A site that wants more would be read for days: then it is asked for more often than it likes, but once in 10 s at most. */
const longestDelayMs = 10_000
const longestWaitMs = 60_000
const tries = 3
const busy = new Set([429, 503])

/** The client of one site: keeps a distance between requests, and waits for the whole site where the server says that it is busy. */
export const pacedClient = (inner: WebClient, { delayMs, now, sleep }: PaceOptions): PacedClient => {
  let distanceMs = delayMs
  let freeAt = 0

  const turn = async (signal?: AbortSignal): Promise<void> => {
    const mine = Math.max(now(), freeAt)
    freeAt = mine + distanceMs
    if (mine > now()) await sleep(mine - now(), signal)
  }
  return {
    get: async (url, options, signal) => {
      for (let left = tries; ; left--) {
        await turn(signal)
        const fetched = await inner.get(url, options, signal)
        const waitMs = waitFor(fetched, tries - left)
        if (waitMs === null || left === 1) return fetched
        freeAt = Math.max(freeAt, now() + waitMs)
      }
    },
    pace: (ms) => void (distanceMs = Math.max(delayMs, Math.min(ms, longestDelayMs))),
    close: inner.close,
  }
}

/** Null when there is no point in asking again now. */
const waitFor = (fetched: Fetched, triesBefore: number): number | null => {
  if (fetched.type !== 'failed' || !busy.has(fetched.status)) return null
  const waitMs = fetched.retryAfterMs ?? 1000 * 2 ** triesBefore
  return waitMs > longestWaitMs ? null : waitMs
}
