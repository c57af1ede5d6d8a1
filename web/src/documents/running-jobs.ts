/** Jobs that this tab follows, kept so that a reload can go on following them. */
import type { Upload } from './upload.ts'

export interface RunningJob extends Pick<Upload, 'kind' | 'collection' | 'names'> {
  readonly jobId: string
}

const key = 'answerable.jobs'

/** Oldest first. */
export const runningJobs = (): RunningJob[] => {
  try {
    const it: unknown = JSON.parse(sessionStorage.getItem(key) ?? '[]')
    return Array.isArray(it) ? it.filter(isRunningJob) : []
  } catch {
    return []
  }
}

export const rememberJob = (job: RunningJob): void => write([...withoutJob(job.jobId), job])

export const forgetJob = (jobId: string): void => write(withoutJob(jobId))

const withoutJob = (jobId: string): RunningJob[] => runningJobs().filter((it) => it.jobId !== jobId)

const write = (jobs: readonly RunningJob[]): void => {
  try {
    sessionStorage.setItem(key, JSON.stringify(jobs))
  } catch {
    // A browser may forbid storage: then a reload no longer knows of the job, which goes on all the same.
  }
}

const isRunningJob = (it: unknown): it is RunningJob => {
  const { jobId, kind, collection, names } = (it ?? {}) as Record<string, unknown>
  return typeof jobId === 'string' && (kind === 'files' || kind === 'site') && typeof collection === 'string' && Array.isArray(names)
}
