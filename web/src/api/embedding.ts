import { requestJson } from './request.ts'
import type { EmbeddingPlan, EmbeddingStatus } from './types.ts'

export interface ChangeWish {
  /** As ANSWERABLE_EMBEDDER would name it; empty for what the settings say. */
  readonly model: string
  readonly collection: string
}

export const readEmbedding = (): Promise<EmbeddingStatus> => requestJson('embedding')

/** What a change would take; null when the collection has the model already. Nothing is begun. */
export const estimateChange = async (wish: ChangeWish, signal: AbortSignal): Promise<EmbeddingPlan | null> => {
  const { needs_confirmation, plan } = await post<{ needs_confirmation: boolean; plan: EmbeddingPlan | null }>('embedding/change', bodyOf(wish), signal)
  return needs_confirmation ? plan : null
}

/** Resolves when the change has begun; the rest is done behind. */
export const beginChange = async (wish: ChangeWish): Promise<void> => {
  await post('embedding/change', { ...bodyOf(wish), confirm: true })
}

/** Ends a change that is under way, or goes back to the model before. */
export const rollbackChange = async (collection: string): Promise<void> => {
  await post('embedding/rollback', { collection })
}

export const dropOldVectors = async (collection: string): Promise<void> => {
  await post('embedding/drop-old', { collection, confirm: true })
}

const bodyOf = ({ model, collection }: ChangeWish) => ({ collection, ...(model && { model }) })

const post = <T>(path: string, body: unknown, signal?: AbortSignal): Promise<T> =>
  requestJson(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body), ...(signal && { signal }) })
