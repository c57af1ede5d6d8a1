/** Who makes which vectors, and with which model a collection is asked: looks at the record now and then, and when told. */
import { sleep } from '../base/async.ts'
import { asSystem } from '../domain/call.ts'
import type { DocumentStore } from '../domain/document.ts'
import type { EmbeddingModels } from '../domain/embedding.ts'
import type { Embedder } from '../domain/model.ts'
import { embedPending, type EmbedPending } from '../ingest/embed-pending.ts'
import type { EmbedderSetting, OpenedEmbedder } from '../adapters/models/embedding/open-embedder.ts'
import type { Embedders } from './embedders.ts'
import type { Embedding } from './embedding.ts'

export interface EmbeddingWorkers {
  /** Whose vectors the collection is searched with; null while it is not live: then words alone decide. */
  embedderOf(collection: string): Promise<Embedder | null>
  /** Chunks may wait for vectors, or another model be wanted. */
  wake(): void
  /** Looks at once; resolves when every model that is needed was tried. */
  look(): Promise<void>
  /** Chunks that wait for the vector they are searched by, of models that are live. */
  pending(): Promise<number>
  /** Resolves when the models that are needed at the start are live, or known not to be had. */
  readonly settled: Promise<void>
  close(): Promise<void>
}

export interface EmbeddingWorkersParts {
  readonly store: Pick<DocumentStore, 'claimPending' | 'putVectors' | 'countPending'>
  readonly models: EmbeddingModels
  /** Nobody else can have the database open: who held chunks before is gone. */
  readonly isOnlyProcess: boolean
  /** False where others make the vectors: then models are held for questions alone. */
  readonly isWorking: boolean
  /** The embedder of the settings; null where they want none: then nothing is embedded, and words alone decide. */
  readonly setting: EmbedderSetting | null
  readonly configured: Embedding
  readonly embedders: Embedders
  /** Makes ready for a change, and reads the collection again after it before the next question does. */
  readonly warm: (collection: string) => Promise<void>
  readonly log: (message: string, error: unknown) => void
}

// Another process may have asked for a change.
const lookEveryMs = 5_000

/** A server embeds with processors of its own. */
const isOfThisMachine = (embedder: Embedder): boolean => (embedder as OpenedEmbedder).tokenizerPath !== null

export const startEmbeddingWorkers = ({
  store,
  models,
  isOnlyProcess,
  isWorking,
  setting,
  configured,
  embedders,
  warm,
  log,
}: EmbeddingWorkersParts): EmbeddingWorkers => {
  const stop = new AbortController()
  const workers = new Map<string, { readonly work: EmbedPending; readonly stop: AbortController }>()
  const usedBefore = new Map<string, string>()
  /** Models that a change is under way to. */
  let behind: ReadonlySet<string | null> = new Set()
  let looking: Promise<unknown> | null = null

  const live = (modelId: string): Embedder | null => {
    const own = configured.embedder()
    return own?.id === modelId ? own : embedders.live(modelId)
  }

  const end = (modelId: string): void => {
    workers.get(modelId)?.stop.abort()
    workers.delete(modelId)
  }

  const begin = (embedder: Embedder): void => {
    if (!isWorking || workers.has(embedder.id)) return
    const own = new AbortController()
    const signal = AbortSignal.any([stop.signal, own.signal])
    const work = asSystem(() => embedPending({ store, embedder: yielding(embedder), onFailure: onFailure(embedder) }, signal))
    workers.set(embedder.id, { work, stop: own })
  }

  /** Lets questions go first while it works for a change: with other models on the same cores, which it does not see. */
  const yielding = (embedder: Embedder): Embedder => {
    const patient = embedders.manners.behind(embedder)
    return { ...embedder, embed: (...given) => (behind.has(embedder.id) && isOfThisMachine(embedder) ? patient : embedder).embed(...given) }
  }

  const onFailure =
    ({ id }: Embedder) =>
    (error: unknown): void =>
      log(`Embedding with "${id}" failed; it goes on in a while.`, error)

  const lookNow = async (): Promise<{ opening: Promise<void> }> => {
    const own = configured.embedder()
    if (own) await models.adopt(own.id)
    const uses = await models.uses()
    const wanted = new Set(uses.flatMap(({ activeModel, nextModel }) => [activeModel, nextModel]).filter((id) => id !== null))
    const needed = new Set([...wanted, ...(own ? [own.id] : [])])
    for (const modelId of workers.keys()) if (!needed.has(modelId)) end(modelId)
    behind = new Set(uses.map(({ nextModel }) => nextModel))
    for (const embedder of [...needed].map(live)) if (embedder) begin(embedder)
    for (const { collection, activeModel, nextModel, previousModel } of uses) {
      const now = [activeModel, nextModel, previousModel].join()
      if ((usedBefore.get(collection) ?? [activeModel, null, previousModel].join()) !== now)
        void warm(collection).catch((error: unknown) => stop.signal.aborted || log('A collection could not be read again.', error))
      usedBefore.set(collection, now)
    }
    wakeAll()
    // The settings' own model is opened by them.
    return { opening: embedders.keep(new Set([...wanted].filter((id) => id !== own?.id))) }
  }

  const wakeAll = (): void => {
    for (const { work } of workers.values()) work.wake()
  }

  /** Looks of one process follow each other: two of them would begin the same work twice. */
  const inTurn = (): ReturnType<typeof lookNow> => {
    const mine = (looking ?? Promise.resolve()).catch(() => {}).then(lookNow)
    looking = mine
    return mine
  }

  const look = async (): Promise<void> => {
    if (!setting || stop.signal.aborted) return
    await (
      await inTurn()
    ).opening
    await inTurn()
  }

  const settled = Promise.all([isOnlyProcess ? models.freeChunks() : null, configured.settled])
    .then(look)
    .catch((error: unknown) => {
      if (!stop.signal.aborted) log('The record of embedding models could not be read; it is tried again in a moment.', error)
    })

  const running = (async () => {
    await settled
    while (!stop.signal.aborted) {
      await sleep(lookEveryMs, stop.signal)
      // A database that is away for a moment is told by whoever asks it a question.
      if (setting) await inTurn().catch(() => {})
    }
  })().catch(() => {})

  const pending = async (): Promise<number> => {
    const ids = new Set((await models.uses()).map(({ activeModel }) => activeModel ?? configured.embedder()?.id ?? ''))
    const counts = await Promise.all([...ids].filter((id) => live(id)).map((id) => store.countPending(id)))
    return counts.reduce((sum, count) => sum + count, 0)
  }

  return {
    embedderOf: async (collection) => {
      if (!setting) return null
      const modelId = await models.activeModel(collection)
      return modelId === null ? configured.embedder() : live(modelId)
    },
    wake: wakeAll,
    look,
    pending,
    settled,
    close: async () => {
      stop.abort()
      await running
      await looking?.catch(() => {})
      await Promise.all([...workers.values()].map(({ work }) => work.done))
    },
  }
}
