/** A login of customers as it runs elsewhere: it signs tokens and shows its public keys on loopback. */
import { KeyObject, sign } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, SignJWT, type JWK, type JWTHeaderParameters, type JWTPayload } from 'jose'
import type { TokenIssuer } from '../../src/domain/record-description.ts'

export interface Issuer extends AsyncDisposable {
  readonly issuer: string
  readonly audience: string
  readonly jwksUrl: string
  /** As a description says it. */
  readonly described: TokenIssuer
  /** A good token for an hour; what is given goes before. `undefined` leaves a claim out. */
  sign(claims?: JWTPayload, header?: Partial<JWTHeaderParameters>): Promise<string>
  /** A good signature over any header and payload. */
  signBytes(header: object, payload: string): string
  /** Another key signs from now on; `keepsOld`: its public half stays beside the new one. */
  rotate(options?: { readonly keepsOld: boolean }): Promise<void>
  /** How often the keys were fetched. */
  readonly fetches: number
  /** What it answers when it is asked for its keys, from now on. */
  answer: 'keys' | 'nothing' | 'redirect' | 'too much' | 'no keys' | 'error'
  readonly publicKeys: readonly JWK[]
}

interface Options {
  readonly name?: string
  readonly algorithm?: string
  readonly audience?: string
}

export const openIssuer = async ({ name = 'shop', algorithm = 'RS256', audience = 'answerable' }: Options = {}): Promise<Issuer> => {
  const issuer = `https://login.${name}.example`
  let made = 0
  const make = async () => {
    const { publicKey, privateKey } = await generateKeyPair(algorithm, { extractable: true })
    const kid = `${name}-${++made}`
    return { privateKey, kid, jwk: { ...(await exportJWK(publicKey)), kid, alg: algorithm, use: 'sig' } satisfies JWK }
  }
  let signing = await make()
  let shown: JWK[] = [signing.jwk]
  let fetches = 0
  const held = new Set<() => void>()
  const server = createServer((request, response) => {
    if (request.url !== '/jwks.json') return void response.writeHead(200).end(JSON.stringify({ keys: shown }))
    fetches++
    if (it.answer === 'nothing') return void held.add(() => response.destroy())
    if (it.answer === 'redirect') return void response.writeHead(302, { location: '/elsewhere.json' }).end()
    if (it.answer === 'error') return void response.writeHead(500).end()
    const body = { keys: { keys: shown }, 'too much': { keys: shown, filler: 'x'.repeat(400_000) }, 'no keys': { nothing: [] } }[it.answer]
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const jwksUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks.json`

  const it: Issuer = {
    issuer,
    audience,
    jwksUrl,
    described: { issuer, audience, keys: { kind: 'url', at: jwksUrl }, claim: 'sub', algorithms: [algorithm] },
    sign: (claims = {}, header = {}) => {
      const now = Math.floor(Date.now() / 1000)
      const all = { iss: issuer, aud: audience, sub: 'yusuf_rossi_9620', iat: now, exp: now + 3600, ...claims }
      const given = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined))
      return new SignJWT(given).setProtectedHeader({ alg: algorithm, kid: signing.kid, typ: 'JWT', ...header }).sign(signing.privateKey)
    },
    signBytes: (header, payload) => {
      const text = [JSON.stringify({ alg: algorithm, kid: signing.kid, ...header }), payload].map((part) => Buffer.from(part).toString('base64url')).join('.')
      return `${text}.${sign('sha256', Buffer.from(text), KeyObject.from(signing.privateKey)).toString('base64url')}`
    },
    rotate: async ({ keepsOld } = { keepsOld: false }) => {
      signing = await make()
      shown = keepsOld ? [...shown, signing.jwk] : [signing.jwk]
    },
    get fetches() {
      return fetches
    },
    answer: 'keys',
    get publicKeys() {
      return shown
    },
    [Symbol.asyncDispose]: async () => {
      for (const end of held) end()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return it
}
