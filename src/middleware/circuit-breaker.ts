export interface BreakerOptions {
  /** Failures in a row after which it opens; three, as one may be chance and each costs the person a wait. */
  readonly failures?: number
  /** How long nothing is asked then. */
  readonly openMs?: number
  readonly now?: () => number
}

export interface CircuitBreaker {
  /** `half-open`: the time is over, and one call is let through to see. */
  readonly state: 'closed' | 'open' | 'half-open'
  /** The sentence of the last failure; null after a success. */
  readonly lastFailure: string | null
  /** True when a call may go out. Every `true` is followed by one of the three below. */
  enter(): boolean
  succeeded(): void
  failed(sentence: string): void
  /** The call ended without telling anything: it was cancelled, or asked for what no model could do. */
  left(): void
}

/** Spares callers what keeps failing: without it a dead server costs its whole time-out at every question. */
export const circuitBreaker = ({ failures = 3, openMs = 30_000, now = Date.now }: BreakerOptions = {}): CircuitBreaker => {
  let inARow = 0
  let openUntil: number | null = null
  let isTrialOut = false
  let lastFailure: string | null = null
  const stateNow = (): CircuitBreaker['state'] => (openUntil === null ? 'closed' : now() < openUntil ? 'open' : 'half-open')
  return {
    get state() {
      return stateNow()
    },
    get lastFailure() {
      return lastFailure
    },
    enter: () => {
      const state = stateNow()
      if (state === 'open' || (state === 'half-open' && isTrialOut)) return false
      isTrialOut = state === 'half-open'
      return true
    },
    succeeded: () => {
      inARow = 0
      openUntil = lastFailure = null
      isTrialOut = false
    },
    failed: (sentence) => {
      lastFailure = sentence
      inARow += 1
      if (inARow >= failures) openUntil = now() + openMs
      isTrialOut = false
    },
    left: () => {
      isTrialOut = false
    },
  }
}
