import { sleep } from '../base/async.ts'
import { AppError } from '../base/error.ts'

/** Of what another machine, or a model, should have done: `upstream_timeout`. */
export const tookTooLong = (what: string, limitMs: number): AppError =>
  new AppError('upstream_timeout', `${what} took longer than ${Math.round(limitMs / 1000)} s. Try again, or raise the time-out in the settings.`)

/**
 * Waits for a piece of work, at most so long: then fails with what `late` makes and tells `stop` the same, so that the work ends too.
 * Stops waiting with the signal's reason.
 */
export const within = async <Value>(
  work: Promise<Value>,
  timeoutMs: number,
  late: () => AppError,
  signal: AbortSignal,
  stop: (reason: AppError) => void,
): Promise<Value> => {
  const done = new AbortController()
  const timer = sleep(Math.max(0, timeoutMs), AbortSignal.any([signal, done.signal])).then(() => {
    const error = late()
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
