/** Keys by which others than the owner come in. Their secret is shown once; what is kept is its SHA-256. */
import { newSecret, randomHex } from '../base/secret.ts'
import type { AccessScope, Caller, Visible } from './call.ts'
import type { SignedCustomer } from './signed-customer.ts'

export interface ApiKey {
  /** Public: the part of the key that it is looked up by, and the caller's id in ledger and traces. */
  readonly id: string
  readonly name: string
  readonly scope: AccessScope
  readonly collections: Visible
  /** The customer of its one collection's records that it is bound to; null: none. */
  readonly customer: string | null
  /** May ask of all rows of its one collection's records. */
  readonly isStaff: boolean
  /** Null: as the settings say. */
  readonly requestsPerMinute: number | null
  readonly createdAt: Date
  readonly expiresAt: Date | null
  readonly suspendedAt: Date | null
  readonly revokedAt: Date | null
  /** Known to the minute. */
  readonly lastUsedAt: Date | null
}

export type NewKey = Pick<ApiKey, 'name' | 'scope' | 'collections' | 'customer' | 'isStaff' | 'requestsPerMinute' | 'expiresAt'>

/** SHA-256 of whole keys, hexadecimal. */
export interface KeyHashes {
  readonly current: string
  /** The one before a rotation, for as long as its grace lasts. */
  readonly previous: string | null
}

/** Every change is durable when it resolves, and gives null where no such key can be seen. A key that was revoked stays as it is. */
export interface KeyStore {
  add(id: string, key: NewKey, hash: string): Promise<ApiKey>
  /** Newest first; those that may come in no more, too. */
  list(): Promise<ApiKey[]>
  /** For whoever checks a key: the one place that hands out hashes. */
  find(id: string): Promise<{ readonly key: ApiKey; readonly hashes: KeyHashes } | null>
  revoke(id: string): Promise<ApiKey | null>
  suspend(id: string, isSuspended: boolean): Promise<ApiKey | null>
  /** The secret so far stays good for the grace. */
  rotate(id: string, hash: string, graceMs: number): Promise<ApiKey | null>
  /** Notes that it came in just now; not more than once a minute is written. */
  used(id: string): Promise<void>
}

/** Somebody is logged in on the page. */
export type PageSession = KeySession | CustomerSession

export interface KeySession {
  readonly keyId: string
  /** Of the key that opened it. */
  readonly secretHash: string
}

export interface CustomerSession {
  readonly customer: SignedCustomer
  /** Of the token that opened it. */
  readonly secretHash: string
}

export interface SessionStore {
  /** Those that are over are cleared away by the way. */
  add(tokenHash: string, session: PageSession, lastsMs: number): Promise<{ readonly expiresAt: Date }>
  find(tokenHash: string): Promise<PageSession | null>
  remove(tokenHash: string): Promise<void>
}

/** How a request stands against its key's limit. */
export interface Allowance {
  readonly isAdmitted: boolean
  readonly limit: number
  /** Requests that may follow at once. */
  readonly remaining: number
  /** Until the whole minute's worth is there again. */
  readonly resetMs: number
  /** Until one more is admitted; 0 where one is. */
  readonly retryAfterMs: number
}

/** Counts requests of all processes together: a minute's worth may come at once, then one every 60 s / limit. */
export interface RequestRate {
  take(keyId: string, perMinute: number): Promise<Allowance>
}

export const keyStates = ['active', 'expired', 'suspended', 'revoked'] as const
export type KeyState = (typeof keyStates)[number]

export const keyState = (key: Pick<ApiKey, 'expiresAt' | 'suspendedAt' | 'revokedAt'>, now: Date): KeyState => {
  if (key.revokedAt) return 'revoked'
  if (key.expiresAt && key.expiresAt <= now) return 'expired'
  return key.suspendedAt ? 'suspended' : 'active'
}

export const callerOfKey = ({ id, name, scope, collections, customer, isStaff }: ApiKey): Caller => ({
  id,
  name,
  scope,
  collections,
  ...(customer !== null && { customer: { id: customer, by: 'key' } }),
  ...(isStaff && { isStaff }),
})

export const newKeyId = (): string => randomHex(12)

/** `ans_<id>_<256 random bits>`: the prefix tells scanners of secrets what they have found. */
export const newKeyText = (id: string): string => `ans_${id}_${newSecret()}`

/** The id that a key names; null for what is no key of ours. */
export const keyIdOf = (text: string): string | null => /^ans_([0-9a-f]{12})_[\w-]{43}$/.exec(text)?.[1] ?? null
