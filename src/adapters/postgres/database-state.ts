import type { DatabaseState } from '../../domain/database-state.ts'
import { countRows, readTables } from './copy/catalogue.ts'
import type { Database } from './database.ts'

/** Which PostgreSQL it is, and what it holds. */
export const readDatabaseState = (database: Database): Promise<DatabaseState> =>
  database.snapshot(async (query) => {
    const [about] = await query<{ version: string; bytes: number; schema: string }>(
      `select current_setting('server_version') as version, (select max(name) from schema_migration) as schema,
         (select coalesce(sum(pg_total_relation_size(oid)), 0)::bigint from pg_class where relkind = 'r' and relnamespace = current_schema()::regnamespace) as bytes`,
    )
    const tables = (await countRows(query, await readTables(query))).map(({ name, rows }) => ({ table: name, rows }))
    return { kind: database.kind === 'pglite' ? ('embedded' as const) : ('server' as const), where: database.where, ...about!, tables }
  })
