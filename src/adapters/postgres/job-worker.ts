import { setTimeout as delay } from 'node:timers/promises'
import { AppError, isAppError } from '../../base/error.ts'
import { asSystem, withinCall } from '../../domain/call.ts'
import type { ClaimedJob, JobQueue } from '../../domain/job.ts'

/** Works until done. `signal` is aborted when the job was lost or the program stops. A job may run again from its start until its outcome is stored. */
export type JobHandler = (job: ClaimedJob, signal: AbortSignal) => Promise<JobOutcome>

export interface JobOutcome {
  readonly progress: Readonly<Record<string, unknown>>
  /** Runs once the outcome is durable: what a second run would still need may go only then. */
  readonly afterwards?: () => Promise<void>
}

export interface JobWorker {
  /** A job was just added: look at once. */
  wake(): void
  /** Aborts what runs, leaves it to be claimed again, and resolves when all is quiet. */
  close(): Promise<void>
}

/** Takes jobs one after the other. What throws an AppError has failed; anything else is tried again. */
export const startJobWorker = (queue: JobQueue, handlers: Readonly<Record<string, JobHandler>>, { pollMs = 2000, heartbeatMs = 10_000 } = {}): JobWorker => {
  const stop = new AbortController()
  let awake = new AbortController()

  const loop = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      const job = await queue.claim(Object.keys(handlers)).catch(() => null)
      if (job) await runJob(job, handlers[job.record.kind]!, stop.signal, heartbeatMs)
      else await delay(pollMs, undefined, { signal: AbortSignal.any([awake.signal, stop.signal]), ref: false }).catch(() => {})
      if (awake.signal.aborted) awake = new AbortController()
    }
  }
  const done = asSystem(loop)

  return {
    wake: () => awake.abort(),
    close: async () => {
      stop.abort(new AppError('cancelled', 'The program is stopping.'))
      await done
    },
  }
}

/** Keeps the lease while the handler works; a failed write of the outcome is left to the lease's end, when another worker goes on. */
const runJob = async (job: ClaimedJob, handler: JobHandler, stop: AbortSignal, heartbeatMs: number): Promise<void> => {
  const lost = new AbortController()
  const timer = setInterval(async () => {
    const held = await job.heartbeat().catch(() => true)
    if (!held) lost.abort(new AppError('conflict', 'Another worker has taken over this job.'))
  }, heartbeatMs)
  try {
    const { progress, afterwards } = await withinCall({ caller: job.caller, collection: job.record.collection }, () =>
      handler(job, AbortSignal.any([lost.signal, stop])),
    )
    if (await job.finish(progress)) await afterwards?.().catch(() => {})
  } catch (error) {
    if (lost.signal.aborted) return
    const sentence = error instanceof Error ? error.message : String(error)
    await (stop.aborted ? job.release() : job.fail(sentence, !isAppError(error))).catch(() => {})
  } finally {
    clearInterval(timer)
  }
}
