import { AppError } from '../../base/error.ts'
import type { Incident, IncidentNote, IncidentSignal, IncidentStore } from '../../domain/incident.ts'
import { toJson, toStorable, type Database, type Query } from './database.ts'
import { isUuid } from './read-document.ts'

export const openIncidents = (database: Database): IncidentStore => ({
  find: async (id) => {
    if (!isUuid(id)) return null
    const [row] = await database.query<IncidentRow>(`select ${columns} from incident where id = $1`, [id])
    return row ? toIncident(row) : null
  },

  list: async ({ state = null, limit, before = null }) => {
    if (before !== null && !isUuid(before)) throw new AppError('invalid', `"${before}" is no incident's id. Take "next_cursor" of the page before.`)
    return (await database.query<IncidentRow>(listSql, [state, before, limit])).map(toIncident)
  },

  acknowledge: (id, by) =>
    database.transaction(async (query) => {
      const [row] = isUuid(id) ? await query<IncidentRow>(`select ${columns} from incident where id = $1 for update`, [id]) : []
      if (!row) throw notFound(id)
      const incident = toIncident(row)
      if (incident.state === 'resolved') throw new AppError('conflict', `Incident ${id} is resolved. There is nothing to acknowledge.`)
      const [{ now } = { now: new Date() }] = await query<{ now: Date }>('select now()')
      const acknowledged: Incident = {
        ...incident,
        state: 'acknowledged',
        acknowledgedBy: by,
        changedAt: now,
        notes: [...incident.notes, { at: now, text: `Acknowledged by ${by}.` }],
      }
      await keepIncident(query, acknowledged)
      return acknowledged
    }),

  addInvestigation: async (id, investigationId) => {
    const rows = isUuid(id)
      ? await database.query(
          'update incident set investigations = array_prepend($2::uuid, investigations), diagnosing_until = null where id = $1 returning id',
          [id, investigationId],
        )
      : []
    if (rows.length === 0) throw notFound(id)
  },

  claimDiagnosis: async (id, { again, leaseSeconds }) => isUuid(id) && (await database.query(claimSql, [id, again, leaseSeconds])).length > 0,

  unresolved: async (limit) =>
    (await database.query<IncidentRow>(`select ${columns} from incident where state <> 'resolved' order by id desc limit $1`, [limit])).map(toIncident),

  countUnresolved: async () => (await database.query<{ count: number }>(`select count(*)::int as count from incident where state <> 'resolved'`))[0]!.count,
})

const notFound = (id: string): AppError => new AppError('not_found', `No incident "${id}". Run "answerable incidents list" to see them.`)

/** Who files signals takes turns: two processes would open two incidents of one service. Held until the transaction ends. */
export const recentIncidents = async (query: Query, reopenSeconds: number): Promise<readonly Incident[]> => {
  await query(`select pg_advisory_xact_lock(hashtext('answerable.incidents'))`)
  return (await query<IncidentRow>(recentSql, [reopenSeconds])).map(toIncident)
}

export const keepIncident = async (query: Query, it: Incident): Promise<void> => {
  await query(keepSql, [
    it.id,
    toStorable(it.title),
    toStorable(it.service),
    it.grade,
    it.state,
    it.openedAt,
    it.changedAt,
    it.resolvedAt,
    it.reopened,
    it.acknowledgedBy,
    toJson(it.signals),
    toJson(it.notes),
  ])
}

const columns = `id, title, service, grade, state, opened_at as "openedAt", changed_at as "changedAt", resolved_at as "resolvedAt", reopened,
  acknowledged_by as "acknowledgedBy", signals, notes, investigations`

// Ids are UUIDv7: their order is that of opening.
const listSql = `
  select ${columns} from incident where ($1::text is null or state = $1) and ($2::uuid is null or id < $2) order by id desc limit $3`

const claimSql = `
  update incident set diagnosing_until = now() + $3::float8 * interval '1 second'
  where id = $1 and state <> 'resolved' and (diagnosing_until is null or diagnosing_until < now()) and ($2 or investigations = '{}') returning id`

const recentSql = `
  select ${columns} from incident where state <> 'resolved' or resolved_at > now() - $1::float8 * interval '1 second' order by id for update`

const keepSql = `
  insert into incident (id, title, service, grade, state, opened_at, changed_at, resolved_at, reopened, acknowledged_by, signals, notes)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11::jsonb, $12::jsonb)
  on conflict (id) do update set title = excluded.title, service = excluded.service, grade = excluded.grade, state = excluded.state,
    changed_at = excluded.changed_at, resolved_at = excluded.resolved_at, reopened = excluded.reopened, acknowledged_by = excluded.acknowledged_by,
    signals = excluded.signals, notes = excluded.notes`

type InJson<Value> = { readonly [Name in keyof Value]: Value[Name] extends Date ? string : Value[Name] }

interface IncidentRow extends Omit<Incident, 'signals' | 'notes'> {
  readonly signals: readonly (Omit<InJson<IncidentSignal>, 'fact'> & { readonly fact: InJson<IncidentSignal['fact']> })[]
  readonly notes: readonly InJson<IncidentNote>[]
}

const toIncident = ({ signals, notes, ...row }: IncidentRow): Incident => ({
  ...row,
  signals: signals.map((it) => ({
    ...it,
    fact: { ...it.fact, at: new Date(it.fact.at) },
    firstAt: new Date(it.firstAt),
    lastAt: new Date(it.lastAt),
  })),
  notes: notes.map(({ at, text }) => ({ at: new Date(at), text })),
})
