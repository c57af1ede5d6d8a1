import type { ActionOutcome, Proposal, ProposalState, ProposalStore } from '../../domain/action.ts'
import { appendAudit, type AuditParts } from './append-audit.ts'
import { toJson, type Database, type Query } from './database.ts'
import { isUuid } from './read-document.ts'

// Whoever runs an action says so again every third of this.
const aliveMs = 6_000
// By the clock of the database: those of two hosts may be further apart than that.
const aliveUntil = `now() + interval '${aliveMs} milliseconds'`

/** Opened with all eyes. `isOnlyProcess`: what was under way when it was opened belongs to a process that has ended. */
export const openProposals = (database: Database, parts: AuditParts, { isOnlyProcess = false } = {}): ProposalStore => {
  /** Who is still at work has said so lately; the others died. Told once, by whoever sees it first. */
  const tellDead = async (query: Query, own: boolean): Promise<void> => {
    const dead = await query<{ id: string; state: string }>(
      `update action_proposal set state = 'unknown' where state in ('approved', 'running') and (alive_until < now() or $1) returning id, state`,
      [own],
    )
    for (const { id } of dead)
      await appendAudit(query, { kind: 'run', subject: id, detail: { ends: 'unknown', why: 'The program that ran it ended before it was over.' } }, parts)
  }
  let opened: Promise<void> | null = null
  const open = (): Promise<void> =>
    (opened ??= (isOnlyProcess ? database.transaction((query) => tellDead(query, true)) : Promise.resolve()).catch((error: unknown) => {
      // Tried again by whoever asks next.
      opened = null
      throw error
    }))

  return {
    add: async (proposal, entry) => {
      await open()
      const { id, hash, action, proposedTo, state, proposedAt, expiresAt, outcome: _none, ...detail } = proposal
      await database.transaction(async (query) => {
        await query(
          'insert into action_proposal (id, hash, action, proposed_to, state, proposed_at, expires_at, detail) values ($1, $2, $3, $4, $5, $6, $7, $8::jsonb)',
          [id, hash, action, proposedTo, state, proposedAt, expiresAt, toJson(detail)],
        )
        await appendAudit(query, entry, parts)
      })
    },
    find: async (id) => {
      await open()
      if (!isUuid(id)) return null
      return database.transaction(async (query) => {
        await tellDead(query, false)
        const [row] = await query<Row>(`select ${columns} from action_proposal where id = $1`, [id])
        return row ? readRow(row, parts.now()) : null
      })
    },
    list: async (limit) => {
      await open()
      return database.transaction(async (query) => {
        await tellDead(query, false)
        const rows = await query<Row>(`select ${columns} from action_proposal order by proposed_at desc, id desc limit $1`, [limit])
        return rows.map((row) => readRow(row, parts.now()))
      })
    },
    move: async ({ id, hash, from, to, outcome }, entry) => {
      await open()
      if (!isUuid(id)) return null
      return database.transaction(async (query) => {
        const [row] = await query<Row>(
          `update action_proposal set state = $4, outcome = coalesce($5::jsonb, outcome), alive_until = ${aliveUntil}
           where id = $1 and hash = $2 and state = $3 and ($4 <> 'approved' or expires_at > $6) returning ${columns}`,
          [id, hash, from, to, outcome ? toJson(outcome) : null, parts.now()],
        )
        if (!row) return null
        await appendAudit(query, entry, parts)
        return readRow(row, parts.now())
      })
    },
    keepAlive: async (id, work) => {
      const beat = setInterval(() => {
        database
          .query(`update action_proposal set alive_until = ${aliveUntil} where id = $1 and state in ('approved', 'running')`, [id])
          // What cannot be said now is said a moment later, or found to be unknown.
          .catch(() => {})
      }, aliveMs / 3)
      try {
        return await work()
      } finally {
        clearInterval(beat)
      }
    },
  }
}

interface Row {
  readonly id: string
  readonly hash: string
  readonly action: string
  readonly proposedTo: string
  readonly state: ProposalState
  readonly proposedAt: Date
  readonly expiresAt: Date
  readonly detail: Omit<Proposal, 'id' | 'hash' | 'action' | 'proposedTo' | 'state' | 'proposedAt' | 'expiresAt' | 'outcome'>
  readonly outcome: (Omit<ActionOutcome, 'startedAt'> & { readonly startedAt: string }) | null
}

const columns = 'id, hash, action, proposed_to as "proposedTo", state, proposed_at as "proposedAt", expires_at as "expiresAt", detail, outcome'

const readRow = ({ detail, outcome, state, ...row }: Row, now: Date): Proposal => ({
  ...detail,
  ...row,
  evidence: detail.evidence.map((it) => ({ ...it, at: new Date(it.at), fact: it.fact && { ...it.fact, at: new Date(it.fact.at) } })),
  state: state === 'proposed' && row.expiresAt <= now ? 'expired' : state,
  outcome: outcome && { ...outcome, startedAt: new Date(outcome.startedAt) },
})
