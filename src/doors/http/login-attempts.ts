/** Wrong logins are slowed, by address and all together: each of them asks the database. */
import { AppError } from '../../base/error.ts'
import { sha256 } from '../../base/id.ts'

export interface LoginAttempts {
  /**
   * What `login` gives. Fails like it, and with `limited` and `details.retryAfterMs` where too many were wrong lately. A right key takes
   * nothing from anybody, and one that was right here before is never made to wait.
   */
  attempt<Session>(address: string, key: string, login: () => Promise<Session>): Promise<Session>
}

/** A few at once for who mistypes; then one each second is enough for a person. */
const perAddress = { most: 20, refillMs: 1_000 }
const together = { most: 200, refillMs: 50 }
/** Beyond it the oldest go: nobody fills the memory with addresses or keys. */
const mostRemembered = 10_000

export const loginAttempts = (now: () => number = () => performance.now()): LoginAttempts => {
  const all = bucket(together, now)
  const addresses = new Map<string, Bucket>()
  const right = new Map<string, true>()

  const take = (address: string): (() => void) => {
    const own = addresses.get(address) ?? bucket(perAddress, now)
    remember(addresses, address, own)
    const waitMs = Math.max(own.waitMs(), all.waitMs())
    if (waitMs > 0) throw tooMany(waitMs)
    own.add(-1)
    all.add(-1)
    return () => {
      own.add(1)
      all.add(1)
    }
  }

  return {
    attempt: async (address, key, login) => {
      const hash = sha256(key)
      const giveBack = right.has(hash) ? () => {} : take(address)
      try {
        const session = await login()
        remember(right, hash, true)
        giveBack()
        return session
      } catch (error) {
        right.delete(hash)
        throw error
      }
    },
  }
}

interface Bucket {
  /** Until there is one; 0 when there is. */
  waitMs(): number
  add(count: number): void
}

/** A token bucket: begins full, and gets one each `refillMs`. */
const bucket = ({ most, refillMs }: typeof perAddress, now: () => number): Bucket => {
  let tokens = most
  let at = now()
  const refilled = (): number => {
    const time = now()
    tokens = Math.min(most, tokens + (time - at) / refillMs)
    at = time
    return tokens
  }
  return {
    waitMs: () => Math.max(0, (1 - refilled()) * refillMs),
    add: (count) => void (tokens = refilled() + count),
  }
}

const remember = <Value>(known: Map<string, Value>, name: string, value: Value): void => {
  known.delete(name)
  known.set(name, value)
  if (known.size > mostRemembered) known.delete(known.keys().next().value!)
}

const tooMany = (retryAfterMs: number): AppError =>
  new AppError('limited', 'Too many wrong keys were sent lately. Log in again in a few seconds.', { details: { retryAfterMs } })
