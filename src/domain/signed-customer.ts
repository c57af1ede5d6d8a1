/** Customers whom a signed token names (RFC 7519), by the issuers of what is connected. */
import { sha256 } from '../base/id.ts'
import type { Caller } from './call.ts'
import type { TokenIssuer } from './record-description.ts'

/** Who a token was signed for, and whose records it reaches. */
export interface SignedCustomer {
  readonly issuer: string
  readonly audience: string
  /** The one that `id` was read from: the same id in another one may be somebody else. */
  readonly claim: string
  readonly collection: string
  /** As the records' key has it. */
  readonly id: string
}

export interface VerifiedToken {
  readonly customer: SignedCustomer
  readonly expiresAt: Date
}

/** An issuer with the collection whose description names it. */
export interface ConnectedIssuer {
  readonly collection: string
  readonly issuer: TokenIssuer
}

export interface CustomerTokens {
  /** Fails with `unauthorised` for whatever is no good token, with one sentence; with `unavailable` while its issuer's keys cannot be had. */
  verify(token: string): Promise<VerifiedToken>
  /** Whether this issuer still speaks for customers of this collection, to the same audience and by the same claim. */
  isConnected(customer: Omit<SignedCustomer, 'id'>): Promise<boolean>
  /** Whether any issuer does. */
  hasIssuers(): Promise<boolean>
}

/** Pseudonymous wherever callers are kept: the id itself is in no trace, ledger or log. */
export const callerOfCustomer = ({ issuer, audience, claim, collection, id }: SignedCustomer): Caller => ({
  id: `customer:${sha256(JSON.stringify([issuer, audience, claim, collection, id])).slice(0, 16)}`,
  name: 'customer',
  scope: 'ask',
  collections: [collection],
  customer: { id, by: 'token' },
})

/** Three parts of a signed token, five of an encrypted one, or how every token begins: never taken for a key of something else. */
export const looksLikeToken = (text: string): boolean => text.startsWith('eyJ') || text.split('.').length >= 3

/** Longer ones are no ids, and what PostgreSQL or UTF-8 would change could become another customer's. */
export const isCustomerId = (id: string): boolean => id.length > 0 && id.length <= 200 && id.isWellFormed() && !/\p{Cc}/u.test(id) && id.trim() === id
