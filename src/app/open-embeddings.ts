/** All that has to do with vectors, joined: the model of the settings, those still searched, the work behind, the change from one to another. */
import type { ModelStore } from '../adapters/models/store/model-store.ts'
import { openEmbedder, type EmbedderSetting } from '../adapters/models/embedding/open-embedder.ts'
import type { Database } from '../adapters/postgres/database.ts'
import { openEmbeddingModels } from '../adapters/postgres/embedding-models.ts'
import { pendingVectors } from '../adapters/postgres/pending-vectors.ts'
import type { Config } from '../config.ts'
import type { DocumentStore } from '../domain/document.ts'
import type { Embedder } from '../domain/model.ts'
import { loadPrices, readPrices } from '../adapters/models/model-prices.ts'
import { circuitBreaker, type CircuitBreaker } from '../middleware/circuit-breaker.ts'
import { sparedEmbedder } from '../middleware/spared-embedder.ts'
import { embedderKnown, embedderNamed, withoutSecrets } from './embedder-setting.ts'
import { openEmbedders } from './embedders.ts'
import { meteredBy } from './metered-embeddings.ts'
import type { Metering } from './metering.ts'
import { openEmbedding, type Embedding } from './embedding.ts'
import { openEmbeddingChanges, type EmbeddingChanges } from './embedding-changes.ts'
import { startEmbeddingWorkers, type EmbeddingWorkers } from './embedding-workers.ts'
import { fetchLines } from './model-shelf.ts'

export interface EmbeddingsParts {
  readonly config: Config
  /** Null: search by words only. */
  readonly setting: EmbedderSetting | null
  readonly modelStore: ModelStore
  readonly metering: Pick<Metering, 'ledger' | 'tariffs'>
  /** All of it: vectors are made for everybody. */
  readonly database: Database
  /** Counts with the caller's eyes. */
  readonly counted: Pick<DocumentStore, 'countPending'>
  readonly warm: (collection: string) => Promise<void>
  readonly onLine: (line: string) => void
  readonly log: (message: string, error: unknown) => void
}

export interface Embeddings extends Omit<EmbeddingWorkers, 'close'> {
  /** The model of the settings. */
  readonly configured: Embedding
  readonly changes: EmbeddingChanges
  /** By the id of the model. */
  readonly breakers: ReadonlyMap<string, CircuitBreaker>
  close(): Promise<void>
}

export const openEmbeddings = ({ config, setting, modelStore, metering, database, counted, warm, onLine, log }: EmbeddingsParts): Embeddings => {
  const models = openEmbeddingModels(database)
  // One breaker for each model: it may be open in two places while a change is under way.
  const breakers = new Map<string, CircuitBreaker>()
  const open: typeof openEmbedder = async (wanted, store, options) => {
    const embedder = await meteredBy(metering, wanted, (meter) => openEmbedder(wanted, store, { ...options, ...meter }))
    const breaker = breakers.get(embedder.id) ?? circuitBreaker()
    breakers.set(embedder.id, breaker)
    return sparedEmbedder(embedder, breaker)
  }
  const embedders = openEmbedders({
    open: (wanted, signal) => open(wanted, modelStore, { onProgress: fetchLines(onLine), ...(signal && { signal }) }),
    settingFor: async (modelId) => embedderKnown(config, modelId, await models.find(modelId)),
    log,
  })
  const remember = ({ id, dimensions }: Embedder, how: EmbedderSetting): Promise<void> => models.remember({ id, dimensions, setting: withoutSecrets(how) })

  const openConfigured = async (onProgress: (line: string) => void, signal: AbortSignal): Promise<Embedder> => {
    const embedder = await open(setting!, modelStore, { onProgress: fetchLines(onProgress), signal })
    return { ...embedder, embed: embedders.manners.embedder(embedder).embed }
  }
  const onReady = (embedder: Embedder): void => {
    void remember(embedder, setting!).catch((error: unknown) => log('The embedding model could not be recorded.', error))
  }
  const configured = openEmbedding(setting && openConfigured, onReady, onLine)

  const store = { ...pendingVectors(database), countPending: counted.countPending }
  const workers = startEmbeddingWorkers({
    store,
    models,
    isOnlyProcess: database.kind === 'pglite',
    isWorking: config.jobs,
    setting,
    configured,
    embedders,
    warm,
    log,
  })
  const changes = openEmbeddingChanges({
    models,
    configured,
    setting,
    embedders,
    priceOf: () => loadPrices(readPrices(config.prices)),
    workers,
    settingFor: async (modelId) => {
      const known = await models.find(modelId)
      return known && embedderKnown(config, modelId, known)
    },
    settingNamed: (name) => embedderNamed(config, name),
    remember,
  })
  return {
    ...workers,
    configured,
    breakers,
    changes,
    close: async () => {
      await Promise.all([workers.close(), configured.close(), embedders.close()])
    },
  }
}
