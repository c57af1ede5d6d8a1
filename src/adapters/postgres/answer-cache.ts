import type { AnswerCache, CacheLimits } from '../../domain/answer-cache.ts'
import { readKept, writeKept } from './kept-answer.ts'
import { toStorable, type Database, type Query } from './database.ts'

/** Answers in the database that holds the documents they were made from. */
export const openAnswerCache = (database: Database, { mostAgeMs, mostRows, mostBytes }: CacheLimits): AnswerCache => {
  const oldestSeconds = mostAgeMs / 1000
  return {
    find: async ({ collection, key, form }) => {
      const [row] = await database.query<Found>(findSql, [collection, key, oldestSeconds, form])
      if (!row) return { revision: null, kept: null, isExact: false }
      if (row.isStale) await database.query('update answer_cache set used_at = now() where collection = $1 and key = $2', [collection, row.key])
      return { revision: row.revision, kept: row.answer === null ? null : readKept(row.answer), isExact: row.key === key }
    },

    keep: (key, revision, kept) =>
      database.transaction(async (query) => {
        if (!(await isStill(query, key.collection, revision))) return false
        const answer = writeKept(kept)
        await query(keepSql, [key.collection, key.key, key.form, revision, toStorable(kept.question), answer, Buffer.byteLength(answer)])
        await query(evictSql, [key.collection, oldestSeconds, mostRows, mostBytes])
        return true
      }),

    claim: async ({ collection, key }, holder, leaseMs) => {
      const rows = await database.query(claimSql, [collection, key, holder, leaseMs / 1000])
      return rows.length > 0
    },

    release: async ({ collection, key }, holder) => {
      await database.query('delete from answer_lease where collection = $1 and key = $2 and holder = $3::uuid', [collection, key, holder])
    },
  }
}

/**
 * In the transaction that changes a collection, after it took the collection's row: whoever was about to keep an answer has finished, or will
 * see that the revision is another.
 */
export const emptyAnswerCache = async (query: Query, collection: string): Promise<void> => {
  await query('delete from answer_cache where collection = $1', [collection])
}

interface Found {
  revision: number
  key: string | null
  answer: string | null
  isStale: boolean
}

// Once an hour is often enough to know what is used, and spares most hits a write.
const findSql = `
  select collection.revision, key, answer, coalesce(used_at < now() - interval '1 hour', false) as "isStale"
  from collection left join answer_cache on answer_cache.collection = name and (key = $2 or form = $4) and answer_cache.revision = collection.revision
    and made_at > now() - make_interval(secs => $3)
  where name = $1 order by key = $2 desc, made_at desc, key limit 1`

/** Holds the collection as it is until the transaction ends. */
const isStill = async (query: Query, collection: string, revision: number): Promise<boolean> => {
  const [row] = await query<{ revision: number }>('select revision from collection where name = $1 for share', [collection])
  return row?.revision === revision
}

const keepSql = `
  insert into answer_cache (collection, key, form, revision, question, answer, bytes)
  values ($1, $2, $3, $4, $5, $6, $7::int)
  on conflict (collection, key) do update set revision = excluded.revision, answer = excluded.answer, bytes = excluded.bytes, made_at = now(), used_at = now()`

// Rows that another transaction holds are left to the next one.
const evictSql = `
  delete from answer_cache where collection = $1 and key in (
    select key from answer_cache where collection = $1 and key in (
      select key from (
        select key, made_at, row_number() over latest as place, sum(bytes) over latest as held
        from answer_cache where collection = $1 window latest as (order by used_at desc, made_at desc, key)
      ) as kept where made_at <= now() - make_interval(secs => $2) or place > $3::int or held > $4::bigint
    ) for update skip locked)`

const claimSql = `
  insert into answer_lease (collection, key, holder, lease_until) values ($1, $2, $3::uuid, now() + make_interval(secs => $4))
  on conflict (collection, key) do update set holder = excluded.holder, lease_until = excluded.lease_until
    where answer_lease.holder = excluded.holder or answer_lease.lease_until < now()
  returning key`
