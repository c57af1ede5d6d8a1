/** What operations may ask of embedding models and of a change from one to another. */
import type { CollectionEmbedding } from '../domain/embedding.ts'

export interface EmbeddingDesk {
  status(): Promise<EmbeddingStatus>
  /**
   * What a change would take, measured where that gives nothing away. `model` as in the settings, or an id as the status tells it; null = the
   * model of the settings. `collection` null = all. Fails with `unavailable` when the model cannot be had, `invalid` when it is none.
   */
  plan(wish: ChangeWish, signal?: AbortSignal): Promise<EmbeddingPlan>
  /** Begins; the rest is done behind, also after a restart. */
  change(wish: ChangeWish, signal?: AbortSignal): Promise<EmbeddingStatus>
  /** Ends a change that is under way, or goes back to what was searched before: at once where its vectors are whole, else behind. Fails with `conflict` when there is neither. */
  rollback(collection: string | null): Promise<EmbeddingStatus>
  /** Deletes vectors that are neither searched nor being made. */
  dropOld(collection: string | null): Promise<{ readonly vectors: number; readonly status: EmbeddingStatus }>
}

export interface ChangeWish {
  readonly model: string | null
  readonly collection: string | null
}

export interface EmbeddingStatus {
  /** The model of the settings while it is live. */
  readonly configuredModel: string | null
  readonly collections: readonly (CollectionEmbedding & { readonly change: ChangeProgress | null })[]
  /** What is worth knowing or doing, in sentences. */
  readonly advice: readonly string[]
}

export interface ChangeProgress {
  readonly modelId: string
  readonly done: number
  readonly total: number
  /** Null until the rate is known. */
  readonly secondsLeft: number | null
  /** E.g. `re-embedding "default": 1,200 of 10,000 chunks, about 2 min left`. */
  readonly message: string
}

export interface EmbeddingPlan {
  readonly modelId: string
  readonly dimensions: number
  /** It runs on this machine. */
  readonly isLocal: boolean
  readonly collections: readonly { readonly collection: string; readonly activeModel: string | null; readonly chunks: number; readonly toEmbed: number }[]
  readonly toEmbed: number
  readonly tokens: number
  /** Null where nothing was measured: a server is sent none of the documents before the change is confirmed. */
  readonly seconds: number | null
  /** Null when nobody says what the model costs. */
  readonly costUsd: number | null
  readonly diskBytes: number
}
