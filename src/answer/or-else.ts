import { isAppError, type AppError } from '../base/error.ts'

/** The first; or the second, told why, where the first failed before it showed anything, and not because nobody waits any more. */
export async function* orElse<Event, Result>(
  first: AsyncGenerator<Event, Result>,
  second: (failure: AppError) => AsyncGenerator<Event, Result>,
  signal: AbortSignal,
): AsyncGenerator<Event, Result> {
  let hasShown = false
  let failure: AppError
  try {
    for (;;) {
      const step = await first.next()
      if (step.done) return step.value
      hasShown = true
      yield step.value
    }
  } catch (error) {
    if (hasShown || signal.aborted || !isAppError(error) || error.code === 'invalid') throw error
    failure = error
  } finally {
    // Also when the reader left: whatever the first still does ends now.
    void first.return(undefined as Result).catch(() => {})
  }
  return yield* second(failure)
}
