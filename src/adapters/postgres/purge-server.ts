import type pg from 'pg'
import { isAppError } from '../../base/error.ts'
import type { Query } from './database.ts'

/** A server's log, its copies and its backups are in its administrator's hands. */
export const purgeServer = async (client: pg.PoolClient, query: Query, schema: string): Promise<string[]> => {
  await client.query('set statement_timeout = 0')
  for (const { table } of await query<{ table: string }>(tablesSql, [schema])) await query(`vacuum (full, analyze) ${table}`)
  const checkpoint = await query('checkpoint').then(
    () => null,
    (error: unknown) => `The server did not allow a checkpoint (${isAppError(error) ? error.message : String(error)}); its files are cleared at its next one.`,
  )
  return [
    ...(checkpoint ? [checkpoint] : []),
    "The server's write-ahead log, its statistics, its replicas and its backups are not reached from here: they keep what was deleted for as long as its administrator keeps them.",
  ]
}

const tablesSql = `select format('%I.%I', nspname, relname) as table from pg_class join pg_namespace on pg_namespace.oid = relnamespace
  where relkind = 'r' and nspname = $1 order by 1`
