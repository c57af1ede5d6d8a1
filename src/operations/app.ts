import type { AnswerQuestion, Retrieve } from '../domain/answer.ts'
import type { DocumentStore, PutResult } from '../domain/document.ts'
import type { FeedbackStore } from '../domain/feedback.ts'
import type { JobRecord } from '../domain/job.ts'
import type { JournalEntry } from '../domain/journal.ts'
import type { SyncProgress } from '../domain/source.ts'

/** What operations may use: the program behind all doors, joined in `app.ts`. */
export interface App {
  readonly ask: AnswerQuestion
  readonly retrieve: Retrieve
  readonly documents: DocumentStore
  readonly library: Library
  readonly journal: { find(traceId: string): Promise<JournalEntry | null> }
  readonly feedback: FeedbackStore
  readonly jobs: { find(jobId: string): Promise<JobRecord | null> }
  readonly models: ModelShelf
  status(): Promise<Status>
  readiness(): Promise<Readiness>
}

/** Ways for documents to come in. */
export interface Library {
  /** One text, embedded before it is stored where the embedder is live. */
  put(input: PutText): Promise<PutResult>
  /** Files that lie on disk already (an upload): parsed and stored by a job that survives a restart. */
  upload(files: readonly UploadedFile[], collection: string): Promise<{ jobId: string }>
  /** Walks folders or files of this machine; resolves when their texts are searchable, by meaning too where the embedder is live. */
  ingest(paths: readonly string[], collection: string, onProgress: (progress: IngestProgress) => void, signal?: AbortSignal): Promise<IngestProgress>
}

export interface PutText {
  readonly source: string
  readonly text: string
  readonly title?: string | undefined
  readonly mediaType?: string | undefined
  readonly metadata?: Readonly<Record<string, string | number | boolean | null>> | undefined
  readonly collection: string
}

export interface UploadedFile {
  readonly name: string
  /** Where the bytes lie; the library owns and removes the file. */
  readonly path: string
}

/** What an ingestion has done so far, and how many of its chunks still wait for their vector. */
export interface IngestProgress extends SyncProgress {
  readonly pendingEmbeddings: number
}

export interface ModelShelf {
  list(): Promise<ShelvedModel[]>
  pull(modelId: string, onProgress: (event: PullEvent) => void, signal?: AbortSignal): Promise<ShelvedModel>
}

/** A sentence for people, or how far a file is. */
export type PullEvent =
  | { readonly type: 'line'; readonly line: string }
  | { readonly type: 'bytes'; readonly file: string; readonly receivedBytes: number; readonly totalBytes: number }

export interface ShelvedModel {
  readonly id: string
  readonly purpose: 'embedding' | 'generation'
  readonly bytes: number
  readonly licence: string
  readonly installed: boolean
  readonly path: string | null
}

export interface Status {
  readonly version: string
  readonly dataDir: string
  readonly database: { readonly kind: string; readonly where: string; readonly search: string }
  readonly embedder: { readonly state: 'loading' | 'ready' | 'unavailable'; readonly id: string | null; readonly message: string }
  readonly answerer: { readonly id: string; readonly message: string }
  readonly collections: readonly { readonly name: string; readonly documents: number; readonly chunks: number }[]
  readonly pendingEmbeddings: number
  /** What is missing and the command that brings it. */
  readonly advice: readonly string[]
}

export interface Readiness {
  readonly ready: boolean
  readonly pendingEmbeddings: number
  readonly message: string
  /** Of the folders given at start, while they are read. */
  readonly progress: SyncProgress | null
}
