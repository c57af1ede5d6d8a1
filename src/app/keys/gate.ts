import { AppError } from '../../base/error.ts'
import { sha256 } from '../../base/id.ts'
import { hasHash, newSecret } from '../../base/secret.ts'
import { asSystem, type Caller } from '../../domain/call.ts'
import {
  callerOfKey,
  keyIdOf,
  keyState,
  type ApiKey,
  type KeyHashes,
  type KeyStore,
  type PageSession,
  type RequestRate,
  type SessionStore,
} from '../../domain/key.ts'
import { callerOfCustomer, looksLikeToken, type CustomerTokens, type SignedCustomer } from '../../domain/signed-customer.ts'
import type { Authenticated, Gate } from '../../operations/key-desk.ts'
import { rememberedKeys } from './remembered-keys.ts'

export interface GateParts {
  /** With the system's eyes: who comes in has none yet. */
  readonly keys: KeyStore
  readonly sessions: SessionStore
  /** Of customers, signed by issuers that the operator named. */
  readonly tokens: CustomerTokens
  readonly rate: RequestRate
  /** For keys without a limit of their own; 0 = none. */
  readonly requestsPerMinute: number
  readonly log: (message: string, error: unknown) => void
}

/** Longer than a working week is no session but a key that lies about. */
const sessionMs = 7 * 24 * 3600_000

export const openGate = ({ keys, sessions, tokens, rate, requestsPerMinute, log }: GateParts): Gate & { forget(id: string): void } => {
  const { find, forget } = rememberedKeys(keys)

  /** The key of this id, if it may come in and `isRight` says so of its hashes. */
  const admitted = async (id: string | null, isRight: (hashes: KeyHashes) => boolean): Promise<Authenticated> => {
    const found = id === null ? null : await find(id)
    // Compared in any case: nobody learns from the time whether a key of this id exists.
    const isIt = isRight(found?.hashes ?? { current: noHash, previous: null })
    if (!found || !isIt || keyState(found.key, new Date()) !== 'active') throw notGood()
    noteUse(found.key)
    return { caller: callerOfKey(found.key), requestsPerMinute: found.key.requestsPerMinute }
  }

  const noteUse = ({ id, lastUsedAt }: ApiKey): void => {
    if (lastUsedAt && Date.now() - lastUsedAt.getTime() < 60_000) return
    keys.used(id).catch((error: unknown) => log('The last use of a key could not be noted.', error))
  }

  const byKey = (text: string): Promise<Authenticated> =>
    admitted(keyIdOf(text), ({ current, previous }) => hasHash(text, current) || (previous !== null && hasHash(text, previous)))

  const byCredential = async (text: string): Promise<Authenticated> => (looksLikeToken(text) ? asCustomer((await tokens.verify(text)).customer) : byKey(text))

  /** What is kept of whoever logs in, and for how long: a token's session ends with the token. */
  const sessionOf = async (text: string): Promise<{ readonly session: PageSession; readonly caller: Caller; readonly lastsMs: number }> => {
    const secretHash = sha256(text)
    if (!looksLikeToken(text)) {
      const { caller } = await byKey(text)
      return { session: { keyId: caller.id, secretHash }, caller, lastsMs: sessionMs }
    }
    const { customer, expiresAt } = await tokens.verify(text)
    const { caller } = asCustomer(customer)
    // The tolerance of clocks lets a request in, and opens nothing that would be over at once.
    if (expiresAt.getTime() <= Date.now()) throw notGood()
    return { session: { customer, secretHash }, caller, lastsMs: Math.min(sessionMs, expiresAt.getTime() - Date.now()) }
  }

  const gate: Gate = {
    hasKey: async () => (await keys.list()).some((key) => keyState(key, new Date()) === 'active'),
    takesTokens: tokens.hasIssuers,
    byKey: byCredential,
    bySession: async (token) => {
      const session = await sessions.find(sha256(token))
      if (session && 'customer' in session) {
        if (!(await tokens.isConnected(session.customer))) throw notGood()
        return asCustomer(session.customer)
      }
      return admitted(session?.keyId ?? null, ({ current, previous }) => session !== null && [current, previous].includes(session.secretHash))
    },
    openSession: async (text) => {
      const { session, caller, lastsMs } = await sessionOf(text)
      const token = newSecret()
      const { expiresAt } = await sessions.add(sha256(token), session, lastsMs)
      return { token, expiresAt, caller }
    },
    closeSession: (token) => sessions.remove(sha256(token)),
    count: async ({ caller, requestsPerMinute: own }) => {
      const perMinute = own ?? requestsPerMinute
      return perMinute === 0 ? null : rate.take(caller.id, perMinute)
    },
  }
  return {
    hasKey: () => asSystem(gate.hasKey),
    takesTokens: () => asSystem(gate.takesTokens),
    byKey: (text) => asSystem(() => gate.byKey(text)),
    bySession: (token) => asSystem(() => gate.bySession(token)),
    openSession: (text) => asSystem(() => gate.openSession(text)),
    closeSession: (token) => asSystem(() => gate.closeSession(token)),
    count: (authenticated) => asSystem(() => gate.count(authenticated)),
    forget,
  }
}

const asCustomer = (customer: SignedCustomer): Authenticated => ({ caller: callerOfCustomer(customer), requestsPerMinute: null })

const noHash = sha256('')

/** The same for wrong, revoked, expired and suspended: a stranger learns nothing of keys that are none of theirs. */
const notGood = (): AppError => new AppError('unauthorised', 'This key is not good here, or no longer. Ask whoever gave it to you for another one.')
