import type { AccessScope, Caller } from '../domain/call.ts'
import type { Allowance, ApiKey, NewKey } from '../domain/key.ts'

/** Keys as whoever administers them sees them: only those whose collections they all see. Null where there is no such key. */
export interface KeyDesk {
  /** `text` is the whole key; nobody sees it again. */
  create(wanted: NewKey): Promise<{ readonly key: ApiKey; readonly text: string }>
  list(): Promise<readonly ApiKey[]>
  revoke(id: string): Promise<ApiKey | null>
  suspend(id: string, isSuspended: boolean): Promise<ApiKey | null>
  rotate(id: string, graceMs: number): Promise<{ readonly key: ApiKey; readonly text: string } | null>
}

/** Who comes in: the one place in which keys and sessions become callers, for all doors. */
export interface Gate {
  /** Whether there is a key that may come in. */
  hasKey(): Promise<boolean>
  /** Whether anybody signs tokens for customers here: then what is no key of ours may be one that was meant for us. */
  takesTokens(): Promise<boolean>
  /**
   * A key, or a customer's signed token. Fails with `unauthorised` for one that is wrong, revoked, expired or suspended, with the same sentence;
   * with `unavailable` while the keys of a token's issuer cannot be had.
   */
  byKey(text: string): Promise<Authenticated>
  /** For the page's cookie. Fails like `byKey`. */
  bySession(token: string): Promise<Authenticated>
  /** Fails like `byKey`. */
  openSession(keyText: string): Promise<{ readonly token: string; readonly expiresAt: Date; readonly caller: Caller }>
  closeSession(token: string): Promise<void>
  /** Counts one request of a key; null where it has no limit. */
  count(authenticated: Authenticated): Promise<Allowance | null>
}

export interface Authenticated {
  readonly caller: Caller
  /** Null: as the settings say. */
  readonly requestsPerMinute: number | null
}

/** Who is nobody may read what needs no key. */
export const nobody: Caller = { id: 'nobody', name: 'nobody', scope: 'ask' satisfies AccessScope, collections: [] }
