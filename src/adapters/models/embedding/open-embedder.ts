/** From what the settings say to a live embedder. */
import { AppError } from '../../../base/error.ts'
import type { Embedder } from '../../../domain/model.ts'
import { findModel, type Pooling } from '../store/catalogue.ts'
import { embedderId } from './embedder-id.ts'
import { openFolderEmbedder } from './folder-embedder.ts'
import type { FetchOptions, ModelStore } from '../store/model-store.ts'
import { openOnnxEmbedder } from './onnx-embedder.ts'
import { openOpenAiEmbedder, type RequestMeter } from './openai-embedder.ts'

export type EmbedderSetting =
  | { readonly kind: 'catalogue'; readonly model: string; readonly threads?: number }
  | {
      readonly kind: 'folder'
      readonly path: string
      readonly pooling: Pooling
      readonly queryPrefix?: string
      readonly documentPrefix?: string
      readonly maxTokens?: number
      readonly threads?: number
    }
  | {
      readonly kind: 'openai'
      readonly baseUrl: string
      readonly apiKey?: string | undefined
      readonly model: string
      readonly queryPrefix?: string
      readonly documentPrefix?: string
      readonly dimensions?: number
      readonly maxTokens?: number
    }

export interface OpenedEmbedder extends Embedder {
  /** For `loadTokenCounter` in other threads; null where the server alone knows its tokens. */
  readonly tokenizerPath: string | null
}

export interface OpenEmbedderOptions extends FetchOptions {
  /** Of the requests to a server. */
  readonly meter?: RequestMeter
}

/** Fetches the model when it is one of the catalogue and not here yet. Fails with `unavailable`, `no_space`, `not_found`, `upstream` or `upstream_timeout`. */
export const openEmbedder = async (setting: EmbedderSetting, store: ModelStore, options: OpenEmbedderOptions = {}): Promise<OpenedEmbedder> => {
  switch (setting.kind) {
    case 'catalogue':
      return openCatalogueEmbedder(setting.model, setting.threads, store, options)
    case 'folder':
      return openFolderEmbedder({ ...setting, prefixes: prefixesOf(setting) })
    case 'openai': {
      const { baseUrl, apiKey, model, dimensions, maxTokens } = setting
      const { meter } = options
      const embedder = await openOpenAiEmbedder({
        baseUrl,
        apiKey,
        model,
        dimensions,
        prefixes: prefixesOf(setting),
        ...(maxTokens && { maxTokens }),
        ...(meter && { meter }),
      })
      return { ...embedder, tokenizerPath: null }
    }
  }
}

const openCatalogueEmbedder = async (id: string, threads: number | undefined, store: ModelStore, options: FetchOptions): Promise<OpenedEmbedder> => {
  const found = findModel(id, store.catalogue)
  if (found.kind !== 'embedding') throw new AppError('invalid', `${id} writes text; it does not embed. Choose one of "answerable models list" that embeds.`)
  const { model: modelPath, tokenizer } = await store.fetchModel(id, options)
  const { pooling, maxTokens, languages } = found.embedding
  const prefixes = prefixesOf(found.embedding)
  const hashes = [found.files.model.sha256, found.files.tokenizer.sha256]
  const embedder = await openOnnxEmbedder({
    id: embedderId(id, { hashes, pooling, prefixes, maxTokens, unit: true }),
    modelPath,
    tokenizerPath: tokenizer!,
    pooling,
    prefixes,
    maxTokens,
    ...(threads && { threads }),
  })
  return { ...embedder, ...(languages && { languages }), tokenizerPath: tokenizer }
}

const prefixesOf = ({ queryPrefix = '', documentPrefix = '' }: { readonly queryPrefix?: string; readonly documentPrefix?: string }) => ({
  query: queryPrefix,
  document: documentPrefix,
})
