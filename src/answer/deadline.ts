import { sleep } from '../base/async.ts'
import { AppError } from '../base/error.ts'

/**
 * Waits for a piece of work, at most so long: then fails with `upstream_timeout` and tells `stop` the reason, so that the work ends too.
 * Stops waiting with the signal's reason.
 */
export const within = async <Value>(
  work: Promise<Value>,
  timeoutMs: number,
  what: string,
  signal: AbortSignal,
  stop: (reason: AppError) => void,
): Promise<Value> => {
  const done = new AbortController()
  const timer = sleep(Math.max(0, timeoutMs), AbortSignal.any([signal, done.signal])).then(() => {
    const error = new AppError(
      'upstream_timeout',
      `${what} took longer than ${Math.round(timeoutMs / 1000)} s. Try again, or raise the time-out in the settings.`,
    )
    stop(error)
    throw error
  })
  try {
    return await Promise.race([work, timer])
  } finally {
    done.abort()
    // The loser of the race fails later, and nobody else listens.
    timer.catch(() => {})
    work.catch(() => {})
  }
}
