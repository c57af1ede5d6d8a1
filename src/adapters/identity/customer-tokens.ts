/** Signed tokens of customers (RFC 7519, RFC 8725): the issuer, its keys and its algorithms are the operator's words, never the token's. */
import { decodeJwt, decodeProtectedHeader, type JWTPayload, type JWTVerifyGetKey } from 'jose'
import { AppError, isAppError } from '../../base/error.ts'
import type { TokenIssuer } from '../../domain/record-description.ts'
import { isCustomerId, type ConnectedIssuer, type CustomerTokens, type VerifiedToken } from '../../domain/signed-customer.ts'
import { fetchKeySet, readKeyFile } from './load-key-set.ts'
import { rememberedKeySet } from './remembered-key-set.ts'
import { verifyWithEach } from './verify-with-each.ts'

export interface CustomerTokenParts {
  /** Of everything that is connected, as it is now. */
  readonly issuers: () => Promise<readonly ConnectedIssuer[]>
  /** Secrets by name. */
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

/** Clocks of two machines differ by less. */
const toleranceSeconds = 60
const mostCharacters = 8_192

export const openCustomerTokens = ({ issuers, environment, now }: CustomerTokenParts): CustomerTokens => {
  const keysOf = rememberedKeys(environment, now)

  const verifyFor = async ({ collection, issuer }: ConnectedIssuer, token: string): Promise<VerifiedToken | null> => {
    try {
      const { payload, protectedHeader } = await verifyWithEach(token, keysOf(issuer), {
        issuer: issuer.issuer,
        audience: issuer.audience,
        algorithms: allowedAlgorithms(issuer),
        requiredClaims: ['exp', issuer.claim],
        clockTolerance: toleranceSeconds,
        currentDate: new Date(now()),
      })
      const id = customerIn(payload, issuer.claim)
      const expiresAt = new Date(payload.exp! * 1000)
      if (id === null || isOfTomorrow(payload, now()) || !isForBearers(protectedHeader.typ, payload) || Number.isNaN(expiresAt.getTime())) return null
      return { customer: { issuer: issuer.issuer, audience: issuer.audience, claim: issuer.claim, collection, id }, expiresAt }
    } catch (error) {
      if (isAppError(error)) throw error
      return null
    }
  }

  return {
    verify: async (token) => {
      const issuer = issuerNamed(token)
      const named = issuer === null ? [] : (await issuers()).filter((it) => it.issuer.issuer === issuer)
      const verified: VerifiedToken[] = []
      for (const one of named) {
        const it = await verifyFor(one, token)
        if (it) verified.push(it)
      }
      // One that would be good for two collections says of neither that it is meant.
      if (verified.length !== 1) throw notGood()
      return verified[0]!
    },
    isConnected: async ({ issuer, audience, claim, collection }) =>
      (await issuers()).some(
        (it) => it.collection === collection && it.issuer.issuer === issuer && it.issuer.audience === audience && it.issuer.claim === claim,
      ),
    hasIssuers: async () => (await issuers()).length > 0,
  }
}

/** Read without trust, to know whose keys to verify with; null for what is not to be verified at all. */
const issuerNamed = (token: string): string | null => {
  if (token.length > mostCharacters) return null
  try {
    const { crit } = decodeProtectedHeader(token)
    const { iss } = decodeJwt(token)
    return crit === undefined && typeof iss === 'string' ? iss : null
  } catch {
    return null
  }
}

const symmetric: readonly string[] = ['HS256', 'HS384', 'HS512']
const asymmetric: readonly string[] = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519']

/** A public key is never taken for a shared secret, whatever stands in the description. */
const allowedAlgorithms = ({ algorithms, keys }: TokenIssuer): string[] => {
  const possible = keys.kind === 'secret' ? symmetric : asymmetric
  return algorithms.filter((it) => possible.includes(it))
}

/** Some issuers number their customers. */
const customerIn = (payload: JWTPayload, claim: string): string | null => {
  const value = Object.hasOwn(payload, claim) ? payload[claim] : undefined
  const id = Number.isSafeInteger(value) ? String(value) : value
  return typeof id === 'string' && isCustomerId(id) ? id : null
}

const isOfTomorrow = ({ iat }: JWTPayload, now: number): boolean => iat !== undefined && iat > now / 1000 + toleranceSeconds

/** Other kinds (RFC 8725, 3.11) are no log-in: of events (RFC 8417), of logging out, or good only with a proof beside them (RFC 7800). */
const isForBearers = (kind: string | undefined, payload: JWTPayload): boolean =>
  (kind === undefined || /^(?:application\/)?(?:at\+)?jwt$/i.test(kind)) && payload['cnf'] === undefined && payload['events'] === undefined

/** One set a place, whichever issuers name it: what was fetched once serves all tokens. */
const rememberedKeys = (environment: CustomerTokenParts['environment'], now: () => number): ((issuer: TokenIssuer) => JWTVerifyGetKey) => {
  const known = new Map<string, JWTVerifyGetKey>()
  return ({ keys: { kind, at } }) => {
    const name = `${kind} ${at}`
    const keys = known.get(name) ?? openKeys(kind, at, environment, now)
    known.set(name, keys)
    return keys
  }
}

const openKeys = (kind: TokenIssuer['keys']['kind'], at: string, environment: CustomerTokenParts['environment'], now: () => number): JWTVerifyGetKey => {
  if (kind === 'secret') return () => sharedSecret(at, environment[at])
  return rememberedKeySet(() => (kind === 'url' ? fetchKeySet(at) : readKeyFile(at)), { now })
}

/** RFC 7518, 3.2: at least as long as the hash. */
const sharedSecret = (name: string, secret = ''): Uint8Array => {
  const bytes = new TextEncoder().encode(secret)
  if (bytes.length >= 32) return bytes
  throw new AppError('unavailable', 'Tokens cannot be verified here just now. Whoever runs this server finds the reason in its log.', {
    cause: new Error(`The environment variable ${name}, which holds the secret of an issuer of tokens, has ${bytes.length} bytes and needs at least 32.`),
  })
}

/** The same for every fault: whoever forges learns nothing of how near they came. */
const notGood = (): AppError => new AppError('unauthorised', 'This token is not good here, or no longer. Log in again where it was made.')
