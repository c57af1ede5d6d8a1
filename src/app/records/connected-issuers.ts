/** Whose tokens name customers: read from the descriptions of everything that is connected. */
import { isAbsolute, join } from 'node:path'
import type { ConnectionRow, ConnectionRows } from '../../adapters/postgres/record-connections.ts'
import type { TokenIssuer } from '../../domain/record-description.ts'
import type { ConnectedIssuer } from '../../domain/signed-customer.ts'
import { readDescription } from '../../records/describe/read-description.ts'

/** Asked with every request that brings a token: the database not more often than this, so that a change is felt within a second. */
const rememberMs = 500

export const connectedIssuers = (
  rows: Pick<ConnectionRows, 'list'>,
  log: (message: string, error: unknown) => void,
): (() => Promise<readonly ConnectedIssuer[]>) => {
  let remembered: { readonly found: Promise<readonly ConnectedIssuer[]>; readonly until: number } | null = null
  const readAll = async (): Promise<readonly ConnectedIssuer[]> => (await rows.list()).flatMap((it) => issuersOf(it, log))
  return () => {
    if (remembered && remembered.until > performance.now()) return remembered.found
    const found = readAll()
    remembered = { found, until: performance.now() + rememberMs }
    found.catch(() => (remembered = null))
    return found
  }
}

/** A description that this version cannot read lets nobody in, and keeps nobody else out. */
const issuersOf = ({ collection, description, baseDir }: ConnectionRow, log: (message: string, error: unknown) => void): ConnectedIssuer[] => {
  try {
    return readDescription(description, collection).customers.tokens.map((issuer) => ({ collection, issuer: withWholePath(issuer, baseDir) }))
  } catch (error) {
    log(`The description of the records of "${collection}" cannot be read, so no token of their customers is good.`, error)
    return []
  }
}

const withWholePath = (issuer: TokenIssuer, baseDir: string): TokenIssuer =>
  issuer.keys.kind !== 'file' || isAbsolute(issuer.keys.at) ? issuer : { ...issuer, keys: { kind: 'file', at: join(baseDir, issuer.keys.at) } }
