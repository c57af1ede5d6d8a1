/** What is taken for a customer's token, and what never: tokens of a real login, made with jose, over its real key set. */
import assert from 'node:assert/strict'
import { createHmac, createPublicKey } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, beforeEach, test } from 'node:test'
import { CompactEncrypt, SignJWT } from 'jose'
import { openCustomerTokens } from '../../src/adapters/identity/customer-tokens.ts'
import type { TokenIssuer } from '../../src/domain/record-description.ts'
import { callerOfCustomer, type ConnectedIssuer, type CustomerTokens } from '../../src/domain/signed-customer.ts'
import { openIssuer, type Issuer } from '../support/token-issuer.ts'

let shop: Issuer
let bank: Issuer
let clockMs = Date.now()
before(async () => {
  shop = await openIssuer()
  bank = await openIssuer({ name: 'bank', algorithm: 'ES256' })
})
beforeEach(() => void (clockMs = Date.now()))
after(async () => {
  await shop?.[Symbol.asyncDispose]()
  await bank?.[Symbol.asyncDispose]()
})

const verifierOf = (connected: readonly ConnectedIssuer[], environment: Record<string, string> = {}): CustomerTokens =>
  openCustomerTokens({ issuers: async () => connected, environment, now: () => clockMs })

const ofBoth = (): CustomerTokens =>
  verifierOf([
    { collection: 'shop', issuer: shop.described },
    { collection: 'bank', issuer: bank.described },
  ])

const customerOf = async (tokens: CustomerTokens, token: string): Promise<string> => {
  const { customer } = await tokens.verify(token)
  return `${customer.collection} ${customer.id}`
}

const refused = { code: 'unauthorised', message: 'This token is not good here, or no longer. Log in again where it was made.' }
const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
const inSeconds = (seconds: number): number => Math.floor(clockMs / 1000) + seconds

test('a token names the customer of the collection whose issuer signed it, and no other', async () => {
  const tokens = ofBoth()
  assert.equal(await customerOf(tokens, await shop.sign()), 'shop yusuf_rossi_9620')
  assert.equal(await customerOf(tokens, await bank.sign({ sub: 'ALFKI' })), 'bank ALFKI')
  assert.equal(await customerOf(tokens, await shop.sign({ sub: 4711 as unknown as string })), 'shop 4711')
  assert.equal(await customerOf(tokens, await shop.sign({ aud: ['another', 'answerable'] })), 'shop yusuf_rossi_9620')
  assert.equal(await customerOf(tokens, await shop.sign({ sub: 'Żółć 客户 🐟' })), 'shop Żółć 客户 🐟')
})

test('whatever is wrong with a token, it is refused with one sentence', async () => {
  const tokens = ofBoth()
  const good = await shop.sign()
  const [header = '', payload = '', signature = ''] = good.split('.')
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>
  const publicPem = createPublicKey({ key: shop.publicKeys[0]! as never, format: 'jwk' }).export({ type: 'spki', format: 'pem' })
  const hmac = (head: object, secret: string | Buffer): string => {
    const text = `${encoded(head)}.${payload}`
    return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`
  }
  const symmetric = new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: 'shop-1' })
  const forged: Record<string, string | Promise<string>> = {
    'no signature': `${header}.${payload}.`,
    'alg none': `${encoded({ alg: 'none' })}.${payload}.`,
    'alg NONE with the signature of another': `${encoded({ alg: 'NONE' })}.${payload}.${signature}`,
    'another customer under the same signature': `${header}.${encoded({ ...claims, sub: 'mia_li_1' })}.${signature}`,
    'HMAC with the public key as PEM': hmac({ alg: 'HS256', kid: 'shop-1' }, publicPem),
    'HMAC with the public key as JWK': hmac({ alg: 'HS256', kid: 'shop-1' }, JSON.stringify(shop.publicKeys[0])),
    'HMAC with nothing': symmetric.sign(new TextEncoder().encode(' ')),
    'the key in its own header': shop.sign({}, { kid: 'mine', jwk: bank.publicKeys[0]! as never }),
    'keys at an address of its own': shop.sign({}, { kid: 'mine', jku: bank.jwksUrl }),
    'a certificate of its own': shop.sign({}, { kid: 'mine', x5u: bank.jwksUrl, x5c: ['MIIB'] }),
    'a key id that is a path': shop.sign({}, { kid: '../../../../dev/null' }),
    'a key id that is SQL': shop.sign({}, { kid: "' or 1=1 --" }),
    'a critical header': shop.signBytes({ crit: ['exp'], exp: 1 }, JSON.stringify(claims)),
    'a payload that is not encoded': shop.signBytes({ crit: ['b64'], b64: false }, JSON.stringify(claims)),
    'a critical header that is empty': shop.signBytes({ crit: [] }, JSON.stringify(claims)),
    'the key of another issuer': bank.sign({ iss: shop.issuer }),
    'another issuer': shop.sign({ iss: bank.issuer }),
    'an issuer that is nearly it': shop.sign({ iss: `${shop.issuer}/` }),
    'an issuer in capitals': shop.sign({ iss: shop.issuer.toUpperCase() }),
    'a list of issuers': shop.sign({ iss: [shop.issuer] as never }),
    'no issuer': shop.sign({ iss: undefined as never }),
    'another audience': shop.sign({ aud: 'billing' }),
    'an audience that begins like it': shop.sign({ aud: 'answerable2' }),
    'no audience': shop.sign({ aud: undefined as never }),
    'no expiry': shop.sign({ exp: undefined as never }),
    'an expiry that is text': shop.sign({ exp: '9999999999' as never }),
    'an expiry beyond all times': shop.sign({ exp: 1e300 }),
    'an expiry that no clock reaches': shop.sign({ exp: 9e15 }),
    'a token that logs out': shop.sign({}, { typ: 'logout+jwt' }),
    'a proof of possession': shop.sign({}, { typ: 'dpop+jwt' }),
    'a token of events': shop.sign({}, { typ: 'application/secevent+jwt' }),
    'events under no kind': shop.sign({ events: { 'http://schemas.openid.net/event/backchannel-logout': {} } }, { typ: undefined as never }),
    'a kind that is nothing': shop.sign({}, { typ: '' }),
    'a token that is good only with a proof': shop.sign({ cnf: { jkt: 'x' } }),
    'expired beyond the tolerance': shop.sign({ exp: inSeconds(-61) }),
    'not yet valid': shop.sign({ nbf: inSeconds(120) }),
    'issued tomorrow': shop.sign({ iat: inSeconds(86_400) }),
    'no customer': shop.sign({ sub: undefined as never }),
    'an empty customer': shop.sign({ sub: '' }),
    'a blank customer': shop.sign({ sub: ' ' }),
    'a customer with a space behind': shop.sign({ sub: 'yusuf_rossi_9620 ' }),
    'a customer with U+0000': shop.sign({ sub: 'yusuf_rossi_9620\0' }),
    'a customer with a line break': shop.sign({ sub: "a\nset role 'x'" }),
    'a customer of half a character': `${header}.${Buffer.from('{"sub":"\\ud800"}').toString('base64url')}.${signature}`,
    'a customer that half a character signed': shop.sign({ sub: '\ud800' }),
    'a list of customers': shop.sign({ sub: ['a', 'b'] as never }),
    'a customer that is an object': shop.sign({ sub: { toString: 'a' } as never }),
    'a customer that is no whole number': shop.sign({ sub: 1.5 as never }),
    'a customer that is true': shop.sign({ sub: true as never }),
    'a customer of 201 characters': shop.sign({ sub: 'a'.repeat(201) }),
    'a token of 9 kB': shop.sign({ filler: 'x'.repeat(9_000) }),
    'a claim called __proto__': `${header}.${Buffer.from('{"__proto__":{"sub":"a"},"iss":"x"}').toString('base64url')}.${signature}`,
    'an encrypted one': new CompactEncrypt(Buffer.from(good)).setProtectedHeader({ alg: 'dir', enc: 'A256GCM' }).encrypt(new Uint8Array(32)),
    'an unsigned payload that is no JSON': `${header}.${Buffer.from('yusuf').toString('base64url')}.${signature}`,
    'four parts': `${good}.x`,
    'two tokens': `${good}, ${good}`,
    'white space inside': `${header}. ${payload}.${signature}`,
    padding: `${header}==.${payload}.${signature}`,
    'only its beginning': 'eyJ',
    dots: '..',
    emptiness: '',
  }
  const accepted: string[] = []
  for (const [name, token] of Object.entries(forged)) {
    const error: unknown = await tokens.verify(await token).then(
      ({ customer }) => customer,
      (failure: unknown) => failure,
    )
    const { code, message } = error as { code?: string; message?: string }
    if (code !== refused.code || message !== refused.message) accepted.push(`${name}: ${code ?? JSON.stringify(error)} ${message}`)
  }
  assert.deepEqual(accepted, [])
  assert.equal(await customerOf(tokens, good), 'shop yusuf_rossi_9620')
  assert.equal(await customerOf(tokens, shop.signBytes({}, JSON.stringify(claims))), 'shop yusuf_rossi_9620')
})

test('tokens say that they are for bearers, or nothing of their kind', async () => {
  const tokens = ofBoth()
  for (const typ of [undefined, 'JWT', 'jwt', 'at+jwt', 'application/at+jwt'])
    assert.equal(await customerOf(tokens, await shop.sign({}, { typ: typ as never })), 'shop yusuf_rossi_9620', String(typ))
})

test('where a token names no key, each key of its algorithm is tried', async () => {
  await using login = await openIssuer()
  const old = await login.sign({}, { kid: undefined as never })
  await login.rotate({ keepsOld: true })
  const fresh = await login.sign({}, { kid: undefined as never })
  const foreign = await bank.sign({ iss: login.issuer }, { kid: undefined as never })
  await using stranger = await openIssuer()
  const tokens = verifierOf([{ collection: 'shop', issuer: login.described }])
  assert.equal(login.publicKeys.length, 2)
  for (const token of [old, fresh]) assert.equal(await customerOf(tokens, token), 'shop yusuf_rossi_9620')
  for (const token of [foreign, await stranger.sign({}, { kid: undefined as never })]) await assert.rejects(tokens.verify(token), refused)
  await assert.rejects(tokens.verify(await login.sign({ exp: inSeconds(-90) }, { kid: undefined as never })), refused)
})

test('a session is good while its issuer speaks to the same audience and by the same claim', async () => {
  const { customer } = await ofBoth().verify(await shop.sign())
  const isGood = (issuer: Partial<TokenIssuer>, collection = 'shop') =>
    verifierOf([{ collection, issuer: { ...shop.described, ...issuer } }]).isConnected(customer)
  assert.deepEqual(
    [
      await isGood({}),
      await isGood({ claim: 'email' }),
      await isGood({ audience: 'another' }),
      await isGood({ issuer: bank.issuer }),
      await isGood({}, 'returns'),
    ],
    [true, false, false, false, false],
  )
})

test('the same id by another claim, audience or collection is another caller', () => {
  const one = { issuer: shop.issuer, audience: 'answerable', claim: 'sub', collection: 'shop', id: '7' }
  const all = [one, { ...one, claim: 'number' }, { ...one, audience: 'returns' }, { ...one, collection: 'returns' }, { ...one, id: '8' }]
  assert.equal(new Set(all.map((it) => callerOfCustomer(it).id)).size, all.length)
})

test('clocks may differ by a minute', async () => {
  const tokens = ofBoth()
  for (const claims of [{ exp: inSeconds(-50) }, { nbf: inSeconds(50) }, { iat: inSeconds(50) }])
    assert.equal(await customerOf(tokens, await shop.sign(claims)), 'shop yusuf_rossi_9620')
})

test('only algorithms of the description are good, and a secret is never a public key', async () => {
  const withAlgorithms = (algorithms: readonly string[]): CustomerTokens => verifierOf([{ collection: 'shop', issuer: { ...shop.described, algorithms } }])
  for (const algorithms of [['ES256'], ['HS256'], ['none'], []])
    await assert.rejects(withAlgorithms(algorithms).verify(await shop.sign()), refused, JSON.stringify(algorithms))

  const secret = 'a secret of the shop that is long enough'
  const bySecret: TokenIssuer = { ...shop.described, keys: { kind: 'secret', at: 'SHOP_SECRET' }, algorithms: ['HS256'] }
  const tokens = verifierOf([{ collection: 'shop', issuer: bySecret }], { SHOP_SECRET: secret, SHORT: 'short' })
  const signed = new SignJWT({ iss: shop.issuer, aud: shop.audience, sub: 'a', exp: inSeconds(60) }).setProtectedHeader({ alg: 'HS256' })
  const token = await signed.sign(new TextEncoder().encode(secret))
  assert.equal(await customerOf(tokens, token), 'shop a')
  await assert.rejects(tokens.verify(await shop.sign()), refused)
  for (const at of ['SHORT', 'MISSING'])
    await assert.rejects(verifierOf([{ collection: 'shop', issuer: { ...bySecret, keys: { kind: 'secret', at } } }], { SHORT: 'short' }).verify(token), {
      code: 'unavailable',
    })
})

test('a token that would be good for two collections is good for none', async () => {
  const twice = verifierOf(['shop', 'returns'].map((collection) => ({ collection, issuer: shop.described })))
  await assert.rejects(twice.verify(await shop.sign()), refused)
  const apart = verifierOf([
    { collection: 'shop', issuer: shop.described },
    { collection: 'returns', issuer: { ...shop.described, audience: 'returns' } },
  ])
  assert.equal(await customerOf(apart, await shop.sign()), 'shop yusuf_rossi_9620')
  assert.equal(await customerOf(apart, await shop.sign({ aud: 'returns' })), 'returns yusuf_rossi_9620')
})

test('keys are fetched once, again when they rotate, and made-up key ids do not make the issuer work', async () => {
  await using login = await openIssuer()
  const tokens = verifierOf([{ collection: 'shop', issuer: login.described }])
  const old = await login.sign()
  await Promise.all(Array.from({ length: 20 }, () => tokens.verify(old)))
  assert.equal(login.fetches, 1)
  for (let at = 0; at < 50; at++) await assert.rejects(tokens.verify(await login.sign({}, { kid: `made-up-${at}` })), refused)
  assert.equal(login.fetches, 1)

  await login.rotate()
  const fresh = await login.sign()
  clockMs += 31_000
  assert.equal(await customerOf(tokens, fresh), 'shop yusuf_rossi_9620')
  assert.equal(login.fetches, 2)
  await assert.rejects(tokens.verify(old), refused)
})

test('a key that its issuer withdraws is good for five minutes more and no longer', async () => {
  await using login = await openIssuer()
  const tokens = verifierOf([{ collection: 'shop', issuer: login.described }])
  const old = await login.sign({ exp: inSeconds(7200) })
  await tokens.verify(old)
  await login.rotate()
  clockMs += 4 * 60_000
  await tokens.verify(old)
  clockMs += 61_000
  await assert.rejects(tokens.verify(old), refused)
})

test('while the issuer is away, known keys stay good and tokens that need new ones are told to come again', async () => {
  await using login = await openIssuer()
  const token = await login.sign({ exp: inSeconds(48 * 3600) })
  const unavailable = { code: 'unavailable' }
  for (const answer of ['error', 'redirect', 'too much', 'no keys'] as const) {
    login.answer = answer
    await assert.rejects(verifierOf([{ collection: 'shop', issuer: login.described }]).verify(token), unavailable, answer)
  }
  const away = { ...login.described, keys: { kind: 'url', at: 'http://127.0.0.1:9/jwks.json' } } as const
  await assert.rejects(verifierOf([{ collection: 'shop', issuer: away }]).verify(token), unavailable)
  const inClear = { ...login.described, keys: { kind: 'url', at: 'http://192.0.2.1/jwks.json' } } as const
  await assert.rejects(verifierOf([{ collection: 'shop', issuer: inClear }]).verify(token), unavailable)

  login.answer = 'keys'
  const tokens = verifierOf([{ collection: 'shop', issuer: login.described }])
  await tokens.verify(token)
  login.answer = 'error'
  clockMs += 3600_000
  assert.equal(await customerOf(tokens, token), 'shop yusuf_rossi_9620')
  const tried = login.fetches
  await tokens.verify(token)
  assert.equal(login.fetches, tried, 'a failure is not repeated with every token')
  clockMs += 25 * 3600_000
  await assert.rejects(tokens.verify(token), unavailable)
  login.answer = 'keys'
  clockMs += 3_000
  assert.equal(await customerOf(tokens, token), 'shop yusuf_rossi_9620')
})

test('keys may lie in a file, and a shared secret among public keys counts for nothing', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'answerable-keys-'))
  try {
    const secret = Buffer.alloc(32, 'k')
    const at = join(folder, 'jwks.json')
    writeFileSync(at, JSON.stringify({ keys: [...shop.publicKeys, { kty: 'oct', kid: 'shared', alg: 'HS256', k: secret.toString('base64url') }] }))
    const issuer: TokenIssuer = { ...shop.described, keys: { kind: 'file', at }, algorithms: ['RS256', 'HS256'] }
    const tokens = verifierOf([{ collection: 'shop', issuer }])
    assert.equal(await customerOf(tokens, await shop.sign()), 'shop yusuf_rossi_9620')
    const shared = new SignJWT({ iss: shop.issuer, aud: shop.audience, sub: 'a', exp: inSeconds(60) }).setProtectedHeader({ alg: 'HS256', kid: 'shared' })
    await assert.rejects(tokens.verify(await shared.sign(secret)), refused)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
