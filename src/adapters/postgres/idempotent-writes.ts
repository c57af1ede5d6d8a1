import { newId } from '../../base/id.ts'
import type { ClaimedWrite, IdempotentWrites, WriteClaim } from '../../domain/idempotency.ts'
import { toJson, type Database } from './database.ts'

export interface IdempotencyOptions {
  /** Who is silent for longer has lost the write. */
  readonly leaseMs?: number
  readonly keptMs?: number
  /** Nobody else can have the database open: who was at a write before is gone. */
  readonly isOnlyProcess?: boolean
}

/** Give it the bare database: rows belong to callers, and each claim names its caller. */
export const openIdempotentWrites = (
  database: Database,
  { leaseMs = 30_000, keptMs = 24 * 3600_000, isOnlyProcess = false }: IdempotencyOptions = {},
): IdempotentWrites => {
  let freed: Promise<unknown> | null = isOnlyProcess ? null : Promise.resolve()
  const freeOnce = (): Promise<unknown> => {
    freed ??= database.query('update idempotent_write set lease_until = created_at where status is null')
    freed.catch(() => (freed = null))
    return freed
  }
  return {
    claim: async (wanted) => {
      await freeOnce()
      const key = [wanted.callerId, wanted.keyHash] as const
      return database.transaction<WriteClaim>(async (query) => {
        await query(`delete from idempotent_write where created_at < now() - $1::float8 * interval '1 millisecond'`, [keptMs])
        const [mine] = await query<{ effectId: string; token: number }>(claimSql, [...key, wanted.inputHash, newId(), leaseMs, wanted.collection])
        if (mine) return { type: 'claimed', write: claimed(database, key, mine, leaseMs) }
        const [row] = await query<Row>(findSql, [...key])
        if (!row) return { type: 'running' } // it was released between the two statements: asked again, it is free
        if (row.inputHash !== wanted.inputHash) return { type: 'other' }
        if (row.status === null) return { type: 'running' }
        return row.response === null ? { type: 'forgotten' } : { type: 'done', response: { status: row.status, body: row.response.body } }
      })
    },
  }
}

interface Row {
  readonly inputHash: string
  readonly status: number | null
  readonly response: { readonly body: unknown } | null
}

const claimSql = `
  insert into idempotent_write (caller_id, key_hash, input_hash, effect_id, lease_until, collection)
  values ($1, $2, $3, $4, now() + $5::float8 * interval '1 millisecond', $6)
  on conflict (caller_id, key_hash) do update
    set token = idempotent_write.token + 1, lease_until = excluded.lease_until
    where idempotent_write.input_hash = excluded.input_hash and idempotent_write.status is null and idempotent_write.lease_until < now()
  returning effect_id as "effectId", token`

const findSql = 'select input_hash as "inputHash", status, response from idempotent_write where caller_id = $1 and key_hash = $2'

const claimed = (
  database: Database,
  key: readonly [string, string],
  { effectId, token }: { readonly effectId: string; readonly token: number },
  leaseMs: number,
): ClaimedWrite => {
  const mine = 'caller_id = $1 and key_hash = $2 and token = $3 and status is null'
  return {
    effectId,
    isAgain: token > 1,
    heartbeat: async () => {
      const sql = `update idempotent_write set lease_until = now() + $4::float8 * interval '1 millisecond' where ${mine} returning token`
      return (await database.query(sql, [...key, token, leaseMs])).length > 0
    },
    finish: async ({ status, body }) => {
      const sql = `update idempotent_write set status = $4::int, response = $5::jsonb, lease_until = null where ${mine} returning response`
      const [row] = await database.query<{ response: { readonly body: unknown } }>(sql, [...key, token, status, toJson({ body: body ?? null })])
      return { status, body: row ? row.response.body : body }
    },
    release: async () => {
      await database.query(`delete from idempotent_write where ${mine}`, [...key, token])
    },
  }
}
