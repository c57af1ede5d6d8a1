/** What bringing folders or sites in would take: all is read and cut as it would be, and nothing is stored or embedded. */
import type { EmbedderSetting } from '../adapters/models/embedding/open-embedder.ts'
import { freeTariff } from '../adapters/models/tariffs.ts'
import type { DocumentStore } from '../domain/document.ts'
import { noTokens } from '../domain/ledger.ts'
import type { Library } from '../operations/app.ts'
import type { LibraryParts } from './library.ts'
import { openSync } from './library.ts'
import type { Metering } from './metering.ts'

export interface IngestEstimateParts {
  readonly library: LibraryParts
  /** Null: nothing is embedded. */
  readonly setting: EmbedderSetting | null
  readonly tariffs: Metering['tariffs']
}

export const estimatesIngest =
  ({ library, setting, tariffs }: IngestEstimateParts): Library['estimate'] =>
  async (paths, options, onProgress, signal) => {
    const seen = { chunks: 0, tokens: 0 }
    const onChunks = (chunks: readonly { readonly tokens: number }[]): void => {
      seen.chunks += chunks.length
      seen.tokens += chunks.reduce((sum, { tokens }) => sum + tokens, 0)
    }
    const sync = openSync({ ...library, store: readOnly(library.store, onChunks), wakeEmbedding: () => {} })
    const progress = await sync(paths, options, (now) => onProgress({ ...now, pendingEmbeddings: 0 }), signal)
    const tariff = setting?.kind === 'openai' ? (await tariffs())({ model: setting.model, vendor: null, baseUrl: setting.baseUrl }) : freeTariff
    const tokens = setting === null ? 0 : seen.tokens
    return { progress: { ...progress, pendingEmbeddings: 0 }, chunks: seen.chunks, tokens, costUsd: tariff?.costOf({ ...noTokens, input: tokens }) ?? null }
  }

/** Answers as the store would, and keeps nothing. */
const readOnly = (store: DocumentStore, onChunks: (chunks: readonly { readonly tokens: number }[]) => void): DocumentStore => {
  const known = new Set<string>()
  return {
    ...store,
    inventory: async (...asked) => {
      const entries = await store.inventory(...asked)
      for (const { source } of entries) known.add(source)
      return entries
    },
    put: async ({ document: { source }, chunks }) => {
      onChunks(chunks)
      return { documentId: '', version: '', chunks: chunks.length, outcome: known.has(source) ? 'changed' : 'added', embedded: false }
    },
    touch: async () => {},
    remove: async () => true,
  }
}
