import { sleep } from '../../base/async.ts'
import { AppError } from '../../base/error.ts'
import type { KillSwitch } from '../../domain/audit.ts'
import { currentCall } from '../../domain/call.ts'
import { appendAudit, type AuditParts } from './append-audit.ts'
import { toStorable, type Database } from './database.ts'

// Another process is stopped within a second, its query included.
const lookAgainMs = 500
const tryAgainMs = 1_000

export interface OpenedKillSwitch extends KillSwitch {
  /** In this process at once, whatever the database is doing; tried again until the row is written, resumed here or closed. */
  stopUntilWritten(reason: string): Promise<void>
  close(): void
}

type State = Awaited<ReturnType<KillSwitch['state']>>

/** Opened with all eyes. A database that cannot be asked stops nothing that runs, and lets nothing begin. */
export const openKillSwitch = (database: Database, parts: AuditParts): OpenedKillSwitch => {
  let thrown = new AbortController()
  let isHere = false
  let isClosed = false
  let looking: NodeJS.Timeout | null = null
  // Of stops, as it was last seen here.
  let known: number | null = null

  const state = async (): Promise<State> => {
    const [row] = await database.query<Row>(stateSql)
    const { generation, at, by, reason } = row!
    const now: State = at === null ? running : { isStopped: true, at, by, reason }
    follow(now, generation)
    return now
  }
  const follow = (now: State, generation: number): void => {
    // Also one that was taken back between two looks.
    const wasStopped = known !== null && generation > known
    known = Math.max(known ?? 0, generation)
    if ((now.isStopped || wasStopped) && !thrown.signal.aborted) thrown.abort(now.isStopped ? stoppedError(now) : stoppedMeanwhile())
    // What was aborted stays so; who begins after it was taken back gets a signal of its own.
    if (!now.isStopped && !isHere && thrown.signal.aborted) thrown = new AbortController()
  }
  const look = (): void => void state().catch(() => {})

  const stopHere = (reason: string): void => {
    // Until the row is there, nobody who reads that there is none may take it back.
    isHere = true
    thrown.abort(stoppedError({ isStopped: true, by: currentCall().caller.id, reason, at: parts.now() }))
  }
  const stop = async (reason: string): Promise<void> => {
    stopHere(reason)
    await database.transaction(async (query) => {
      await query('insert into agent_stop (stopped_at, stopped_by, reason) values ($1, $2, $3) on conflict (is_the_one) do nothing', [
        parts.now(),
        currentCall().caller.id,
        toStorable(parts.mask(reason)),
      ])
      await query('insert into agent_stop_generation as kept (generation) values (1) on conflict (is_the_one) do update set generation = kept.generation + 1')
      await appendAudit(query, { kind: 'stop', subject: null, detail: { reason } }, parts)
    })
    isHere = false
  }

  return {
    signal: () => {
      looking ??= setInterval(look, lookAgainMs).unref()
      return thrown.signal
    },
    assertRunning: async () => {
      const now = await state()
      if (now.isStopped) throw stoppedError(now)
      if (isHere) throw thrown.signal.reason
    },
    stop,
    stopUntilWritten: async (reason) => {
      stopHere(reason)
      while (isHere && !isClosed) {
        await stop(reason).catch(() => sleep(tryAgainMs))
      }
    },
    resume: async () => {
      await database.transaction(async (query) => {
        const [row] = await query('delete from agent_stop returning 1')
        if (row) await appendAudit(query, { kind: 'resume', subject: null, detail: {} }, parts)
      })
      isHere = false
      await state()
    },
    state,
    close: () => {
      isClosed = true
      if (looking) clearInterval(looking)
    },
  }
}

interface Row {
  readonly generation: number
  readonly at: Date | null
  readonly by: string
  readonly reason: string
}

const stateSql = `
  select coalesce((select generation from agent_stop_generation), 0)::bigint as generation, stopped_at as at, stopped_by as by, reason
  from (select 1) as always left join agent_stop on true`

const running: State = { isStopped: false, by: null, reason: null, at: null }

const stoppedError = ({ by, reason, at }: State): AppError =>
  new AppError(
    'unavailable',
    `Everything was stopped by ${by} at ${at!.toISOString()}${reason ? ` (${reason})` : ''}: no watch, investigation or action begins. "answerable agent resume" lets them go on.`,
  )

const stoppedMeanwhile = (): AppError =>
  new AppError('unavailable', 'Everything was stopped, and let go on a moment later: what ran before is not taken up again.')
