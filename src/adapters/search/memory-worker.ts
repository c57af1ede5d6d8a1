import type { SearchHits, SearchQuery } from '../../domain/search.ts'
import { serveWorker } from '../workers/rpc.ts'
import { MemoryCollection, type LoadedDocument, type LoadedVectors } from './memory-collection.ts'

/** One step from what is held to what the database holds: read in batches, shown all at once by `commit`. */
interface Staged {
  readonly documents: LoadedDocument[]
  readonly vectors: LoadedVectors[]
}

const collections = new Map<string, MemoryCollection>()
const staged = new Map<string, Staged>()

const stagedFor = (collection: string): Staged => {
  let step = staged.get(collection)
  if (!step) staged.set(collection, (step = { documents: [], vectors: [] }))
  return step
}

const handlers = {
  search: ({ collection, text, vector, limit }: SearchQuery): { revision: number; hits: SearchHits } => {
    const held = collections.get(collection)
    return held ? { revision: held.revision, hits: held.search(text, vector, limit) } : { revision: -1, hits: { vector: [], words: [] } }
  },

  /** Which of these documents are not held in this form. */
  stale: ({ collection, documents }: { collection: string; documents: readonly { id: string; fingerprint: string }[] }): string[] => {
    const held = collections.get(collection)
    return documents.filter(({ id, fingerprint }) => held?.fingerprintOf(id) !== fingerprint).map(({ id }) => id)
  },

  /** Which of these chunks are held without their vector. */
  lacking: ({ collection, chunks }: { collection: string; chunks: readonly { id: string; modelId: string }[] }): string[] => {
    const held = collections.get(collection)
    return chunks.filter(({ id, modelId }) => !held?.hasVector(modelId, id)).map(({ id }) => id)
  },

  stage: ({ collection, documents, vectors }: { collection: string } & Staged): void => {
    const step = stagedFor(collection)
    step.documents.push(...documents)
    step.vectors.push(...vectors)
  },

  discard: ({ collection }: { collection: string }): void => {
    staged.delete(collection)
  },

  /** `keep` names all documents that exist, `removed` those that are gone since; one of them is null. */
  commit: (input: { collection: string; revision: number; removed: readonly string[] | null; keep: readonly string[] | null }): void => {
    const { documents, vectors } = stagedFor(input.collection)
    staged.delete(input.collection)
    const held = collections.get(input.collection) ?? new MemoryCollection()
    const keep = input.keep && new Set(input.keep)
    for (const id of input.removed ?? held.documentIds.filter((id) => !keep!.has(id))) held.removeDocument(id)
    for (const document of documents) held.putDocument(document)
    for (const batch of vectors) held.putVectors(batch)
    held.revision = input.revision
    collections.set(input.collection, held)
  },

  forget: ({ collection }: { collection: string }): void => {
    collections.delete(collection)
    staged.delete(collection)
  },
}

export type MemoryHandlers = typeof handlers

serveWorker(handlers)
