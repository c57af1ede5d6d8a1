/** Uploaded files become documents in a job: it survives a restart, and tells what became of each file. */
import { hostname } from 'node:os'
import type { JobHandler } from '../adapters/postgres/job-worker.ts'
import { readUploaded, removeUploaded } from '../adapters/sources/uploaded.ts'
import { drain, throwIfAborted } from '../base/async.ts'
import { isAppError } from '../base/error.ts'
import { sha256 } from '../base/id.ts'
import type { JobQueue } from '../domain/job.ts'
import type { SyncFailure } from '../domain/source.ts'
import { ingestDocument } from '../ingest/ingest-document.ts'
import type { Library, UploadedFile } from '../operations/app.ts'
import type { LibraryParts } from './library.ts'

/** Uploaded files lie in one folder of one machine: of several processes on one server only those that have it may take the job. */
export const uploadKind = (uploadDir: string): string => `upload:${sha256(`${hostname()} ${uploadDir}`).slice(0, 12)}`

export const openUpload =
  (jobs: JobQueue, kind: string, wake: () => void): Library['upload'] =>
  async (files, collection) => {
    const jobId = await jobs.add({ kind, collection, input: { files } })
    wake()
    return { jobId }
  }

export const uploadHandler =
  (parts: LibraryParts): JobHandler =>
  async (job, signal) => {
    const files = job.input['files'] as readonly UploadedFile[]
    const counts = { added: 0, changed: 0, unchanged: 0 }
    const failed: SyncFailure[] = []
    const notes: SyncFailure[] = []
    const documents: { source: string; document_id: string }[] = []
    const progress = (done: number) => ({ done, total: files.length, ...counts, failed, notes, documents })
    for (const [index, file] of files.entries()) {
      throwIfAborted(signal)
      try {
        const { outcome, remarks, documentId } = await bring(parts, file, job.record.collection ?? 'default', signal)
        counts[outcome]++
        documents.push({ source: file.name, document_id: documentId })
        notes.push(...remarks.map((reason) => ({ source: file.name, reason })))
      } catch (error) {
        throwIfAborted(signal)
        if (!isFaultOfFile(error)) throw error
        failed.push({ source: file.name, reason: error.message })
      }
      await job.heartbeat(progress(index + 1))
    }
    const removeAll = async (): Promise<void> => void (await Promise.all(files.map((file) => removeUploaded(file.path))))
    // A worker that goes on with this job after a crash finds its files again, and what was stored already is unchanged.
    return { progress: progress(files.length), afterwards: removeAll }
  }

/** Without vectors: the job is about texts, and the embedding that runs behind takes turns with everything else. */
const bring = async (parts: LibraryParts, file: UploadedFile, collection: string, signal: AbortSignal) => {
  const remarks: string[] = []
  const input = { content: await readUploaded(file.path), source: file.name, collection }
  const { outcome, documentId } = await drain(
    ingestDocument({ ...parts, embedder: () => null })(input, signal),
    (event) => void (event.type === 'note' && remarks.push(event.text)),
  )
  parts.wakeEmbedding()
  return { outcome, remarks, documentId }
}

const isFaultOfFile = (error: unknown): error is Error => isAppError(error) && ['invalid', 'too_large', 'not_found', 'conflict'].includes(error.code)
