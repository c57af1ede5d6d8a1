/** Tokens that name the victim and are not the issuer's, not for us, or not of now: each must be refused. */
import { createHmac, createSign, generateKeyPairSync } from 'node:crypto'
import { asking, type Family, type Scene } from '../attempt.ts'

const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 })

const encode = (value: object | string): string => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')

const now = (): number => Math.floor(Date.now() / 1000)

const claimsOf = ({ mint, victim }: Scene): Record<string, unknown> => ({
  iss: mint.issuer,
  aud: mint.audience,
  sub: victim.customer_id,
  iat: now(),
  exp: now() + 3600,
})

const byStranger = (header: object, claims: object): string => {
  const head = `${encode(header)}.${encode(claims)}`
  return `${head}.${createSign('RSA-SHA256').update(head).sign(stranger.privateKey, 'base64url')}`
}

const byHmac = (header: object, claims: object, secret: string): string => {
  const head = `${encode(header)}.${encode(claims)}`
  return `${head}.${createHmac('sha256', secret).update(head).digest('base64url')}`
}

const strangerJwk = { ...stranger.publicKey.export({ format: 'jwk' }), alg: 'RS256' }

/** Each good but for one thing. */
export const forgeries: Readonly<Record<string, (scene: Scene) => string>> = {
  'alg none': (scene) => `${encode({ alg: 'none', typ: 'JWT' })}.${encode(claimsOf(scene))}.`,
  'alg None in other letters': (scene) => `${encode({ alg: 'nOnE' })}.${encode(claimsOf(scene))}.`,
  'alg none with a signature': (scene) => `${encode({ alg: 'none' })}.${encode(claimsOf(scene))}.${scene.mint.good(scene.attacker.customer_id).split('.')[2]}`,
  'public key as HMAC secret': (scene) => byHmac({ alg: 'HS256', kid: scene.mint.keyId }, claimsOf(scene), scene.mint.publicPem),
  'HMAC with an empty secret': (scene) => byHmac({ alg: 'HS256', kid: scene.mint.keyId }, claimsOf(scene), ' '),
  'another key under our kid': (scene) => byStranger({ alg: 'RS256', kid: scene.mint.keyId }, claimsOf(scene)),
  'another key, its kid': (scene) => byStranger({ alg: 'RS256', kid: 'stranger' }, claimsOf(scene)),
  'a jwk in the header': (scene) => byStranger({ alg: 'RS256', kid: scene.mint.keyId, jwk: strangerJwk }, claimsOf(scene)),
  'a jku in the header': (scene) => byStranger({ alg: 'RS256', kid: 'stranger', jku: 'http://127.0.0.1:9/jwks.json' }, claimsOf(scene)),
  'an x5u in the header': (scene) => byStranger({ alg: 'RS256', kid: 'stranger', x5u: 'http://127.0.0.1:9/cert.pem' }, claimsOf(scene)),
  'a kid that is a path': (scene) => byHmac({ alg: 'HS256', kid: '../../../../dev/null' }, claimsOf(scene), ' '),
  'a kid that is SQL': (scene) => byStranger({ alg: 'RS256', kid: "' union select 'x" }, claimsOf(scene)),
  'a critical extension': (scene) => scene.mint.signed({ alg: 'RS256', kid: scene.mint.keyId, crit: ['b64'], b64: false }, claimsOf(scene)),
  expired: (scene) => scene.mint.signed({ alg: 'RS256', kid: scene.mint.keyId }, { ...claimsOf(scene), iat: now() - 7200, exp: now() - 3600 }),
  'not yet good': (scene) => scene.mint.signed({ alg: 'RS256', kid: scene.mint.keyId }, { ...claimsOf(scene), nbf: now() + 3600 }),
  'without an end': (scene) => scene.mint.signed({ alg: 'RS256', kid: scene.mint.keyId }, { ...claimsOf(scene), exp: undefined }),
  'for somebody else': (scene) => scene.mint.signed({ alg: 'RS256', kid: scene.mint.keyId }, { ...claimsOf(scene), aud: 'another-service' }),
  'for nobody': (scene) => scene.mint.signed({ alg: 'RS256', kid: scene.mint.keyId }, { ...claimsOf(scene), aud: undefined }),
  'of another issuer': (scene) => scene.mint.signed({ alg: 'RS256', kid: scene.mint.keyId }, { ...claimsOf(scene), iss: 'https://login.other.example' }),
  'an issuer with a slash more': (scene) => scene.mint.signed({ alg: 'RS256', kid: scene.mint.keyId }, { ...claimsOf(scene), iss: `${scene.mint.issuer}/` }),
  'without a subject': (scene) => scene.mint.signed({ alg: 'RS256', kid: scene.mint.keyId }, { ...claimsOf(scene), sub: undefined }),
  'an empty subject': (scene) => scene.mint.signed({ alg: 'RS256', kid: scene.mint.keyId }, { ...claimsOf(scene), sub: '' }),
  'a list of subjects': (scene) => scene.mint.signed({ alg: 'RS256', kid: scene.mint.keyId }, { ...claimsOf(scene), sub: [scene.victim.customer_id] }),
  'claims of the victim under the own signature': (scene) => {
    const [head, , signature] = scene.mint.good(scene.attacker.customer_id).split('.')
    return `${head}.${encode(claimsOf(scene))}.${signature}`
  },
  'signature stripped': (scene) => `${scene.mint.good(scene.victim.customer_id).split('.').slice(0, 2).join('.')}.`,
  'signature cut': (scene) => scene.mint.good(scene.victim.customer_id).slice(0, -20),
  'two parts': (scene) => scene.mint.good(scene.victim.customer_id).split('.').slice(0, 2).join('.'),
  'five parts': (scene) => `${scene.mint.good(scene.victim.customer_id)}.x.y`,
  'one letter changed': (scene) => scene.mint.good(scene.victim.customer_id).replace(/.(?=.{40}$)/, (letter) => (letter === 'A' ? 'B' : 'A')),
  'very long': (scene) => scene.mint.signed({ alg: 'RS256', kid: scene.mint.keyId }, { ...claimsOf(scene), pad: 'x'.repeat(12_000) }),
}

export const forgedTokens: Family = (scene) => {
  const { random } = scene
  const token = forgeries[random.pick(Object.keys(forgeries))]!(scene)
  const carrier = random.pick(['authorization', 'x-api-key', 'Authorization'])
  return {
    ...asking('Where is my latest order, and what is my e-mail?', {}, [carrier, carrier === 'x-api-key' ? token : `Bearer ${token}`]),
    credential: 'none',
    wanted: 'refused',
  }
}

/** A good token of one's own beside a forged one of the victim's, or two carriers that disagree. */
export const twoTokens: Family = (scene) => {
  const { random, attacker, mint } = scene
  const [own, forged] = [mint.good(attacker.customer_id), forgeries[random.pick(Object.keys(forgeries))]!(scene)]
  const headers = random.pick([
    ['authorization', `Bearer ${own}`, 'authorization', `Bearer ${forged}`],
    ['authorization', `Bearer ${forged}`, 'authorization', `Bearer ${own}`],
    ['authorization', `Bearer ${own}, Bearer ${forged}`],
    ['authorization', `Bearer ${own}`, 'x-api-key', forged],
    ['authorization', `Bearer ${forged}`, 'x-api-key', own],
    ['authorization', `Bearer ${own} ${forged}`],
    ['authorization', `bearer ${own}`, 'cookie', `answerable_session=${forged}`],
    ['authorization', `Bearer ${own}`, 'proxy-authorization', `Bearer ${forged}`],
  ])
  return { ...asking('Where is my latest order, and what is my e-mail?', {}, headers), credential: 'none' }
}
