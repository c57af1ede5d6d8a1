/** A shop's login that signs tokens, and its public keys in a file. Of Node's cryptography alone. */
import { createSign, generateKeyPairSync } from 'node:crypto'
import type { Mint } from './attempt.ts'

export interface Login extends Mint {
  /** JSON Web Key Set (RFC 7517). */
  readonly jwks: string
}

export const shopLogin = (): Login => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const [issuer, audience, keyId] = ['https://login.shop.example', 'answerable', 'shop-1']
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  const signed = (header: object, claims: object): string => {
    const head = `${encode(header)}.${encode(claims)}`
    return `${head}.${createSign('RSA-SHA256').update(head).sign(privateKey, 'base64url')}`
  }
  const kept = new Map<string, string>()
  return {
    issuer,
    audience,
    keyId,
    signed,
    publicPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    jwks: JSON.stringify({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: keyId, alg: 'RS256', use: 'sig' }] }),
    // Good for hours, so that one for each customer is enough.
    good: (customerId) => {
      const now = Math.floor(Date.now() / 1000)
      const token =
        kept.get(customerId) ?? signed({ alg: 'RS256', kid: keyId, typ: 'JWT' }, { iss: issuer, aud: audience, sub: customerId, iat: now, exp: now + 6 * 3600 })
      kept.set(customerId, token)
      return token
    },
  }
}
