import { throwIfAborted } from '../base/async.ts'
import { AppError, isAppError } from '../base/error.ts'
import type { ClaimedWrite, IdempotentWrite, IdempotentWrites, KeptResponse } from '../domain/idempotency.ts'

export interface OnceOptions {
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>
  readonly heartbeatMs?: number
  /** For another who is at the same write. */
  readonly longestWaitMs?: number
}

/** `effectId`: for what the work makes. `isAgain`: somebody may have done it and died before he could say so. */
export type OnceWork = (effectId: string, isAgain: boolean) => Promise<KeptResponse>

const firstPauseMs = 25
const longestPauseMs = 500

/**
 * Does a write once: who comes with the same key while it is done waits and gets the same answer, and so does who comes later. A failure is
 * told to the one it happened to; the next tries himself. Fails with `invalid` for another input under the same key.
 */
export const once = async (
  writes: IdempotentWrites,
  wanted: IdempotentWrite,
  work: OnceWork,
  { sleep, heartbeatMs = 10_000, longestWaitMs = 120_000 }: OnceOptions,
  signal?: AbortSignal,
): Promise<KeptResponse> => {
  let waitedMs = 0
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(longestPauseMs, pauseMs * 2)) {
    throwIfAborted(signal)
    const claim = await writes.claim(wanted)
    if (claim.type === 'claimed') return doIt(claim.write, work, heartbeatMs)
    if (claim.type === 'done') return claim.response
    if (claim.type === 'other') throw otherInput()
    if (claim.type === 'forgotten') throw forgotten()
    if (waitedMs >= longestWaitMs) throw stillRunning()
    await sleep(pauseMs, signal)
    waitedMs += pauseMs
  }
}

const doIt = async (write: ClaimedWrite, work: OnceWork, heartbeatMs: number): Promise<KeptResponse> => {
  const timer = setInterval(() => void write.heartbeat().catch(() => {}), heartbeatMs)
  try {
    return await write.finish(await work(write.effectId, write.isAgain))
  } catch (error) {
    await write.release().catch(() => {})
    throw error
  } finally {
    clearInterval(timer)
  }
}

const otherInput = (): AppError =>
  new AppError('invalid', 'This Idempotency-Key was used for another request. Send a new key with a new request, and the same key only with the very same one.')

const forgotten = (): AppError =>
  new AppError('conflict', 'This was done before, and what it was about has been removed since. Send it with a new Idempotency-Key to do it again.')

const stillRunning = (): AppError =>
  new AppError('conflict', 'The same request with this Idempotency-Key is still under way. Ask again in a moment.', { details: { retryAfterMs: 5_000 } })

/** What was to be taken away is gone: after a crash that is what was wanted. */
export const isGoneAlready = (error: unknown, isAgain: boolean): boolean => isAgain && isAppError(error) && error.code === 'not_found'
