/** Work that outlives a request: whoever is free claims it for a while, and another goes on with it when that one died. */
import type { Caller } from './call.ts'

export type JobState = 'queued' | 'running' | 'done' | 'failed'

export interface JobRecord {
  readonly id: string
  readonly kind: string
  readonly collection: string | null
  readonly state: JobState
  /** Counts and sentences for whoever watches; also what a successor goes on from. */
  readonly progress: Readonly<Record<string, unknown>>
  readonly error: string | null
  readonly attempts: number
  readonly createdAt: Date
  readonly finishedAt: Date | null
}

export interface NewJob {
  readonly kind: string
  readonly collection: string | null
  /** Plain JSON. */
  readonly input: Readonly<Record<string, unknown>>
}

/** A job in the hands of one worker. Every write is refused (false) once another worker has taken it over: then stop at once. */
export interface ClaimedJob {
  readonly record: JobRecord
  /** Whoever added it: it is done with these eyes. */
  readonly caller: Caller
  readonly input: Readonly<Record<string, unknown>>
  /** Keeps the job for another lease; progress, when given, replaces what was there. */
  heartbeat(progress?: Readonly<Record<string, unknown>>): Promise<boolean>
  finish(progress: Readonly<Record<string, unknown>>): Promise<boolean>
  /** `retry` puts it back into the queue while attempts are left. */
  fail(error: string, retry?: boolean): Promise<boolean>
  /** Puts it back as if nobody had taken it: a program that is stopped and started often gives no work up. */
  release(): Promise<boolean>
}

export interface JobQueue {
  /** For the current call's caller. Durable when it resolves to the job's id. */
  add(job: NewJob): Promise<string>
  /** The oldest job of these kinds that is queued, or whose worker's lease is over; null when there is none. */
  claim(kinds: readonly string[]): Promise<ClaimedJob | null>
  find(jobId: string): Promise<JobRecord | null>
}
