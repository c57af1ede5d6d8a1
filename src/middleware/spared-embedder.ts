import { AppError, isAppError } from '../base/error.ts'
import type { Embedder } from '../domain/model.ts'
import type { CircuitBreaker } from './circuit-breaker.ts'

/** A question is found by its words meanwhile: waiting longer helps nobody. */
const patienceMs = 5_000

/**
 * The same embedder; questions wait for it only so long, and not at all while it fails again and again (then with `unavailable`, at once).
 * Texts of documents can wait, and whoever embeds them waits in his own way.
 */
export const sparedEmbedder = <Inner extends Embedder>(inner: Inner, breaker: CircuitBreaker, timeoutMs: number = patienceMs): Inner => ({
  ...inner,
  embed: async (texts, purpose, signal) => {
    if (purpose === 'document') return inner.embed(texts, purpose, signal)
    if (!breaker.enter()) throw passedOver(breaker)
    const late = new AbortController()
    const timer = setTimeout(() => late.abort(tooLate(timeoutMs)), timeoutMs)
    try {
      const vectors = await inner.embed(texts, purpose, signal ? AbortSignal.any([signal, late.signal]) : late.signal)
      breaker.succeeded()
      return vectors
    } catch (error) {
      if (!signal?.aborted && isAppError(error) && error.code !== 'invalid' && error.details['part'] !== 'budget') breaker.failed(error.message)
      throw error
    } finally {
      clearTimeout(timer)
      breaker.left()
    }
  },
})

const passedOver = ({ lastFailure }: CircuitBreaker): AppError =>
  new AppError('unavailable', `The embedding model failed again and again and is not asked for a while. ${lastFailure ?? ''}`.trimEnd())

const tooLate = (timeoutMs: number): AppError =>
  new AppError('upstream_timeout', `The embedding model did not answer within ${timeoutMs / 1000} s.`, { details: { phase: 'embed', limitMs: timeoutMs } })
