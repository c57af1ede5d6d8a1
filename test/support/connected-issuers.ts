/** A data folder in which records are connected whose customers come with tokens. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { openApp } from '../../src/app.ts'
import { openDataFolder } from '../../src/adapters/postgres/data-folder.ts'
import { readConfig } from '../../src/config.ts'
import type { Issuer } from './token-issuer.ts'

export interface ConnectedFolder extends Disposable {
  readonly dataDir: string
}

/** @param issuers of each collection */
export const connectIssuers = async (issuers: Readonly<Record<string, Issuer>>): Promise<ConnectedFolder> => {
  const home = mkdtempSync(join(tmpdir(), 'answerable-connected-'))
  const dataDir = join(home, 'data')
  const held = await openDataFolder(dataDir, { url: 'http://127.0.0.1:1' })
  const config = readConfig({ dataDir, embedder: 'none', generator: 'extractive', handbook: false }, {}, home)
  const app = await openApp({ config, onLine: () => {}, log: () => {} })
  writeFileSync(join(home, 'customers.json'), JSON.stringify([{ customer_id: 'yusuf_rossi_9620' }]))
  for (const [collection, issuer] of Object.entries(issuers)) {
    const file = join(home, `${collection}.yaml`)
    writeFileSync(file, description(collection, issuer))
    await app.records.connect(file, () => {})
  }
  await app.close()
  await held.close()
  return { dataDir, [Symbol.dispose]: () => rmSync(home, { recursive: true, force: true }) }
}

const description = (collection: string, { issuer, audience, jwksUrl, described }: Issuer): string =>
  stringify({
    collection,
    source: { files: ['customers.json'] },
    customers: { entity: 'customer', tokens: [{ issuer, audience, jwks_url: jwksUrl, algorithms: described.algorithms }] },
    entities: { customer: { table: 'customers', key: 'customer_id', owner: 'customer_id', fields: { customer_id: 'id' } } },
  })
