/** An issuer of our own: its key set in a file, and a signed token for each customer. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'

export interface Issuer {
  /** What a description says of it, as YAML below `customers.tokens`. */
  readonly described: string
  tokenOf(customer: string): Promise<string>
}

export const openIssuer = async (folder: string, name: string): Promise<Issuer> => {
  const { publicKey, privateKey } = await generateKeyPair('RS256')
  const file = join(folder, `${name}.jwks.json`)
  const issuer = `https://login.${name}.example`
  writeFileSync(file, JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'first', alg: 'RS256', use: 'sig' }] }))
  return {
    described: `{ issuer: "${issuer}", audience: answerable, jwks_file: ${JSON.stringify(file)}, claim: sub, algorithms: [RS256] }`,
    tokenOf: (customer) =>
      new SignJWT()
        .setProtectedHeader({ alg: 'RS256', kid: 'first' })
        .setIssuer(issuer)
        .setAudience('answerable')
        .setSubject(customer)
        .setIssuedAt()
        .setExpirationTime('4h')
        .sign(privateKey),
  }
}
