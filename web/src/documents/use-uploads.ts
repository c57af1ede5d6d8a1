import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import { getJob, ingestAddress } from '../api/documents.ts'
import { uploadFiles } from '../api/upload.ts'
import { RequestError, sentenceOf } from '../api/request.ts'
import { forgetJob, rememberJob, runningJobs } from './running-jobs.ts'
import { newUpload, withJob, type Upload } from './upload.ts'

export interface Uploads {
  /** Newest first. */
  readonly uploads: readonly Upload[]
  readonly send: (collection: string, files: readonly File[]) => Promise<void>
  /** A site that the server reads itself. */
  readonly sendAddress: (collection: string, url: string) => Promise<void>
  readonly forget: (id: number) => void
}

/** Sends files and follows their job until it ends; `onProgress` is told whenever something may have become searchable. */
export const useUploads = (onProgress: () => void): Uploads => {
  const [uploads, setUploads] = useState<readonly Upload[]>([])
  const lastId = useRef(0)

  const follow = useCallback(
    async (kind: Upload['kind'], collection: string, names: readonly string[], start: (change: Change) => Promise<string>) => {
      const id = ++lastId.current
      const change: Change = (next) => setUploads((all) => all.map((it) => (it.id === id ? next(it) : it)))
      setUploads((all) => [newUpload(id, kind, collection, names), ...all])
      let jobId: string | null = null
      try {
        jobId = await start(change)
        rememberJob({ jobId, kind, collection, names })
        for (let ended = false; !ended;) {
          const job = await getJob(jobId)
          change((it) => withJob(it, job))
          onProgress()
          ended = job.state === 'done' || job.state === 'failed'
          if (!ended) await pause(500)
        }
        forgetJob(jobId)
      } catch (error) {
        if (jobId && !isUnreachable(error)) forgetJob(jobId)
        change((it) => ({ ...it, state: 'failed', failure: sentenceOf(error) }))
      }
    },
    [onProgress],
  )

  // Of before a reload: the server goes on with them meanwhile.
  useEffect(() => {
    for (const { jobId, kind, collection, names } of runningJobs()) {
      void follow(kind, collection, names, (change) => {
        change((it) => ({ ...it, state: 'queued' }))
        return Promise.resolve(jobId)
      })
    }
  }, [])

  const send = useCallback(
    async (collection: string, files: readonly File[]) => {
      if (files.length === 0) return
      const names = files.map(({ name }) => name)
      await follow('files', collection, names, (change) => uploadFiles(collection, files, (sent) => change((it) => ({ ...it, sent }))))
    },
    [follow],
  )
  const sendAddress = useCallback((collection: string, url: string) => follow('site', collection, [url], () => ingestAddress(collection, url)), [follow])

  const forget = useCallback((id: number) => setUploads((all) => all.filter((it) => it.id !== id)), [])
  return { uploads, send, sendAddress, forget }
}

type Change = (next: (it: Upload) => Upload) => void

/** The job may still go on: a reload asks for it again. */
const isUnreachable = (error: unknown): boolean => error instanceof RequestError && error.code === 'unreachable'

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
