import { AppError } from '../base/error.ts'
import type { Line, LineLimits } from '../domain/admission.ts'

export interface LineOptions {
  /** What stands in it, for the sentence of a refusal: `questions`. */
  readonly what: string
  /** Asked each time: a better model may have come up meanwhile. */
  readonly limits: () => LineLimits
  /** Nobody sits and waits for these works: the line may be as long as it likes for as long as it likes. */
  readonly mayStand?: boolean
  readonly now?: () => number
  /** 0…1: spreads those who come again. */
  readonly random?: () => number
}

interface Waiting {
  readonly callerId: string
  readonly start: () => void
  readonly refuse: (reason: Error) => void
}

/** How much of the usual length of a work is what the last one took. */
const weightOfLast = 0.2
/** How long a line may be as long as it likes ("Controlling Queue Delay", Nichols and Jacobson, ACM Queue 2012). */
const burstMs = 5_000
const shortestRetryMs = 1_000
const longestRetryMs = 60_000

/**
 * Several works at once, a bounded line behind them. Callers take turns: who has fewest works under way goes next. When the line is full, a caller
 * with fewer places in it takes the newest place of the one with most, so that nobody fills the line for all.
 */
export const waitingLine = ({ what, limits, mayStand = false, now = () => performance.now(), random = Math.random }: LineOptions): Line => {
  const running = new Map<string, number>()
  const queue: Waiting[] = []
  let underWay = 0
  let usualMs: number | null = null
  let closed: Error | null = null
  /** Since when somebody has always waited; null when nobody does. */
  let standsSince: number | null = null

  const begin = (callerId: string): (() => void) => {
    const from = now()
    underWay++
    running.set(callerId, (running.get(callerId) ?? 0) + 1)
    let ended = false
    return () => {
      if (ended) return
      ended = true
      underWay--
      const left = running.get(callerId)! - 1
      if (left > 0) running.set(callerId, left)
      else running.delete(callerId)
      usualMs = (usualMs ?? now() - from) * (1 - weightOfLast) + (now() - from) * weightOfLast
      startNext()
    }
  }

  const startNext = (): void => {
    while (queue.length > 0 && underWay < limits().atOnce) {
      const fewest = Math.min(...queue.map(({ callerId }) => running.get(callerId) ?? 0))
      const next = queue.findIndex(({ callerId }) => (running.get(callerId) ?? 0) === fewest)
      queue.splice(next, 1)[0]!.start()
    }
  }

  /** When a place will be free for one who comes now, at the rate at which works have ended lately. */
  const retryAfterMs = (): number => {
    const waitMs = ((queue.length + 1) * (usualMs ?? shortestRetryMs)) / limits().atOnce
    return Math.min(longestRetryMs, Math.max(shortestRetryMs, waitMs) * (1 + random() / 2))
  }

  const noRoom = (): AppError =>
    new AppError('unavailable', `${underWay} ${what} are under way and ${queue.length} wait already. Ask again in a moment; Retry-After says when.`, {
      details: { retryAfterMs: retryAfterMs() },
    })

  const waitedTooLong = (): AppError =>
    new AppError('unavailable', `No place was free within ${limits().longestWaitMs / 1000} s: too many ${what} at once. Ask again in a moment.`, {
      details: { retryAfterMs: retryAfterMs() },
    })

  const placesOf = (callerId: string): number => queue.filter((it) => it.callerId === callerId).length

  /** The newest of the caller who holds most places, where that is fair: it holds at least two more than the one who comes. */
  const toGiveWay = (callerId: string): Waiting | null => {
    const mine = placesOf(callerId)
    const greediest = queue.reduce<string | null>((most, it) => (most === null || placesOf(it.callerId) > placesOf(most) ? it.callerId : most), null)
    if (greediest === null || placesOf(greediest) < mine + 2) return null
    return queue.findLast((it) => it.callerId === greediest)!
  }

  /** All of them for a burst. A line that has stood for a while only makes everybody late: then as many as go in within a second. */
  const placesNow = (): number => {
    const { atOnce, mostWaiting } = limits()
    const isStanding = !mayStand && standsSince !== null && now() - standsSince > burstMs
    const withinASecond = Math.floor((atOnce * 1_000) / (usualMs ?? 1_000))
    return isStanding ? Math.min(mostWaiting, Math.max(Math.ceil(atOnce / 2), withinASecond)) : mostWaiting
  }

  const isFull = (): boolean => underWay >= limits().atOnce && queue.length >= placesNow()

  const wait = (callerId: string, signal: AbortSignal | undefined): Promise<() => void> =>
    new Promise((resolve, reject) => {
      const settle = (): void => {
        clearTimeout(timer)
        signal?.removeEventListener('abort', leave)
        const at = queue.indexOf(mine)
        if (at >= 0) queue.splice(at, 1)
        if (queue.length === 0) standsSince = null
      }
      const refuse = (reason: Error): void => {
        settle()
        reject(reason)
      }
      const leave = (): void => refuse(signal!.reason as Error)
      const mine: Waiting = {
        callerId,
        refuse,
        start: () => {
          settle()
          resolve(begin(callerId))
        },
      }
      const timer = setTimeout(() => refuse(waitedTooLong()), limits().longestWaitMs)
      signal?.addEventListener('abort', leave, { once: true })
      queue.push(mine)
      standsSince ??= now()
    })

  return {
    enter: async (callerId, signal) => {
      if (closed) throw closed
      if (signal?.aborted) throw signal.reason
      if (underWay < limits().atOnce && queue.length === 0) return begin(callerId)
      if (isFull()) {
        const other = toGiveWay(callerId)
        if (!other) throw noRoom()
        other.refuse(noRoom())
      }
      return wait(callerId, signal)
    },
    refusal: (callerId) => closed ?? (isFull() && !toGiveWay(callerId) ? noRoom() : null),
    get running() {
      return underWay
    },
    get waiting() {
      return queue.length
    },
    close: (reason) => {
      closed = reason
      while (queue[0]) queue[0].refuse(reason)
    },
  }
}
