import { mkdir } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { AppError, isAppError } from '../../base/error.ts'
import { startWorker, type WorkerClient } from '../workers/rpc.ts'
import { dropBallastIfFull } from './ballast.ts'
import { appRole, beginScript, type Database, type Query, type Scope } from './database.ts'
import type { PgliteHandlers, RunInput } from './pglite-worker.ts'

export interface PgliteOptions {
  /** The caller holds its lock (`openDataFolder`): two PGlites on one folder lose rows silently. The database lies in `database/` within. */
  dataDir: string
  /** Where a freshly made database is kept to be copied next time; null = make each one anew. Its name should carry `pgliteVersion`. */
  templateDir?: string | null
  statementTimeoutMs?: number
}

/** Of the pinned packages: another version may not read a template made by this one. */
export const pgliteVersion = 'pglite-0.5.14'

/** PostgreSQL in this program: PGlite with pgvector in a worker thread, durable, one transaction at a time. */
export const openPglite = async ({ dataDir, templateDir = null, statementTimeoutMs = 60_000 }: PgliteOptions): Promise<Database> => {
  const dir = join(resolve(dataDir), 'database')
  await mkdir(dirname(dir), { recursive: true, mode: 0o700 })
  const instance = supervised(dir, templateDir, statementTimeoutMs)
  await instance.ready()
  const inTurn = turns()

  const transaction = <Result>(before: string, needsSpace: boolean, work: (query: Query) => Promise<Result>): Promise<Result> =>
    inTurn(async () => {
      const run = await instance.ready()
      await run({ sql: before, needsSpace })
      let over = false
      const query: Query = async <Row>(sql: string, values?: readonly unknown[]): Promise<Row[]> => {
        if (over) throw new Error('A query was sent after its transaction had ended.')
        return (await run({ sql, values })) as Row[]
      }
      try {
        const result = await work(query)
        over = true
        await run({ sql: 'commit' })
        return result
      } catch (error) {
        over = true
        await run({ sql: 'rollback' }).catch(() => {})
        throw error
      }
    })

  return {
    kind: 'pglite',
    where: dir,
    query: <Row>(sql: string, values: readonly unknown[] = [], scope: Scope = '*') =>
      inTurn(async () => (await (await instance.ready())({ before: beginScript(scope, appRole), sql, values, after: 'commit' })) as Row[]),
    transaction: (work, scope = '*') => transaction(beginScript(scope, appRole), true, work),
    asOwner: (work) => transaction(beginScript('*', null), false, work),
    close: () => inTurn(() => instance.close()),
  }
}

type Run = (input: RunInput) => Promise<unknown>

/** Keeps a worker at hand: one that died, or was stopped because a statement took too long, is started again from the log. */
const supervised = (dir: string, templateDir: string | null, timeoutMs: number): { ready: () => Promise<Run>; close: () => Promise<void> } => {
  let worker: WorkerClient<PgliteHandlers> | null = null
  let opened: Promise<Run> | null = null
  let closed = false

  const start = async (): Promise<Run> => {
    await dropBallastIfFull(dirname(dir))
    const mine = startWorker<PgliteHandlers>(new URL('./pglite-worker.ts', import.meta.url), { name: 'database' })
    worker = mine
    const forget = (): void => {
      if (worker !== mine) return
      worker = null
      opened = null
    }
    void mine.ended.then(forget)
    try {
      await mine.call('open', { dir, templateDir })
    } catch (error) {
      forget()
      await mine.close()
      throw isAppError(error) ? error : unreadable(dir, error)
    }
    return (input) => withTimeout(mine.call('run', input), timeoutMs, () => mine.close())
  }

  return {
    ready: () => {
      if (closed) throw new AppError('unavailable', 'The database is closed. Start the program again.')
      return (opened ??= start())
    },
    close: async () => {
      closed = true
      await worker?.call('close', undefined).catch(() => {})
      await worker?.close()
    },
  }
}

const unreadable = (dir: string, cause: unknown): AppError =>
  new AppError(
    'unavailable',
    `The database in "${dir}" cannot be opened: ${(cause as Error).message}. Restore that folder from a backup, or start with another --data folder.`,
    { cause },
  )

/** PGlite has no clock of its own (statement_timeout does nothing there): the thread is ended, and the next call reads the log and goes on. */
const withTimeout = async <Result>(call: Promise<Result>, timeoutMs: number, stop: () => Promise<void>): Promise<Result> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(
        new AppError('unavailable', `The database took longer than ${timeoutMs / 1000} s and the statement was stopped. Try again, or ask for less at once.`),
      )
      void stop()
    }, timeoutMs)
  })
  try {
    return await Promise.race([call, late])
  } finally {
    clearTimeout(timer)
  }
}

/** One after the other, in the order of asking. */
const turns = (): (<Result>(work: () => Promise<Result>) => Promise<Result>) => {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const mine = last.then(work, work)
    last = mine
    return mine
  }
}
