import type { ApiKey, KeyStore } from '../../domain/key.ts'
import { toStorable, type Database } from './database.ts'

/** Keys in a table; whoever does not see all collections of a key does not see the key. */
export const openKeys = (database: Database): KeyStore => ({
  add: async (id, { name, scope, collections, customer, isStaff, requestsPerMinute, expiresAt }, hash) => {
    const values = [id, toStorable(name), scope, collections === '*' ? null : [...new Set(collections)], requestsPerMinute, expiresAt, hash, customer, isStaff]
    const [row] = await database.query<Row>(addSql, values)
    return toKey(row!)
  },

  list: async () => (await database.query<Row>(`select ${columns} from api_key order by created_at desc, id`)).map(toKey),

  find: async (id) => {
    const [row] = await database.query<Row & { current: string; previous: string | null }>(findSql, [id])
    return row ? { key: toKey(row), hashes: { current: row.current, previous: row.previous } } : null
  },

  revoke: (id) => changed(database, 'revoked_at = now(), previous_hash = null, previous_until = null', [id]),

  suspend: (id, isSuspended) => changed(database, 'suspended_at = case when $2::boolean then coalesce(suspended_at, now()) end', [id, isSuspended]),

  rotate: (id, hash, graceMs) =>
    changed(database, `previous_hash = secret_hash, previous_until = now() + $3::float8 * interval '1 millisecond', secret_hash = $2`, [id, hash, graceMs]),

  used: async (id) => {
    await database.query(`update api_key set last_used_at = now() where id = $1 and (last_used_at is null or last_used_at < now() - interval '1 minute')`, [id])
  },
})

/** What was revoked before stays as it is, and is given back. */
const changed = async (database: Database, change: string, values: readonly unknown[]): Promise<ApiKey | null> => {
  const [row] = await database.query<Row>(`update api_key set ${change} where id = $1 and revoked_at is null returning ${columns}`, values)
  if (row) return toKey(row)
  const [revoked] = await database.query<Row>(`select ${columns} from api_key where id = $1`, [values[0]])
  return revoked ? toKey(revoked) : null
}

const columns = `id, name, scope, collections, customer, is_staff as "isStaff", requests_per_minute as "requestsPerMinute", created_at as "createdAt", expires_at as "expiresAt",
  suspended_at as "suspendedAt", revoked_at as "revokedAt", last_used_at as "lastUsedAt"`

const addSql = `
  insert into api_key (id, name, scope, collections, requests_per_minute, expires_at, secret_hash, customer, is_staff)
  values ($1, $2, $3, $4::text[], $5::int, $6::timestamptz, $7, $8, $9::boolean) returning ${columns}`

const findSql = `
  select ${columns}, secret_hash as current, case when previous_until > now() then previous_hash end as previous from api_key where id = $1`

type Row = Omit<ApiKey, 'collections'> & { readonly collections: readonly string[] | null }

const toKey = ({
  id,
  name,
  scope,
  collections,
  customer,
  isStaff,
  requestsPerMinute,
  createdAt,
  expiresAt,
  suspendedAt,
  revokedAt,
  lastUsedAt,
}: Row): ApiKey => ({
  id,
  name,
  scope,
  collections: collections ?? '*',
  customer,
  isStaff,
  requestsPerMinute,
  createdAt,
  expiresAt,
  suspendedAt,
  revokedAt,
  lastUsedAt,
})
