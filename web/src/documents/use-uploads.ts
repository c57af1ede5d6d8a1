import { useCallback, useRef, useState } from 'preact/hooks'
import { getJob, uploadFiles } from '../api/documents.ts'
import { sentenceOf } from '../api/request.ts'
import { newUpload, withJob, type Upload } from './upload.ts'

export interface Uploads {
  /** Newest first. */
  readonly uploads: readonly Upload[]
  readonly send: (collection: string, files: readonly File[]) => Promise<void>
  readonly forget: (id: number) => void
}

/** Sends files and follows their job until it ends; `onProgress` is told whenever something may have become searchable. */
export const useUploads = (onProgress: () => void): Uploads => {
  const [uploads, setUploads] = useState<readonly Upload[]>([])
  const lastId = useRef(0)

  const send = useCallback(
    async (collection: string, files: readonly File[]) => {
      if (files.length === 0) return
      const id = ++lastId.current
      const change = (next: (it: Upload) => Upload): void => setUploads((all) => all.map((it) => (it.id === id ? next(it) : it)))
      setUploads((all) => [
        newUpload(
          id,
          collection,
          files.map(({ name }) => name),
        ),
        ...all,
      ])
      try {
        const jobId = await uploadFiles(collection, files)
        for (let ended = false; !ended;) {
          const job = await getJob(jobId)
          change((it) => withJob(it, job))
          onProgress()
          ended = job.state === 'done' || job.state === 'failed'
          if (!ended) await pause(500)
        }
      } catch (error) {
        change((it) => ({ ...it, state: 'failed', failure: sentenceOf(error) }))
      }
    },
    [onProgress],
  )

  const forget = useCallback((id: number) => setUploads((all) => all.filter((it) => it.id !== id)), [])
  return { uploads, send, forget }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
