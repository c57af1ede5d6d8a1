import { dirname } from 'node:path'
import { AppError, isAppError } from '../../base/error.ts'
import { startWorker, type WorkerClient } from '../workers/rpc.ts'
import { dropBallastIfFull } from './ballast.ts'
import type { PgliteHandlers, RunInput } from './pglite-worker.ts'

/** Fails with `unavailable` when the statement took longer than the limit. */
export type Run = (input: RunInput, limitMs?: number) => Promise<unknown>

/** As PostgreSQL calls it: query_canceled. */
export const statementTimeout = '57014'

/** Keeps a worker at hand: one that died, or was stopped because a statement took too long, is started again from the log. */
export const pgliteThread = (dir: string, templateDir: string | null, timeoutMs: number): { ready: () => Promise<Run>; close: () => Promise<void> } => {
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
    return (input, limitMs = timeoutMs) => withTimeout(mine.call('run', input), limitMs, () => mine.close())
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
        new AppError('unavailable', `The database took longer than ${timeoutMs / 1000} s and the statement was stopped. Try again, or ask for less at once.`, {
          details: { sqlState: statementTimeout },
        }),
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
export const turns = (): (<Result>(work: () => Promise<Result>) => Promise<Result>) => {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const mine = last.then(work, work)
    last = mine
    return mine
  }
}
