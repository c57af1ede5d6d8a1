import type { PageSession, SessionStore } from '../../domain/key.ts'
import { toJson, type Database } from './database.ts'

export const openKeySessions = (database: Database): SessionStore => ({
  add: async (tokenHash, session, lastsMs) => {
    await database.query('delete from key_session where expires_at < now()')
    const [keyId, customer] = 'keyId' in session ? [session.keyId, null] : [null, toJson(session.customer)]
    const [row] = await database.query<{ expiresAt: Date }>(addSql, [tokenHash, keyId, customer, session.secretHash, lastsMs])
    return row!
  },

  find: async (tokenHash) => {
    const [row] = await database.query<{ session: PageSession }>(findSql, [tokenHash])
    return row?.session ?? null
  },

  remove: async (tokenHash) => {
    await database.query('delete from key_session where token_hash = $1', [tokenHash])
  },
})

const addSql = `
  insert into key_session (token_hash, key_id, customer, secret_hash, expires_at) values ($1, $2, $3::jsonb, $4, now() + $5::float8 * interval '1 millisecond')
  returning expires_at as "expiresAt"`

const findSql = `
  select jsonb_strip_nulls(jsonb_build_object('keyId', key_id, 'customer', customer, 'secretHash', secret_hash)) as session
  from key_session where token_hash = $1 and expires_at > now()`
