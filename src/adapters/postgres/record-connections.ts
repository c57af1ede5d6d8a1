import type { Database } from './database.ts'

/** What is connected, as it was given. */
export interface ConnectionRow {
  readonly collection: string
  /** The text of the file. */
  readonly description: string
  readonly baseDir: string
  readonly fingerprint: string
  readonly revision: number
  readonly connectedAt: Date
}

export interface ConnectionRows {
  find(collection: string): Promise<ConnectionRow | null>
  /** By name. */
  list(): Promise<ConnectionRow[]>
  /** Raises the revision, which all processes see with their next question. */
  put(row: Omit<ConnectionRow, 'revision' | 'connectedAt'>): Promise<ConnectionRow>
  /** False where nothing was connected. */
  remove(collection: string): Promise<boolean>
}

export const openConnectionRows = (database: Pick<Database, 'query'>): ConnectionRows => ({
  find: async (collection) => (await database.query<ConnectionRow>(`${select} where collection = $1`, [collection]))[0] ?? null,
  list: () => database.query<ConnectionRow>(`${select} order by collection`),
  put: async ({ collection, description, baseDir, fingerprint }) =>
    (await database.query<ConnectionRow>(putSql, [collection, description, baseDir, fingerprint]))[0]!,
  remove: async (collection) => (await database.query('delete from record_connection where collection = $1 returning collection', [collection])).length > 0,
})

const columns = 'collection, description, base_dir as "baseDir", fingerprint, revision, connected_at as "connectedAt"'
const select = `select ${columns} from record_connection`

// The number goes on after a removal, so that no process takes a new connection for the one that it has open.
const putSql = `
  insert into record_connection (collection, description, base_dir, fingerprint, revision)
  values ($1, $2, $3, $4, (extract(epoch from clock_timestamp()) * 1000)::bigint)
  on conflict (collection) do update set description = excluded.description, base_dir = excluded.base_dir, fingerprint = excluded.fingerprint,
    revision = greatest(excluded.revision, record_connection.revision + 1), connected_at = now()
  returning ${columns}`
