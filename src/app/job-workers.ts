/** Work that a request leaves behind: uploads and sites, taken by this process or by any other that shares the database. */
import { openUploadBytes } from '../adapters/postgres/upload-bytes.ts'
import { startJobWorker, type JobHandler } from '../adapters/postgres/job-worker.ts'
import type { Database } from '../adapters/postgres/database.ts'
import { removeStaleUploads } from '../adapters/sources/uploaded.ts'
import type { JobQueue } from '../domain/job.ts'
import type { Library } from '../operations/app.ts'
import type { LibraryParts } from './library.ts'
import { openSiteJobs, siteHandler, siteKind } from './sites.ts'
import { keptInDatabase, keptInFolder, uploadHandler, uploadKind } from './uploads.ts'

export interface JobWorkers extends Pick<Library, 'upload' | 'ingestSite'> {
  /** Hands over what is under way. */
  close(): Promise<void>
}

interface JobWorkersParts {
  readonly database: Database
  readonly jobs: JobQueue
  readonly library: LibraryParts
  readonly uploadDir: string
  /** False where others do the work: what comes in is only queued. */
  readonly isWorking: boolean
}

const staleUploadMs = 24 * 3600_000

export const openJobWorkers = ({ database, jobs, library, uploadDir, isWorking }: JobWorkersParts): JobWorkers => {
  const bytes = openUploadBytes(database)
  // Files of one folder can be read by this machine alone; what lies in a server's database, by all.
  const here = keptInFolder(jobs, uploadKind(uploadDir))
  const shared = keptInDatabase(jobs, bytes)
  const uploads = uploadHandler(library, bytes)
  const start = (handlers: Readonly<Record<string, JobHandler>>) => (isWorking ? startJobWorker(jobs, handlers) : idle)
  const worker = start({ [here.kind]: uploads, [shared.kind]: uploads })
  // A site takes minutes, most of them waiting; uploads do not wait behind it.
  const siteWorker = start({ [siteKind]: siteHandler(library) })
  void removeStaleUploads(uploadDir, staleUploadMs)
  void bytes.removeStale(staleUploadMs).catch(() => {}) // tried again at the next start

  const { add } = database.kind === 'server' ? shared : here
  return {
    upload: async (files, collection) => {
      const jobId = await add(files, collection)
      worker.wake()
      return { jobId }
    },
    ingestSite: openSiteJobs(jobs, siteWorker.wake),
    close: async () => void (await Promise.all([worker.close(), siteWorker.close()])),
  }
}

const idle = { wake: () => {}, close: async () => {} }
