import { newId } from '../../base/id.ts'
import { currentCall, system, type Caller } from '../../domain/call.ts'
import type { ClaimedJob, JobQueue, JobRecord } from '../../domain/job.ts'
import { toJson, type Database } from './database.ts'
import { isUuid } from './read-document.ts'

export interface JobOptions {
  /** A worker that is silent for longer has lost its job. */
  leaseMs?: number
  /** A job that took its workers down this often is given up. */
  attempts?: number
}

/** Jobs in a table of our own: no polling floor, a fencing token on every write, the same database as what they work on. */
export const openJobs = (database: Database, { leaseMs = 30_000, attempts = 5 }: JobOptions = {}): JobQueue => ({
  add: async ({ kind, collection, input }) => {
    const id = currentCall().effectId ?? newId()
    await database.transaction((query) => query(addSql, [id, kind, collection, toJson(input), toJson(currentCall().caller)]))
    return id
  },

  claim: (kinds) =>
    database.transaction(async (query) => {
      await query(giveUpSql, [kinds, attempts])
      const [row] = await query<ClaimedRow>(claimSql, [kinds, leaseMs])
      return row ? claimed(database, row, { leaseMs, attempts }) : null
    }),

  find: async (jobId) => {
    if (!isUuid(jobId)) return null
    const [row] = await database.query<JobRecord>(`select ${recordColumns} from job where id = $1`, [jobId])
    return row ?? null
  },
})

const addSql = 'insert into job (id, kind, collection, input, caller) values ($1, $2, $3, $4::jsonb, $5::jsonb) on conflict (id) do nothing'

const recordColumns = `id, kind, collection, state, progress, error, attempts, created_at as "createdAt", finished_at as "finishedAt"`

const giveUpSql = `
  update job set state = 'failed', finished_at = now(), lease_until = null, token = token + 1,
    error = 'Its worker stopped ' || attempts || ' times without a word. Look into the log, then start it again.'
  where id in (
    select id from job where state = 'running' and lease_until < now() and kind = any ($1::text[]) and attempts >= $2 for update skip locked)`

const claimSql = `
  update job set state = 'running', token = token + 1, attempts = attempts + 1, lease_until = now() + $2::float8 * interval '1 millisecond'
  where id = (
    select id from job where kind = any ($1::text[]) and (state = 'queued' or (state = 'running' and lease_until < now()))
    order by created_at, id limit 1 for update skip locked)
  returning ${recordColumns}, input, token, caller`

interface ClaimedRow extends JobRecord {
  input: Readonly<Record<string, unknown>>
  token: number
  caller: Caller | null
}

const claimed = (database: Database, { input, token, caller, ...record }: ClaimedRow, { leaseMs, attempts }: Required<JobOptions>): ClaimedJob => {
  /** The token tells this claim from a later one of the same job. */
  const write = async (change: string, values: readonly unknown[]): Promise<boolean> => {
    const sql = `update job set ${change} where id = $1 and token = $2 and state = 'running' returning id`
    const rows = await database.transaction((query) => query(sql, [record.id, token, ...values]))
    return rows.length > 0
  }
  return {
    record,
    caller: caller ?? system,
    input,
    heartbeat: (progress) =>
      write(`lease_until = now() + $3::float8 * interval '1 millisecond', progress = coalesce($4::jsonb, progress)`, [
        leaseMs,
        progress ? toJson(progress) : null,
      ]),
    finish: (progress) => write(`state = 'done', finished_at = now(), lease_until = null, error = null, progress = $3::jsonb`, [toJson(progress)]),
    fail: (error, retry = false) =>
      retry && record.attempts < attempts
        ? write(`state = 'queued', lease_until = null, error = $3`, [error])
        : write(`state = 'failed', finished_at = now(), lease_until = null, error = $3`, [error]),
    release: () => write(`state = 'queued', lease_until = null, attempts = attempts - 1`, []),
  }
}
