/** Changing the embedding model of collections: what it would take, beginning it, telling how far it is, going back. */
import type { EmbedderSetting } from '../adapters/models/embedding/open-embedder.ts'
import { AppError, isAppError } from '../base/error.ts'
import { currentCall, maySee } from '../domain/call.ts'
import type { CollectionEmbedding, EmbeddingModels } from '../domain/embedding.ts'
import type { Embedder } from '../domain/model.ts'
import type { ChangeWish, EmbeddingDesk, EmbeddingPlan, EmbeddingStatus } from '../operations/embedding-desk.ts'
import { changeMeter } from './change-meter.ts'
import type { PriceOf } from '../adapters/models/model-prices.ts'
import { estimateChange, sampleSize } from './change-estimate.ts'
import type { Embedders } from './embedders.ts'
import type { Embedding } from './embedding.ts'
import type { EmbeddingWorkers } from './embedding-workers.ts'
import { changeAdvice } from './change-advice.ts'
import { inWords } from './change-sentences.ts'

export interface EmbeddingChangesParts {
  readonly models: EmbeddingModels
  readonly configured: Embedding
  readonly setting: EmbedderSetting | null
  readonly embedders: Embedders
  readonly priceOf: () => Promise<PriceOf>
  readonly workers: EmbeddingWorkers
  /** From a name as the settings know it. Fails with `invalid`. */
  readonly settingNamed: (model: string) => EmbedderSetting | null
  readonly settingFor: (modelId: string) => Promise<EmbedderSetting | null>
  readonly remember: (embedder: Embedder, setting: EmbedderSetting) => Promise<void>
}

export interface EmbeddingChanges extends EmbeddingDesk {
  /** What the settings ask for is begun where that is small and costs nothing; gives lines for whoever watches the start. */
  followSettings(): Promise<string[]>
  /** One sentence for each change that is under way. */
  messages(): Promise<string[]>
}

/** What is re-embedded without asking: half a minute on two cores. */
export const unaskedChunks = 2_000

export const openEmbeddingChanges = (parts: EmbeddingChangesParts): EmbeddingChanges => {
  const { models, configured, embedders, workers } = parts
  const meter = changeMeter()

  const seenStates = async (): Promise<CollectionEmbedding[]> => {
    const { caller } = currentCall()
    return (await models.states()).filter(({ collection }) => maySee(caller, collection))
  }

  const status = async (): Promise<EmbeddingStatus> => {
    const states = await seenStates()
    const configuredModel = configured.embedder()?.id ?? null
    const collections = states.map((state) => ({ ...state, change: meter(state) }))
    return { configuredModel, collections, advice: changeAdvice(collections, configuredModel, embedders.failure) }
  }

  /** Opens what was named; it stays open for a while, so that a change need not open it again. */
  const openNamed = async (model: string | null, signal?: AbortSignal): Promise<{ embedder: Embedder; setting: EmbedderSetting }> => {
    const setting = model === null ? parts.setting : ((await parts.settingFor(model)) ?? parts.settingNamed(model))
    if (!setting) throw new AppError('invalid', 'No embedding model is set: ANSWERABLE_EMBEDDER is "none". Name one, as "answerable models list" shows them.')
    const own = configured.embedder()
    if (own && (model === null || model === own.id)) return { embedder: own, setting }
    const embedder = await embedders.open(setting, signal)
    return { embedder: own?.id === embedder.id ? own : embedder, setting }
  }

  const chosen = async (collection: string | null): Promise<CollectionEmbedding[]> => {
    const states = await seenStates()
    const found = states.filter((state) => collection === null || state.collection === collection)
    if (found.length === 0 && collection !== null)
      throw new AppError('not_found', `There is no collection "${collection}". Run "answerable doctor" to see which there are.`)
    return found
  }

  const plan = async ({ model, collection }: ChangeWish, signal?: AbortSignal): Promise<EmbeddingPlan> => {
    const { embedder, setting } = await openNamed(model, signal)
    const states = (await chosen(collection)).filter(({ activeModel }) => activeModel !== embedder.id)
    const collections = states.map((state) => ({
      collection: state.collection,
      activeModel: state.activeModel,
      chunks: state.chunks,
      toEmbed: state.chunks - countOf(state, embedder.id),
    }))
    const toEmbed = collections.reduce((sum, it) => sum + it.toEmbed, 0)
    const largest = collections.reduce((best, it) => (it.toEmbed > (best?.toEmbed ?? 0) ? it : best), collections[0])
    const sample = largest && toEmbed > 0 ? await models.sample(largest.collection, sampleSize) : []
    const estimate = await estimateChange({ embedder, setting, chunks: toEmbed, sample, priceOf: await parts.priceOf() }, signal)
    return { modelId: embedder.id, dimensions: embedder.dimensions, isLocal: setting.kind !== 'openai', collections, toEmbed, ...estimate }
  }

  const begin = async (collections: readonly string[], modelId: string): Promise<void> => {
    const own = configured.embedder()?.id ?? null
    for (const collection of collections) await models.change(collection, modelId, own === modelId ? null : own)
    await workers.look()
  }

  return {
    status,
    plan,

    change: async ({ model, collection }, signal) => {
      const { embedder, setting } = await openNamed(model, signal)
      await parts.remember(embedder, setting)
      await begin(
        (await chosen(collection)).map((state) => state.collection),
        embedder.id,
      )
      return status()
    },

    rollback: async (collection) => {
      const back = (await chosen(collection)).filter(({ nextModel, previousModel }) => nextModel !== null || previousModel !== null)
      if (back.length === 0)
        throw new AppError('conflict', 'There is nothing to go back to: no change is under way, and no vectors of an earlier model are kept.')
      for (const { collection: name, activeModel, nextModel, previousModel } of back) await begin([name], (nextModel !== null ? activeModel : previousModel)!)
      return status()
    },

    dropOld: async (collection) => {
      let vectors = 0
      for (const state of await chosen(collection)) vectors += await models.dropOld(state.collection)
      return { vectors, status: await status() }
    },

    followSettings: async () => {
      const own = configured.embedder()
      if (!own) return []
      const lines: string[] = []
      for (const state of await models.states()) {
        const { collection, activeModel, nextModel, declinedModel, chunks } = state
        if (activeModel === null || activeModel === own.id || declinedModel === own.id || nextModel !== null || chunks === 0) continue
        const wish = { model: null, collection }
        // A server costs money, or at least sends documents somewhere new: never unasked.
        if (parts.setting?.kind !== 'openai' && chunks - countOf(state, own.id) <= unaskedChunks) {
          await begin([collection], own.id)
          lines.push(`"${collection}" is re-embedded with ${nameOf(own.id)}, as set; ${nameOf(activeModel)} goes on serving until that is done.`)
        } else {
          const sentence = await plan(wish).then(
            (it) => `${inWords(it)}.`,
            (error: unknown) => (isAppError(error) ? error.message : String(error)),
          )
          lines.push(
            `"${collection}" is searched with ${nameOf(activeModel)}; the settings ask for ${nameOf(own.id)}. ${sentence} Begin it with "answerable embedding change --collection ${collection} --yes".`,
          )
        }
      }
      return lines
    },

    messages: async () =>
      (await models.uses()).some(({ nextModel }) => nextModel !== null) ? (await status()).collections.flatMap(({ change }) => change?.message ?? []) : [],
  }
}

const countOf = ({ vectors }: CollectionEmbedding, modelId: string): number => vectors.find((it) => it.modelId === modelId)?.count ?? 0

/** Without the fingerprint. */
const nameOf = (modelId: string): string => modelId.split('@')[0]!
