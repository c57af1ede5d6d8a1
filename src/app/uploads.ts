/** Uploaded files become documents in a job: it survives a restart, and tells what became of each file. */
import { hostname } from 'node:os'
import type { JobHandler } from '../adapters/postgres/job-worker.ts'
import type { UploadBytes } from '../adapters/postgres/upload-bytes.ts'
import { readUploaded, removeUploaded } from '../adapters/sources/uploaded.ts'
import { drain, throwIfAborted } from '../base/async.ts'
import { isAppError } from '../base/error.ts'
import { sha256 } from '../base/id.ts'
import type { JobQueue } from '../domain/job.ts'
import type { SyncFailure } from '../domain/source.ts'
import { ingestDocument } from '../ingest/ingest-document.ts'
import type { UploadedFile } from '../operations/app.ts'
import type { LibraryParts } from './library.ts'

/** A way to keep uploaded files until their job has read them. */
export interface UploadKeeping {
  readonly kind: string
  /** Gives the id of the job that brings them in. */
  add(files: readonly UploadedFile[], collection: string): Promise<string>
}

/** Uploaded files lie in one folder of one machine: of several processes on one server only those that have it may take the job. */
export const uploadKind = (uploadDir: string): string => `upload:${sha256(`${hostname()} ${uploadDir}`).slice(0, 12)}`

export const keptInFolder = (jobs: JobQueue, kind: string): UploadKeeping => ({
  kind,
  add: (files, collection) => jobs.add({ kind, collection, input: { files } }),
})

export const keptInDatabase = (jobs: JobQueue, bytes: UploadBytes): UploadKeeping => ({
  kind: 'upload',
  add: async (files, collection) => {
    const kept: KeptFile[] = []
    for (const { name, path } of files) kept.push({ name, uploadId: await bytes.keep(path, collection) })
    const jobId = await jobs.add({ kind: 'upload', collection, input: { files: kept } })
    await Promise.all(files.map(({ path }) => removeUploaded(path)))
    return jobId
  },
})

type KeptFile = UploadedFile | { readonly name: string; readonly uploadId: string }

export const uploadHandler =
  (parts: LibraryParts, bytes: UploadBytes): JobHandler =>
  async (job, signal) => {
    const files = job.input['files'] as readonly KeptFile[]
    const contentOf = (file: KeptFile): Promise<Uint8Array> => ('path' in file ? readUploaded(file.path) : bytes.read(file.uploadId))
    const counts = { added: 0, changed: 0, unchanged: 0 }
    const failed: SyncFailure[] = []
    const notes: SyncFailure[] = []
    const documents: { source: string; document_id: string }[] = []
    const progress = (done: number) => ({ done, total: files.length, ...counts, failed, notes, documents })
    for (const [index, file] of files.entries()) {
      throwIfAborted(signal)
      try {
        const { outcome, remarks, documentId } = await bring(
          parts,
          { source: file.name, content: await contentOf(file), collection: job.record.collection ?? 'default' },
          signal,
        )
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
    const removeAll = async (): Promise<void> => {
      await Promise.all(files.map((file) => 'path' in file && removeUploaded(file.path)))
      await bytes.remove(files.flatMap((file) => ('uploadId' in file ? [file.uploadId] : [])))
    }
    // A worker that goes on with this job after a crash finds its files again, and what was stored already is unchanged.
    return { progress: progress(files.length), afterwards: removeAll }
  }

/** Without vectors: the job is about texts, and the embedding that runs behind takes turns with everything else. */
const bring = async (parts: LibraryParts, input: { source: string; content: Uint8Array; collection: string }, signal: AbortSignal) => {
  const remarks: string[] = []
  const { outcome, documentId } = await drain(
    ingestDocument({ ...parts, embedder: () => null })(input, signal),
    (event) => void (event.type === 'note' && remarks.push(event.text)),
  )
  parts.wakeEmbedding()
  return { outcome, remarks, documentId }
}

const isFaultOfFile = (error: unknown): error is Error => isAppError(error) && ['invalid', 'too_large', 'not_found', 'conflict'].includes(error.code)
