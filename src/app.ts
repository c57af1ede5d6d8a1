/** The only wiring: reads as the pipeline, top to bottom. What it opens, it closes. */
import { join } from 'node:path'
import type { OpenedEmbedder } from './adapters/models/embedding/open-embedder.ts'
import { openParser } from './adapters/parsing/parser.ts'
import type { Database } from './adapters/postgres/database.ts'
import { installDir } from './adapters/postgres/check-outside.ts'
import { openDocumentStore } from './adapters/postgres/document-store.ts'
import { openFeedback } from './adapters/postgres/feedback.ts'
import { startJobWorker } from './adapters/postgres/job-worker.ts'
import { openJobs } from './adapters/postgres/jobs.ts'
import { openJournal } from './adapters/postgres/journal.ts'
import { openTraceFinder, openWasHere } from './adapters/postgres/find-traces.ts'
import { migrate } from './adapters/postgres/migrate.ts'
import { openPglite, pgliteVersion } from './adapters/postgres/open-pglite.ts'
import { openServer } from './adapters/postgres/open-server.ts'
import { openMemoryIndex } from './adapters/search/memory-index.ts'
import { openPgvectorIndex } from './adapters/search/pgvector-index.ts'
import { removeStaleUploads } from './adapters/sources/uploaded.ts'
import { answering } from './answer/answer.ts'
import { groundedness } from './answer/verify/groundedness.ts'
import type { AnswerParts } from './answer/parts.ts'
import { suggesting } from './answer/suggest/suggest.ts'
import { answerVariants, type Exchanged } from './app/evaluation/answer-variants.ts'
import type { EvaluationParts } from './app/evaluation/evaluation-parts.ts'
import { openLiveJudging } from './app/evaluation/live-judging.ts'
import { openEvaluation } from './app/evaluation/open-evaluation.ts'
import { quietTime } from './app/evaluation/quiet-time.ts'
import { openAnswerer } from './app/answerer.ts'
import { chunkingSetting } from './app/chunking-setting.ts'
import { cutTokens } from './app/cut-tokens.ts'
import { embedderSetting } from './app/embedder-setting.ts'
import { journalled } from './app/journalled.ts'
import { openLibrary, openSync, type LibraryParts, type Sync } from './app/library.ts'
import { openModelShelf } from './app/model-shelf.ts'
import { openErasure } from './app/erasure.ts'
import { answerWithOneModel, retrieveWithOneModel, suggestWithOneModel } from './app/one-model-a-question.ts'
import { openEmbeddings } from './app/open-embeddings.ts'
import { openModels } from './app/open-models.ts'
import { readPrompts } from './app/read-prompt.ts'
import { readStatus } from './app/read-status.ts'
import { searchRecall } from './app/search-recall.ts'
import { openSiteJobs, openWeb, siteHandler, siteKind } from './app/sites.ts'
import { openUpload, uploadHandler, uploadKind } from './app/uploads.ts'
import { version } from './app/version.ts'
import { newTraceId } from './base/id.ts'
import type { Config } from './config.ts'
import type { AnswerQuestion, Retrieve } from './domain/answer.ts'
import type { Purpose } from './domain/journal.ts'
import type { Embedder } from './domain/model.ts'
import { preparationWith } from './ingest/prepare.ts'
import type { App, Library, Readiness } from './operations/app.ts'
import { mergedRetrieval } from './retrieve/merged-retrieval.ts'
import { retrieval } from './retrieve/retrieve.ts'

export { version }

export interface OpenedApp extends App {
  /** Brings folders in without waiting for their vectors. */
  readonly sync: Sync
  /** Resolves when the first try to have an embedder is over. */
  readonly embedderSettled: Promise<void>
  /** Resolves when chunks can be cut by the model's own tokens, or when it is known that they cannot. */
  readonly tokenizerSettled: Promise<void>
  /** Begins the change to the model of the settings where that is small and free, once documents are there; gives lines for whoever watches. */
  followEmbedderSetting(): Promise<string[]>
  /** Loads a collection's index before the first question needs it. */
  warm(collection: string): Promise<void>
  /** From now on, in quiet moments, until it is closed: for programs that stay. */
  judgeLiveAnswers(): void
  /** Told by whoever started the ingestion of the folders given at start. */
  setReadiness(readiness: Omit<Readiness, 'pendingEmbeddings' | 'embeddingChanges'>): void
  close(): Promise<void>
}

export interface AppOptions {
  readonly config: Config
  /** For people who watch the program start or run: one line. */
  readonly onLine: (line: string) => void
  readonly log: (message: string, error: unknown) => void
}

// A local model on a busy small machine reads its prompt for a minute or two; servers have shorter times of their own.
const answerLimits = { retrieveTimeoutMs: 10_000, firstTokenTimeoutMs: 180_000, idleTimeoutMs: 60_000, totalTimeoutMs: 600_000 }
// On each side of a sentence that was found: enough to know what it is about.
const windowSentences = 3
const staleUploadMs = 24 * 3600_000

export const uploadDirOf = (config: Config): string => join(config.dataDir, 'uploads')

/** Fails with a sentence when the database cannot be opened; a missing model never stops it. The data folder's lock is the caller's. */
export const openApp = async ({ config, onLine, log }: AppOptions): Promise<OpenedApp> => {
  // Settings that cannot be followed are refused before there is a database to close.
  const models = openModels(config)
  const setting = embedderSetting(config)
  const chunking = chunkingSetting(config)
  const prompts = readPrompts(join(installDir, 'prompts'), config.promptsDir)
  const answerer = await openAnswerer(config, models)
  const database = await openDatabase(config)
  const store = openDocumentStore(database)
  const index = config.search === 'pgvector' ? await openPgvectorIndex(database) : openMemoryIndex(database)

  const embeddings = openEmbeddings({ config, setting, modelStore: models.store, database, store, warm: index.warm, onLine, log })
  const { configured, embedderOf, changes } = embeddings
  const installed = setting?.kind === 'catalogue' ? await models.store.locate(setting.model).catch(() => null) : null
  const parser = openParser({
    preparation: preparationWith(chunking),
    tokenizerPath: () => installed?.tokenizer ?? (configured.embedder() as OpenedEmbedder | null)?.tokenizerPath ?? null,
  })

  const retrieveWith = (embedder: Embedder | null): Retrieve =>
    retrieval({
      embedder: () => embedder,
      index,
      store,
      now: () => performance.now(),
      onEmbedderFailure: (error) => log('A question could not be embedded; words alone decided.', error),
    })
  const textOf = async (id: string, version: string): Promise<string | null> => (await store.get(id, version))?.text ?? null
  const journal = openJournal(database)
  const answerParts = (embedder: Embedder | null, { modelFor, prompts }: Exchanged): AnswerParts => ({
    retrieve: mergedRetrieval(retrieveWith(embedder), textOf, chunking.strategy === 'sentence-window' ? windowSentences : 0),
    modelFor,
    embedder: () => embedder,
    prompts,
    limits: answerLimits,
    newTraceId,
    clock: () => performance.now(),
  })
  const asShipped: Exchanged = { modelFor: answerer.modelFor, prompts }
  const askWith = (exchanged: Exchanged, purpose: Purpose): AnswerQuestion =>
    journalled(
      answerWithOneModel(embedderOf, (embedder) => answering(answerParts(embedder, exchanged))),
      journal,
      (error) => log('A question could not be journalled.', error),
      purpose,
    )

  const parts: LibraryParts = {
    openWeb: openWeb(config, version),
    store,
    parser,
    embedderOf,
    wakeEmbedding: embeddings.wake,
    pendingEmbeddings: embeddings.pending,
    canEmbed: () => configured.current().state !== 'unavailable',
    log,
  }
  const sync = openSync(parts)
  const jobs = openJobs(database)
  const uploads = uploadKind(uploadDirOf(config))
  const worker = startJobWorker(jobs, { [uploads]: uploadHandler(parts) })
  // A site takes minutes, most of them waiting; uploads do not wait behind it.
  const siteWorker = startJobWorker(jobs, { [siteKind]: siteHandler(parts) })
  void removeStaleUploads(uploadDirOf(config), staleUploadMs)

  const library: Library = { ...openLibrary(parts, sync), upload: openUpload(jobs, uploads, worker.wake), ingestSite: openSiteJobs(jobs, siteWorker.wake) }
  const retrieve = retrieveWithOneModel(embedderOf, retrieveWith)
  const feedback = openFeedback(database)
  const recall = searchRecall(index)
  const evaluationParts: EvaluationParts = {
    config,
    version,
    database,
    documents: store,
    library,
    index,
    journal,
    feedback,
    embedderOf,
    retrieve,
    answerWith: answerVariants(answerer, prompts, (exchanged) => askWith(exchanged, 'evaluation')),
    modelFor: answerer.modelFor,
    modelNamed: answerer.modelNamed,
    groundedness,
    log,
  }
  const evaluation = openEvaluation(evaluationParts)
  const quiet = quietTime()
  const liveJudging = openLiveJudging(evaluationParts, quiet)

  let readiness: Omit<Readiness, 'pendingEmbeddings' | 'embeddingChanges'> = { ready: true, message: 'ready', progress: null }
  return {
    ask: quiet.watch(askWith(asShipped, 'live')),
    suggest: suggestWithOneModel(embedderOf, (embedder) => suggesting(answerParts(embedder, asShipped))),
    retrieve,
    embedding: changes,
    erasure: openErasure({ database, store, index, findTraces: openTraceFinder(database), wasHere: openWasHere(database), uploadDir: uploadDirOf(config) }),
    documents: store,
    library,
    journal,
    feedback,
    evaluation,
    jobs,
    models: openModelShelf(models),
    cutTokens: cutTokens(config, models),
    status: () =>
      readStatus({ version, config, database, index, embedding: configured, answerer, store, pendingEmbeddings: embeddings.pending, changes, recall }),
    readiness: async () => ({ ...readiness, pendingEmbeddings: await embeddings.pending(), embeddingChanges: await changes.messages() }),
    sync,
    embedderSettled: embeddings.settled,
    tokenizerSettled: installed ? Promise.resolve() : configured.settled,
    followEmbedderSetting: changes.followSettings,
    warm: index.warm,
    judgeLiveAnswers: liveJudging.start,
    setReadiness: (now) => (readiness = now),
    close: async () => {
      await Promise.all([worker.close(), siteWorker.close(), liveJudging.close()])
      await embeddings.close()
      await Promise.allSettled([parser.close(), index.close(), answerer.close()])
      await database.close()
    },
  }
}

const openDatabase = async (config: Config): Promise<Database> => {
  const database = config.databaseUrl
    ? await openServer({ url: config.databaseUrl })
    : await openPglite({ dataDir: config.dataDir, templateDir: join(config.modelsDir, '..', 'templates', pgliteVersion) })
  try {
    await migrate(database)
    return database
  } catch (error) {
    await database.close().catch(() => {})
    throw error
  }
}
