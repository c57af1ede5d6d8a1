import { sleep } from '../../base/async.ts'
import type { ReplicaState } from '../../domain/database-state.ts'
import type { Database, Query, Scope } from './database.ts'
import { openServer } from './open-server.ts'

/** Reads alone: a call may be run anew elsewhere when it fails. */
export type Reader = Pick<Database, 'query' | 'transaction'>

export interface Replicas {
  /** Sees at least what was acknowledged before it was asked, wherever the answer comes from. */
  readonly reader: Reader
  /** Asks each one. */
  states(): Promise<ReplicaState[]>
  close(): Promise<void>
}

export interface ReplicaOptions {
  readonly urls: readonly string[]
  /** Longest wait for one that lags behind. */
  readonly waitMs: number
  readonly connections: number
}

/**
 * Streaming replicas of `primary` share its reading. The primary is asked how far its log is, and a replica answers only when it has replayed all
 * of that; one that does not within `waitMs`, fails, or is no replica of this server, leaves the call to the primary and has a rest.
 */
export const openReplicas = async (primary: Database, { urls, waitMs, connections }: ReplicaOptions): Promise<Replicas> => {
  const replicas = await Promise.all(urls.map((url) => openReplica(primary, url, connections)))
  let next = 0
  const oneThatWorks = (): Replica | undefined => {
    for (let tried = 0; tried < replicas.length; tried++) {
      const replica = replicas[next++ % replicas.length]!
      if (replica.restsUntil <= performance.now()) return replica
    }
    return undefined
  }

  const position = together(() => logPosition(primary))

  const transaction: Reader['transaction'] = async (work, scope) => {
    const replica = oneThatWorks()
    if (!replica) {
      for (const resting of replicas) resting.handedOver++
      return primary.transaction(work, scope)
    }
    const read = await replica.read(work, { position: await position(), scope, waitMs })
    return read.done ? read.result : primary.transaction(work, scope)
  }

  return {
    reader: replicas.length === 0 ? primary : { transaction, query: (sql, values = [], scope) => transaction((query) => query(sql, values), scope) },
    states: async () => {
      if (replicas.length === 0) return []
      const now = await position()
      return Promise.all(replicas.map((replica) => replica.state(now)))
    },
    close: async () => void (await Promise.all(replicas.map((replica) => replica.close()))),
  }
}

/** What is acknowledged lies before it, on the disk. */
const logPosition = async (primary: Database): Promise<string> => {
  const [row] = await primary.query<{ position: string }>('select pg_current_wal_flush_lsn()::text as position')
  return row!.position
}

/** Asks once for all who came while the last question was under way: its own answer is too old for them, the next one is not. */
const together = <Answer>(ask: () => Promise<Answer>): (() => Promise<Answer>) => {
  let last: Promise<unknown> = Promise.resolve()
  let next: Promise<Answer> | null = null
  return () => {
    if (next) return next
    const mine = last.then(() => {
      next = null
      return ask()
    })
    next = mine
    last = mine.catch(() => {})
    return mine
  }
}

type Read<Result> = { readonly done: true; readonly result: Result } | { readonly done: false }

interface Asked {
  readonly position: string
  readonly scope: Scope | undefined
  readonly waitMs: number
}

interface Replica {
  restsUntil: number
  handedOver: number
  read<Result>(work: (query: Query) => Promise<Result>, asked: Asked): Promise<Read<Result>>
  state(position: string): Promise<ReplicaState>
  close(): Promise<void>
}

// One that lags may catch up any moment; one that failed is tried now and then.
const restBehindMs = 500
const restFailedMs = 5_000

const openReplica = async (primary: Database, url: string, connections: number): Promise<Replica> => {
  const database = await openServer({ url, connections, isReplica: true, calledAs: 'DATABASE_READ_URL' })
  let reads = 0
  let isOurs: Promise<boolean> | null = null

  const ours = (): Promise<boolean> => {
    isOurs ??= Promise.all([primary, database].map(identity)).then(([one, other]) => one === other)
    isOurs.catch(() => (isOurs = null))
    return isOurs
  }

  const replica: Replica = {
    restsUntil: 0,
    handedOver: 0,
    read: async <Result>(work: (query: Query) => Promise<Result>, { position, scope, waitMs }: Asked): Promise<Read<Result>> => {
      try {
        const isOne = await ours()
        const read = isOne && (await database.transaction((query) => readWhenFresh(query, position, waitMs, work), scope))
        if (read && read.done) {
          reads++
          return read
        }
        replica.restsUntil = performance.now() + (isOne ? restBehindMs : restFailedMs)
      } catch {
        // Whatever it was, the primary shows it too unless it was the replica's own.
        replica.restsUntil = performance.now() + restFailedMs
      }
      replica.handedOver++
      return { done: false }
    },
    state: async (position) => {
      const told = { where: database.where, reads, handedOver: replica.handedOver }
      try {
        if (!(await ours())) return { ...told, state: 'unavailable', message: 'It is no replica of the primary. Mend DATABASE_READ_URL; the primary answers.' }
        const [row] = await database.query<{ standby: boolean; behind: number }>(stateSql, [position])
        if (!row!.standby) return { ...told, state: 'unavailable', message: 'It follows no primary any more. Mend DATABASE_READ_URL; the primary answers.' }
        return row!.behind > 0
          ? { ...told, state: 'behind', message: `It is ${row!.behind} bytes of log behind; the primary answers until it has caught up.` }
          : { ...told, state: 'following', message: 'It has all that was acknowledged.' }
      } catch (error) {
        return { ...told, state: 'unavailable', message: `${(error as Error).message} The primary answers.` }
      }
    },
    close: () => database.close(),
  }
  return replica
}

/** Each statement sees what has been replayed until then: never less than the one before. */
const readWhenFresh = async <Result>(query: Query, position: string, waitMs: number, work: (query: Query) => Promise<Result>): Promise<Read<Result>> => {
  const until = performance.now() + waitMs
  for (let pauseMs = 1; ; pauseMs = Math.min(pauseMs * 2, 20)) {
    const [row] = await query<{ fresh: boolean }>(freshSql, [position])
    if (row!.fresh) return { done: true, result: await work(query) }
    if (performance.now() + pauseMs > until) return { done: false }
    await sleep(pauseMs)
  }
}

const freshSql = 'select pg_is_in_recovery() and coalesce(pg_last_wal_replay_lsn() >= $1::pg_lsn, false) as fresh'

const stateSql = `select pg_is_in_recovery() as standby, greatest(0, coalesce(pg_wal_lsn_diff($1::pg_lsn, pg_last_wal_replay_lsn()), 0))::float8 as behind`

/** The same for a server and what was copied from it, different for all others. */
const identity = async (database: Database): Promise<string> => {
  const [row] = await database.asOwner((query) => query<{ id: string }>('select system_identifier::text as id from pg_control_system()'))
  return row!.id
}
