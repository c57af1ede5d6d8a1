/** One try to see what is somebody else's. */
import type { Random } from './random.ts'
import type { Customer, Order, Shop } from './shop.ts'

export interface Attempt {
  readonly family: string
  /** Whose credential is sent, and whose rows may come back. */
  readonly attacker: string
  readonly method: string
  readonly path: string
  /** Names and values in turn, so that one name may stand twice; without the credential. */
  readonly headers: readonly string[]
  readonly body: string | null
  /** `own`: the attacker's good token goes in front. `none`: what the headers hold is all. */
  readonly credential: 'own' | 'none'
  /** `refused`: whatever comes back must be a refusal. */
  readonly wanted: 'nothing foreign' | 'refused'
  /** Values of others that the attacker knew and sent in a form of his own: that they come back tells him nothing. */
  readonly typed: readonly string[]
}

/** What an attacker of this attempt knows. */
export interface Scene {
  readonly shop: Shop
  readonly random: Random
  readonly attacker: Customer
  readonly ownOrder: Order
  readonly victim: Customer
  readonly victimOrder: Order
  /** An id as orders have, that no order has. */
  readonly missingId: string
  /** Signs claims as the attacked shop's issuer does not: see `families/forged-tokens.ts`. */
  readonly mint: Mint
}

export interface Mint {
  readonly issuer: string
  readonly audience: string
  /** A good token. */
  good(customerId: string): string
  /** Signed with the shop's own key, header and claims as said. */
  signed(header: object, claims: object): string
  /** The shop's public key, as everybody may read it. */
  readonly publicPem: string
  readonly keyId: string
}

export type Family = (scene: Scene) => Partial<Attempt> & Pick<Attempt, 'body'> & { readonly path?: string }

const json = ['content-type', 'application/json']

/** A question to `/ask` in the shop's collection. */
export const asking = (question: string, more: object = {}, headers: readonly string[] = []): ReturnType<Family> => ({
  body: JSON.stringify({ question: question.slice(0, 1000), collection: 'shop', ...more }),
  headers: [...json, ...headers],
})

/** The same by OpenAI's API. */
export const chatting = (messages: readonly { role: string; content: string }[], more: object = {}, headers: readonly string[] = []): ReturnType<Family> => ({
  path: '/v1/chat/completions',
  body: JSON.stringify({ model: 'shop', messages, ...more }),
  headers: [...json, ...headers],
})

export const whole = (family: string, scene: Scene, made: ReturnType<Family>): Attempt => ({
  family,
  attacker: scene.attacker.customer_id,
  method: 'POST',
  path: '/ask',
  headers: json,
  credential: 'own',
  wanted: 'nothing foreign',
  typed: [],
  ...made,
})
