import type { SearchHits, SearchQuery } from '../../domain/search.ts'
import { serveWorker } from '../workers/rpc.ts'
import { MemoryCollection, type LoadedDocument, type LoadedVectors } from './memory-collection.ts'

/** One step from what is held to what the database holds: read in batches, shown all at once by `commit`. */
interface Step {
  readonly documents: LoadedDocument[]
  readonly vectors: LoadedVectors[]
}

const collections = new Map<string, MemoryCollection>()
const steps = new Map<string, Step>()
// First readings go straight into an index that no search sees yet: their texts need not wait in memory.
const firstReadings = new Map<string, MemoryCollection>()

const apply = (collection: MemoryCollection, { documents, vectors }: Step): void => {
  for (const document of documents) collection.putDocument(document)
  for (const batch of vectors) collection.putVectors(batch)
}

const pending = <Value>(map: Map<string, Value>, collection: string, make: () => Value): Value => {
  let value = map.get(collection)
  if (!value) map.set(collection, (value = make()))
  return value
}

const drop = ({ collection }: { collection: string }): void => {
  steps.delete(collection)
  firstReadings.delete(collection)
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

  holds: ({ collection, documentId }: { collection: string; documentId: string }): boolean =>
    collections.get(collection)?.fingerprintOf(documentId) !== undefined,

  stage: ({ collection, documents, vectors }: { collection: string } & Step): void => {
    if (!collections.has(collection))
      return apply(
        pending(firstReadings, collection, () => new MemoryCollection()),
        { documents, vectors },
      )
    const step = pending(steps, collection, () => ({ documents: [], vectors: [] }))
    step.documents.push(...documents)
    step.vectors.push(...vectors)
  },

  discard: drop,

  /** `changed` names all documents that changed, null means any may have; `documentIds` those of them that exist. */
  commit: (input: {
    collection: string
    revision: number
    models: readonly string[]
    changed: readonly string[] | null
    documentIds: readonly string[]
  }): void => {
    const held = collections.get(input.collection) ?? firstReadings.get(input.collection) ?? new MemoryCollection()
    const present = new Set(input.documentIds)
    for (const id of input.changed ?? held.documentIds) if (!present.has(id)) held.removeDocument(id)
    apply(held, steps.get(input.collection) ?? { documents: [], vectors: [] })
    held.keepModels(input.models)
    held.revision = input.revision
    collections.set(input.collection, held)
    drop(input)
  },

  forget: ({ collection }: { collection: string }): void => {
    collections.delete(collection)
    drop({ collection })
  },
}

export type MemoryHandlers = typeof handlers

serveWorker(handlers)
