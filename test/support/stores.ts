/** The databases that contract suites run on: PGlite, a server as superuser, a server as a plain owner without any right beyond its database. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Database } from '../../src/adapters/postgres/database.ts'
import { migrate } from '../../src/adapters/postgres/migrate.ts'
import { openPglite, pgliteVersion } from '../../src/adapters/postgres/open-pglite.ts'
import { openServer } from '../../src/adapters/postgres/open-server.ts'
import { onServer, postgresMissing, startPostgres, type TestServer } from './postgres-server.ts'

export interface StoreCase {
  readonly name: string
  readonly skip: string | false
  /** Migrated and empty. */
  open(): Promise<Database & AsyncDisposable>
  /** Whether several processes may have it open. */
  readonly isShared: boolean
  /** Another opener of the same data, as a second process would be; null where there can be only one. */
  again(database: Database): Promise<(Database & AsyncDisposable) | null>
}

/** Made once a machine; a test then opens its own copy in 0.5 s instead of making one in 4. */
export const templateDir = join(tmpdir(), `answerable-test-${process.getuid?.() ?? 'user'}-${pgliteVersion}`)

export const openTemporaryPglite = async (): Promise<Database & AsyncDisposable> => {
  const dataDir = mkdtempSync(join(tmpdir(), 'answerable-test-data-'))
  const database = await openPglite({ dataDir, templateDir })
  await migrate(database)
  return disposable(database, () => rmSync(dataDir, { recursive: true, force: true }))
}

/** Call `close` in `after`: it stops the server, if one was started. */
export const storeCases = (): { cases: StoreCase[]; close: () => Promise<void> } => {
  let server: Promise<TestServer> | null = null
  const urls = new WeakMap<Database, string>()
  const openAt = async (url: string): Promise<Database & AsyncDisposable> => {
    const database = await openServer({ url, connections: 4 })
    await migrate(database)
    const opened = disposable(database, () => {})
    urls.set(opened, url)
    return opened
  }
  const serverCase = (name: string, owner: boolean): StoreCase => ({
    name,
    skip: postgresMissing,
    open: async () => {
      server ??= startPostgres()
      const url = await (await server).createDatabase({ owner })
      // What an administrator does once for a user who may not.
      if (owner) await onServer(url.replace(/\/\/[^:]+/, '//admin'), 'create extension if not exists vector')
      return openAt(url)
    },
    isShared: true,
    again: (database) => openAt(urls.get(database)!),
  })
  return {
    cases: [
      { name: 'PGlite', skip: false, isShared: false, open: openTemporaryPglite, again: async () => null },
      serverCase('server', false),
      serverCase('server as a plain owner', true),
    ],
    close: async () => {
      if (server) await (await server).close()
    },
  }
}

const disposable = (database: Database, after: () => void): Database & AsyncDisposable => {
  const dispose = async (): Promise<void> => {
    await database.close()
    after()
  }
  return Object.assign(Object.create(null) as object, database, { [Symbol.asyncDispose]: dispose })
}
