import type { Admission } from '../domain/admission.ts'
import type { AnswerQuestion, Retrieve, SuggestQuestions } from '../domain/answer.ts'
import type { Budgets } from '../domain/budget.ts'
import type { DocumentStore, PutResult } from '../domain/document.ts'
import type { FeedbackStore } from '../domain/feedback.ts'
import type { IdempotentWrites } from '../domain/idempotency.ts'
import type { JobRecord } from '../domain/job.ts'
import type { KeptEntry } from '../domain/journal.ts'
import type { Metrics } from '../domain/metrics.ts'
import type { TraceStore } from '../domain/question-trace.ts'
import type { Money } from '../domain/ledger.ts'
import type { Task } from '../domain/task.ts'
import type { Tracer } from '../domain/trace.ts'
import type { CutTokens } from '../domain/tokens.ts'
import type { JudgeCommand } from '../domain/command.ts'
import type { ReadUsage } from '../domain/usage.ts'
import type { TracePlace, TraceQuery } from '../domain/erasure.ts'
import type { ActingDesk } from './acting-desk.ts'
import type { InvestigationDesk } from './investigation-desk.ts'
import type { DatabaseDesk } from './database-desk.ts'
import type { EmbeddingDesk } from './embedding-desk.ts'
import type { Gate, KeyDesk } from './key-desk.ts'
import type { LogDesk } from './log-desk.ts'
import type { RecordsDesk } from './records-desk.ts'
import type { EvaluationDesk } from './evaluation/evaluation-desk.ts'
import type { WatchDesk } from './watch-desk.ts'
import type { SyncProgress } from '../domain/source.ts'
import type { SystemsDesk } from './systems-desk.ts'

/** What operations may use: the program behind all doors, joined in `app.ts`. */
export interface App {
  readonly ask: AnswerQuestion
  readonly suggest: SuggestQuestions
  readonly retrieve: Retrieve
  readonly embedTexts: EmbedTexts
  readonly documents: DocumentStore
  readonly library: Library
  readonly journal: { find(traceId: string): Promise<KeptEntry | null> }
  readonly feedback: FeedbackStore
  readonly records: RecordsDesk
  /** For doors: a span around what they ask for. */
  readonly tracer: Tracer
  readonly traces: Pick<TraceStore, 'find' | 'list' | 'calls'>
  readonly metrics: Metrics
  readonly jobs: { find(jobId: string): Promise<JobRecord | null> }
  readonly models: ModelShelf
  readonly cutTokens: CutTokens
  /** Loads its parsers when first asked. */
  readonly commandJudge: () => Promise<JudgeCommand>
  readonly logs: LogDesk
  readonly embedding: EmbeddingDesk
  readonly databases: DatabaseDesk
  readonly erasure: Erasure
  readonly budgets: Budgets
  readonly usage: ReadUsage
  readonly evaluation: EvaluationDesk
  readonly acting: ActingDesk
  readonly investigations: InvestigationDesk
  readonly keys: KeyDesk
  readonly gate: Gate
  readonly systems: SystemsDesk
  readonly watching: WatchDesk
  readonly idempotentWrites?: IdempotentWrites
  /** Left out where nobody else can come. */
  readonly admission?: Admission
  status(): Promise<Status>
  readiness(): Promise<Readiness>
}

export interface EmbedRequest {
  readonly texts: readonly string[]
  readonly purpose: 'document' | 'query'
  /** Whose space the vectors are to be in. */
  readonly collection: string
}

/** Fails with `unavailable` while no embedder is live, with `invalid` for a text that the model cannot read whole. */
export type EmbedTexts = (
  request: EmbedRequest,
  signal?: AbortSignal,
) => Promise<{ readonly model: string; readonly dimensions: number; readonly tokens: number; readonly vectors: readonly Float32Array[] }>

/** Proof that a removed document is gone. */
export interface Erasure {
  /** Notes say what the check cannot see. `isKnown`: something of it was found, or a document of this id was here once. */
  check(asked: TraceQuery): Promise<{ readonly isKnown: boolean; readonly places: readonly TracePlace[]; readonly notes: readonly string[] }>
  /** Clears the bytes of deleted rows from the database's files. Notes say what was not reached. */
  purge(): Promise<{ readonly notes: readonly string[] }>
}

/** Ways for documents to come in. */
export interface Library {
  /** One text, embedded before it is stored where the embedder is live. */
  put(input: PutText): Promise<PutResult>
  /** Files that lie on disk already (an upload): parsed and stored by a job that survives a restart. */
  upload(files: readonly UploadedFile[], collection: string): Promise<{ jobId: string }>
  /** Walks folders or files of this machine, or reads sites; resolves when their texts are searchable, by meaning too where the embedder is live. */
  ingest(paths: readonly string[], options: IngestOptions, onProgress: (progress: IngestProgress) => void, signal?: AbortSignal): Promise<IngestProgress>
  /** What ingesting them would take: all is read, nothing is kept. */
  estimate(paths: readonly string[], options: IngestOptions, onProgress: (progress: IngestProgress) => void, signal?: AbortSignal): Promise<IngestEstimate>
  /** A start page and the pages below it, by a job that survives a restart. Fails with `invalid` when it is no web address. */
  ingestSite(task: { readonly url: string; readonly collection: string; readonly maxPages: number }): Promise<{ jobId: string }>
}

/** Of one site, when nobody says otherwise: most books have fewer, and a crawl by mistake ends in a few minutes. */
export const defaultMaxPages = 500

export interface IngestOptions {
  readonly collection: string
  /** Of each site. */
  readonly maxPages?: number | undefined
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

export interface IngestEstimate {
  /** As ingesting would end. */
  readonly progress: IngestProgress
  readonly chunks: number
  /** That the embedding model would read. */
  readonly tokens: number
  /** Null while the price is not known. */
  readonly costUsd: Money | null
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
  /** Null for those who may not know. */
  readonly dataDir: string | null
  readonly database: { readonly kind: string; readonly where: string | null; readonly search: string }
  readonly embedder: { readonly state: 'loading' | 'ready' | 'unavailable'; readonly id: string | null; readonly message: string }
  readonly answerer: { readonly id: string; readonly message: string }
  readonly tasks: readonly TaskStatus[]
  readonly collections: readonly { readonly name: string; readonly documents: number; readonly chunks: number }[]
  readonly pendingEmbeddings: number
  /** Collections whose vectors are not compared one by one, with the share of the ten nearest chunks that is found; empty where search is exact. */
  readonly searchRecall: readonly { readonly collection: string; readonly recall: number; readonly questions: number }[]
  /** What is missing and the command that brings it. */
  readonly advice: readonly string[]
}

/** What a task of language models is done with. */
export interface TaskStatus {
  readonly task: Task
  /** The id of the model that would be asked now; null = none, the documents' own sentences. */
  readonly live: string | null
  readonly temperature: number
  readonly maxTokens: number
  /** In the order in which they are tried. */
  readonly models: readonly ModelStatus[]
  /** What is asked of them that they cannot do. */
  readonly notes: readonly string[]
}

export interface ModelStatus {
  readonly id: string
  readonly contextTokens: number
  /** Null where only the window limits it, or where nobody says. */
  readonly maxOutputTokens: number | null
  readonly structured: 'strict' | 'json' | 'prompt'
  readonly tools: boolean
  /** US dollars for a million tokens; null = not known. */
  readonly price: { readonly input: number; readonly output: number } | null
  /** `open`: it failed again and again and is passed over for a while; `half-open`: the next call tries it again. */
  readonly state: 'closed' | 'open' | 'half-open'
  readonly lastFailure: string | null
}

export interface Readiness {
  readonly ready: boolean
  readonly pendingEmbeddings: number
  /** One sentence for each change of embedding model that is under way. */
  readonly embeddingChanges: readonly string[]
  readonly message: string
  /** Of the folders given at start, while they are read. */
  readonly progress: SyncProgress | null
}
