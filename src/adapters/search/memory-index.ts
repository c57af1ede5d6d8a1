import { throwIfAborted } from '../../base/async.ts'
import type { SearchIndex } from '../../domain/search.ts'
import { startWorker, type WorkerClient } from '../workers/rpc.ts'
import type { Database } from '../postgres/database.ts'
import { collectionReader, type CollectionReader } from './collection-reader.ts'
import { following } from './follow-collection.ts'
import type { MemoryHandlers } from './memory-worker.ts'

export interface MemoryIndex extends SearchIndex {
  /** Reads a collection before the first question does. */
  warm(collection: string): Promise<void>
}

/**
 * Exact vectors and BM25, held in a worker thread and read from the database when first asked for. Each question compares the
 * collection's revision with what is held and first reads what changed, so that it sees every write that was acknowledged before it.
 */
export const openMemoryIndex = (database: Pick<Database, 'query'>, replica: Pick<Database, 'query'> = database): MemoryIndex => {
  const reader = collectionReader(database, replica)
  let held = startHolding(reader)

  /** A thread that died, out of memory perhaps, took its collections along: the next one reads them again. */
  const live = (): Holding => (held.hasEnded() ? (held = startHolding(reader)) : held)

  return {
    kind: 'memory',
    warm: (collection) => live().follower.catchUp(collection),
    search: async (query, signal) => {
      throwIfAborted(signal)
      const { worker, follower } = live()
      // Searched while the revision is on its way: mostly nothing has changed.
      const [current, early] = await Promise.all([reader.revision(query.collection), worker.call('search', query, { signal })])
      if (current && early.revision === current.revision) return early.hits
      await follower.catchUp(query.collection)
      throwIfAborted(signal)
      return (await worker.call('search', query, { signal })).hits
    },
    holds: async (collection, documentId) => {
      const { worker, follower } = live()
      await follower.catchUp(collection)
      return worker.call('holds', { collection, documentId })
    },
    recall: async () => null,
    close: () => held.worker.close(),
  }
}

interface Holding {
  readonly worker: WorkerClient<MemoryHandlers>
  readonly follower: ReturnType<typeof following>
  readonly hasEnded: () => boolean
}

const startHolding = (reader: CollectionReader): Holding => {
  const worker = startWorker<MemoryHandlers>(new URL('./memory-worker.ts', import.meta.url), { name: 'search' })
  let ended = false
  void worker.ended.then(() => (ended = true))
  return { worker, follower: following(reader, worker), hasEnded: () => ended }
}
