import { sha256 } from '../../base/id.ts'
import type { Incident } from '../../domain/incident.ts'
import type { Watch } from '../../domain/watch.ts'
import type { ClaimedWatch, WatchQueue, WatchRecord } from '../../domain/watch-queue.ts'
import { toJson, toStorable, type Database } from './database.ts'
import { keepIncident, recentIncidents } from './incidents.ts'

export interface WatchQueueOptions {
  /** An incident that was resolved within this time may open again. */
  readonly reopenSeconds: number
}

export const openWatchQueue = (database: Database, { reopenSeconds }: WatchQueueOptions): WatchQueue => ({
  declare: async (watches) => {
    const rows = watches.map((watch) => ({ watch: watch.name, definition: definitionOf(watch), every: watch.everySeconds }))
    await database.query(declareSql, [toJson(rows)])
    // Nobody else can have an embedded database open: what a dead process left there is nobody's.
    if (database.kind === 'pglite') await database.query('update watch_state set lease_until = null where lease_until is not null')
  },

  claim: async ({ watches, limit, leaseMs, force = false }) => {
    if (watches.length === 0) return []
    const rows = await database.query<ClaimRow>(claimSql, [watches, limit, leaseMs, force])
    return rows.map((row) => claimed(database, row, reopenSeconds))
  },

  forget: ({ known, file }) =>
    database.transaction(async (query) => {
      const gone = await query<{ watch: string }>(forgetSql, [known])
      if (gone.length === 0) return []
      const before = await recentIncidents(query, reopenSeconds)
      const after = new Map(before.map((it) => [it.id, it]))
      const changed = new Set<string>()
      for (const { watch } of gone)
        for (const incident of file(watch, [...after.values()])) {
          after.set(incident.id, incident)
          changed.add(incident.id)
        }
      for (const id of changed) await keepIncident(query, after.get(id)!)
      return gone.map(({ watch }) => watch)
    }),

  list: () => database.query<WatchRecord>(listSql),
})

interface ClaimRow {
  readonly watch: string
  readonly memory: unknown
  readonly token: number
  readonly now: Date
}

const claimed = (database: Database, { watch, memory, token, now }: ClaimRow, reopenSeconds: number): ClaimedWatch => ({
  watch,
  memory,
  now,
  finish: ({ memory: learned, problem, durationMs }, file) =>
    database.transaction(async (query): Promise<readonly Incident[] | null> => {
      const [kept] = await query(finishSql, [watch, token, toJson(learned), problem && toStorable(problem), durationMs])
      if (!kept) return null
      const changed = file(await recentIncidents(query, reopenSeconds))
      for (const incident of changed) await keepIncident(query, incident)
      return changed
    }),
})

/** What its memory was learned from; how often it is looked at, its grade and its patience may change without a new start. */
const definitionOf = ({ capability, params, fact, labels, rule }: Watch): string => sha256(JSON.stringify([capability, params, fact, labels, rule]))

const declareSql = `
  insert into watch_state (watch, definition, every_seconds)
  select watch, definition, every from jsonb_to_recordset($1::jsonb) as it (watch text, definition text, every float8) order by watch
  on conflict (watch) do update set
    memory = case when watch_state.definition = excluded.definition then watch_state.memory end,
    token = case when watch_state.definition = excluded.definition then watch_state.token else watch_state.token + 1 end,
    due_at = case when watch_state.definition = excluded.definition then least(watch_state.due_at, now() + excluded.every_seconds * interval '1 second') else now() end,
    definition = excluded.definition, every_seconds = excluded.every_seconds`

// A clock that was set back leaves due times that lie too far ahead: they are due as well.
const claimSql = `
  update watch_state set token = token + 1, lease_until = now() + $3::float8 * interval '1 millisecond'
  where watch in (
    select watch from watch_state
    where watch = any ($1::text[]) and (lease_until is null or lease_until < now() or lease_until > now() + interval '1 hour')
      and ($4 or due_at <= now() or due_at > now() + 2 * every_seconds * interval '1 second')
    order by due_at limit $2 for update skip locked)
  returning watch, memory, token, now() as now`

// What was missed is not made up for: the next look is one interval after this one was due, or after now where that has passed.
const finishSql = `
  update watch_state set memory = $3::jsonb, problem = $4, duration_ms = $5, last_run_at = now(), lease_until = null, runs = runs + 1,
    failures = failures + case when $4::text is null then 0 else 1 end,
    due_at = case when due_at > now() - every_seconds * interval '1 second' and due_at <= now() then due_at else now() end + every_seconds * interval '1 second'
  where watch = $1 and token = $2 and lease_until is not null returning watch`

// Another process may have a file in which it still stands, and looks at it then.
const forgetSql = `
  delete from watch_state where not watch = any ($1::text[])
    and coalesce(last_run_at, due_at) < now() - greatest(3600, 10 * every_seconds) * interval '1 second' returning watch`

const listSql = `
  select watch, due_at as "dueAt", last_run_at as "lastRunAt", runs, failures, duration_ms as "durationMs", problem, memory from watch_state order by watch`
