import { isAppError } from '../base/error.ts'
import { sleep as sleepFor } from '../base/async.ts'
import { retryBudget, type RetryBudget } from '../base/retry-budget.ts'
import type { Generator } from '../domain/model.ts'
import { withStream } from './with-stream.ts'

export interface RetryOptions {
  /** How often to try again; two, so that a failing server gets at most three times its load. */
  readonly retries?: number
  readonly firstWaitMs?: number
  /** A server that asks for a longer wait than this is not waited for: the person would have left. */
  readonly longestWaitMs?: number
  readonly sleep?: (ms: number, signal?: AbortSignal) => Promise<void>
  /** Of the server behind it, shared by all who ask it; the default is one of its own. */
  readonly budget?: RetryBudget
  /** 0…1: spreads the tries of many askers. */
  readonly random?: () => number
}

/** Tries again while nothing was yielded, when the error says `details.retryable`; waits as long as `details.retryAfterMs` asks for. Never more than the budget allows. */
export const retriedGenerator = (inner: Generator, options: RetryOptions = {}): Generator => {
  const { retries = 2, sleep = sleepFor, budget = retryBudget() } = options
  return withStream(inner, async function* (messages, asked, signal) {
    budget.asked()
    for (let tried = 0; ; tried++) {
      let started = false
      try {
        for await (const part of inner.stream(messages, asked, signal)) {
          started = true
          yield part
        }
        return
      } catch (error) {
        const waitMs = started || tried >= retries || signal?.aborted ? null : waitBefore(error, tried, options)
        if (waitMs === null || !budget.spend()) throw error
        await sleep(waitMs, signal)
      }
    }
  })
}

/** Null when trying again would not help. */
const waitBefore = (error: unknown, tried: number, { firstWaitMs = 500, longestWaitMs = 20_000, random = Math.random }: RetryOptions): number | null => {
  if (!isAppError(error) || error.details.retryable !== true) return null
  const askedMs = Number(error.details.retryAfterMs ?? 0)
  if (askedMs > longestWaitMs) return null
  const backoffMs = firstWaitMs * 2 ** tried * (0.5 + random())
  return Math.max(askedMs, backoffMs)
}
