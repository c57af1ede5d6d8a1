import type { Database } from '../adapters/postgres/database.ts'
import { migrate } from '../adapters/postgres/migrate.ts'
import { openPglite } from '../adapters/postgres/open-pglite.ts'
import { openReplicas, type Replicas } from '../adapters/postgres/replicas.ts'
import { openServer } from '../adapters/postgres/open-server.ts'
import { AppError } from '../base/error.ts'
import type { Config } from '../config.ts'
import { templateDirOf } from './template-dir.ts'

/** The database of the settings, up to date, and who shares its reading. */
export const openDatabase = async (config: Config): Promise<{ database: Database; replicas: Replicas }> => {
  const { databaseUrl, databaseReadUrl: urls, databaseReadWaitMs: waitMs, databaseConnections: connections } = config
  if (urls.length > 0 && !databaseUrl)
    throw new AppError('invalid', 'DATABASE_READ_URL names replicas of a server, and no server is named. Set DATABASE_URL to the primary, or leave it out.')
  const database = databaseUrl
    ? await openServer({ url: databaseUrl, connections })
    : await openPglite({ dataDir: config.dataDir, templateDir: templateDirOf(config) })
  try {
    await migrate(database)
    return { database, replicas: await openReplicas(database, { urls, waitMs, connections }) }
  } catch (error) {
    await database.close().catch(() => {})
    throw error
  }
}
