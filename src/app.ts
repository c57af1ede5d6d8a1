/** The only wiring: reads as the pipeline, top to bottom. What it opens, it closes. */
import { join } from 'node:path'
import type { OpenedEmbedder } from './adapters/models/embedding/open-embedder.ts'
import { openParser } from './adapters/parsing/parser.ts'
import { installDir } from './adapters/postgres/check-outside.ts'
import { openDocumentStore } from './adapters/postgres/document-store.ts'
import { openFeedback } from './adapters/postgres/feedback.ts'
import { openJobs } from './adapters/postgres/jobs.ts'
import { openIdempotentWrites } from './adapters/postgres/idempotent-writes.ts'
import { openJournal } from './adapters/postgres/journal.ts'
import { openTraceFinder, openWasHere } from './adapters/postgres/find-traces.ts'
import { asCaller } from './adapters/postgres/as-caller.ts'
import { openUsage } from './adapters/postgres/usage.ts'
import { openMemoryIndex } from './adapters/search/memory-index.ts'
import { openPgvectorIndex } from './adapters/search/pgvector-index.ts'
import { searchAsCaller } from './adapters/search/search-as-caller.ts'
import { groundedness } from './answer/verify/groundedness.ts'
import type { AnswerParts } from './answer/parts.ts'
import { answerVariants, type Exchanged } from './app/evaluation/answer-variants.ts'
import type { EvaluationParts } from './app/evaluation/evaluation-parts.ts'
import { openLiveJudging } from './app/evaluation/live-judging.ts'
import { openEvaluation } from './app/evaluation/open-evaluation.ts'
import { quietTime } from './app/evaluation/quiet-time.ts'
import { openAdmission, type OpenedAdmission } from './app/admission.ts'
import { openAnswerer } from './app/answerer.ts'
import { openCaching } from './app/caching.ts'
import { chunkingSetting } from './app/chunking-setting.ts'
import { contentSweep, keptWords } from './app/content-keeping.ts'
import { cutTokens } from './app/cut-tokens.ts'
import { openCommandJudge } from './guard/command/open-command-judge.ts'
import { openDatabaseDesk } from './app/database-desk.ts'
import { whyWordsOnly } from './app/embedding.ts'
import { embedderSetting } from './app/embedder-setting.ts'
import { embedTextsWith } from './app/embed-texts.ts'
import { openJobWorkers } from './app/job-workers.ts'
import { gaugesOf } from './app/gauges.ts'
import { openGuarding } from './app/guarding.ts'
import { journalled } from './app/journalled.ts'
import { openMetering } from './app/metering.ts'
import { openLogs } from './app/logs/open-logs.ts'
import type { Note } from './app/logging.ts'
import { openLibrary, openSync, type LibraryParts, type Sync } from './app/library.ts'
import { openModelShelf } from './app/model-shelf.ts'
import { estimatesIngest } from './app/ingest-estimate.ts'
import { openErasure } from './app/erasure.ts'
import { answerWithOneModel, retrieveWithOneModel, suggestWithOneModel } from './app/one-model-a-question.ts'
import { openDatabase } from './app/open-database.ts'
import { openEmbeddings } from './app/open-embeddings.ts'
import { openModels } from './app/open-models.ts'
import { openAccess } from './app/keys/open-access.ts'
import { readinessAsSeen, statusAsSeen } from './app/keys/as-seen.ts'
import { readPrompts } from './app/read-prompt.ts'
import { readStatus } from './app/read-status.ts'
import { searchRecall } from './app/search-recall.ts'
import { openRecords } from './app/records/open-records.ts'
import { openWeb } from './app/sites.ts'
import { openAgent } from './app/systems/open-agent.ts'
import { openWatchedSystems } from './app/systems/open-watched-systems.ts'
import { ownState } from './app/systems/own-state.ts'
import { openTelemetry, type Telemetry } from './app/telemetry.ts'
import { version } from './app/version.ts'
import { newTraceId } from './base/id.ts'
import type { Config } from './config.ts'
import type { AnswerQuestion, Retrieve } from './domain/answer.ts'
import { currentCall } from './domain/call.ts'
import type { Purpose } from './domain/journal.ts'
import type { Embedder } from './domain/model.ts'
import { billedAnswers } from './middleware/billed-answers.ts'
import { preparationWith } from './ingest/prepare.ts'
import type { App, Library, Readiness } from './operations/app.ts'
import { tracedRetrieve } from './middleware/traced-retrieve.ts'
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
  readonly admission: OpenedAdmission
  /** Takes no more jobs, and leaves those under way to be claimed by others. */
  handOver(): Promise<void>
  close(): Promise<void>
}

export interface AppOptions {
  readonly config: Config
  /** For people who watch the program start or run: one line. */
  readonly onLine: (line: string) => void
  readonly log: (message: string, error: unknown) => void
  /** What was done, level info. Left out: told nobody. */
  readonly note?: Note
  /** Left out: as the settings say. */
  readonly telemetry?: Telemetry
}

// A local model on a busy small machine reads its prompt for a minute or two; servers have shorter times of their own.
const localModelLimits = { firstTokenTimeoutMs: 180_000, idleTimeoutMs: 60_000 }
// On each side of a sentence that was found: enough to know what it is about.
const windowSentences = 3

export const uploadDirOf = (config: Config): string => join(config.dataDir, 'uploads')

/** Fails with a sentence when the database cannot be opened; a missing model never stops it. The data folder's lock is the caller's. */
export const openApp = async ({ config, onLine, log, note = () => {}, telemetry: given }: AppOptions): Promise<OpenedApp> => {
  // Settings that cannot be followed are refused before there is a database to close.
  const models = openModels(config)
  const setting = embedderSetting(config)
  const chunking = chunkingSetting(config)
  const systems = await openWatchedSystems(config, () =>
    ownState({ answerer, embeddings, watching: agent.watching, isReady: () => readiness.ready && !admission.isStopping }),
  )
  const prompts = readPrompts(join(installDir, 'prompts'), config.promptsDir)
  const telemetry = given ?? openTelemetry(config, log)
  const metering = openMetering(config, log)
  const answerer = await openAnswerer(config, models, telemetry.tracer, metering)
  const answerLimits = { ...localModelLimits, retrieveTimeoutMs: config.searchTimeoutSeconds * 1000, totalTimeoutMs: config.answerTimeoutSeconds * 1000 }
  const { database: everything, replicas } = await openDatabase(config)
  // What a caller can reach sees with the caller's eyes; what callers share sees everything.
  const database = asCaller(everything)
  const budgets = metering.begin(everything)
  const traces = telemetry.keepIn(everything, database)
  const store = openDocumentStore(database, '*', asCaller(replicas.reader))
  const index = searchAsCaller(config.search === 'pgvector' ? openPgvectorIndex(everything, {}, replicas.reader) : openMemoryIndex(everything, replicas.reader))

  const embeddings = openEmbeddings({
    config,
    setting,
    modelStore: models.store,
    metering,
    database: everything,
    counted: store,
    warm: index.warm,
    onLine,
    log,
  })
  const { configured, changes } = embeddings
  const caching = openCaching({
    version,
    config,
    prompts,
    modelFor: answerer.modelFor,
    embedderOf: embeddings.embedderOf,
    database,
    tracer: telemetry.tracer,
    log,
  })
  const embedderOf = caching.embedderOf(telemetry.embedderOf(embeddings.embedderOf))
  const installed = setting?.kind === 'catalogue' ? await models.store.locate(setting.model).catch(() => null) : null
  const parser = openParser({
    preparation: preparationWith(chunking),
    tokenizerPath: () => installed?.tokenizer ?? (configured.embedder() as OpenedEmbedder | null)?.tokenizerPath ?? null,
  })

  const retrieveWith = (embedder: Embedder | null): Retrieve =>
    tracedRetrieve(
      retrieval({
        embedder: () => embedder,
        index,
        store,
        now: () => performance.now(),
        embedderMissing: () => setting && whyWordsOnly(configured.current()),
        onEmbedderFailure: (error) => log('A question could not be embedded; words alone decided.', error),
      }),
      telemetry.tracer,
    )
  const textOf = async (id: string, version: string): Promise<string | null> => (await store.get(id, version))?.text ?? null
  const journal = openJournal(database, keptWords(config))
  const records = openRecords({ config, everything, audit: () => agent.acting.audit, tracer: telemetry.tracer, embedder: () => configured.embedder(), log })
  const oldContent = contentSweep(everything, config.contentDays, log)
  const answerParts = (embedder: Embedder | null, { modelFor, prompts }: Exchanged): AnswerParts => ({
    retrieve: mergedRetrieval(retrieveWith(embedder), textOf, chunking.strategy === 'sentence-window' ? windowSentences : 0),
    modelFor,
    embedder: () => embedder,
    prompts,
    limits: answerLimits,
    newTraceId: () => currentCall().traceId ?? newTraceId(),
    clock: () => performance.now(),
  })
  const guarding = openGuarding(config)
  const asShipped: Exchanged = { modelFor: answerer.modelFor, prompts }
  const askWith = (exchanged: Exchanged, purpose: Purpose): AnswerQuestion =>
    telemetry.traced(
      journalled(
        billedAnswers(
          records.answering(
            (parts) => answerWithOneModel(embedderOf, (embedder) => guarding.answering(answerParts(embedder, parts))),
            (ask) => caching.answersFor(purpose, ask),
            exchanged,
          ),
        ),
        journal,
        (error) => log('A question could not be journalled.', error),
        purpose,
      ),
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
  const workers = openJobWorkers({ database, jobs, library: parts, uploadDir: uploadDirOf(config), isWorking: config.jobs })
  const library: Library = {
    ...openLibrary(parts, sync),
    ...workers,
    estimate: estimatesIngest({ library: parts, setting, tariffs: metering.tariffs }),
  }
  const retrieve = retrieveWithOneModel(embedderOf, retrieveWith)
  const feedback = telemetry.countedFeedback(openFeedback(database))
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
  const evaluation = openEvaluation({ ...evaluationParts, everything, telemetry })
  const quiet = quietTime()
  const admission = openAdmission(config, answerer)
  const agent = openAgent({ config, everything, systems, modelFor: answerer.modelFor, retrieve: guarding.searching(retrieve), telemetry, log, note })
  telemetry.readState({
    ...gaugesOf({ everything, store, pendingEmbeddings: embeddings.pending, tasks: answerer.status, breakers: embeddings.breakers, admission, budgets }),
    watching: agent.watching.gauges,
  })
  const liveJudging = openLiveJudging(evaluationParts, quiet)

  const handOver = async (): Promise<void> => void (await Promise.all([workers.close(), liveJudging.close(), oldContent.close(), agent.handOver()]))
  let readiness: Omit<Readiness, 'pendingEmbeddings' | 'embeddingChanges'> = { ready: true, message: 'ready', progress: null }
  return {
    ask: quiet.watch(askWith(asShipped, 'live')),
    suggest: suggestWithOneModel(embedderOf, (embedder) => guarding.suggesting(answerParts(embedder, asShipped))),
    retrieve: guarding.searching(retrieve),
    embedTexts: embedTextsWith(embedderOf),
    embedding: changes,
    databases: openDatabaseDesk(config, { database: everything, replicas: replicas.states }),
    erasure: openErasure({ database, store, index, findTraces: openTraceFinder(database), wasHere: openWasHere(database), uploadDir: uploadDirOf(config) }),
    documents: guarding.reading(store),
    library,
    journal,
    feedback,
    records: records.desk,
    tracer: telemetry.tracer,
    traces,
    metrics: telemetry.metrics,
    budgets,
    usage: openUsage(database),
    systems,
    evaluation,
    acting: agent.acting,
    investigations: agent.investigations,
    watching: agent.watching,
    ...openAccess({ database, everything, requestsPerMinute: config.requestsPerMinute, log }),
    admission,
    idempotentWrites: openIdempotentWrites(everything, { isOnlyProcess: everything.kind === 'pglite' }),
    jobs,
    models: openModelShelf(models),
    cutTokens: cutTokens(config, models),
    commandJudge: openCommandJudge,
    logs: openLogs(config, { modelFor: answerer.modelFor, work: telemetry.work, template: prompts.logs }),
    status: async () =>
      statusAsSeen(
        await readStatus({
          version,
          config,
          database,
          index,
          embedding: configured,
          answerer,
          store,
          pendingEmbeddings: embeddings.pending,
          changes,
          recall,
          replicas,
          systems,
          records,
          breakers: embeddings.breakers,
        }),
      ),
    readiness: async () =>
      readinessAsSeen({
        ...readiness,
        ...(admission.isStopping && { ready: false, message: 'stopping' }),
        pendingEmbeddings: await embeddings.pending(),
        embeddingChanges: await changes.messages(),
      }),
    sync,
    embedderSettled: embeddings.settled,
    tokenizerSettled: installed ? Promise.resolve() : configured.settled,
    followEmbedderSetting: changes.followSettings,
    warm: index.warm,
    judgeLiveAnswers: () => {
      void agent.noteHead()
      void records.warm()
      if (!config.jobs) return
      liveJudging.start()
      oldContent.start()
      agent.start()
    },
    setReadiness: (now) => (readiness = now),
    handOver,
    close: async () => {
      await handOver()
      admission.end()
      await caching.close()
      await embeddings.close()
      await Promise.allSettled([parser.close(), index.close(), records.close(), answerer.close(), telemetry.close()])
      agent.close()
      await metering.close()
      await replicas.close()
      await database.close()
    },
  }
}
