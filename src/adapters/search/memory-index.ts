import { throwIfAborted } from '../../base/async.ts'
import type { SearchIndex } from '../../domain/search.ts'
import { startWorker, type WorkerClient } from '../workers/rpc.ts'
import { collectionReader, type CollectionReader, type DocumentHead, type Read } from './collection-reader.ts'
import type { MemoryHandlers } from './memory-worker.ts'

export interface MemoryIndex extends SearchIndex {
  /** Reads a collection before the first question does. */
  warm(collection: string): Promise<void>
}

/**
 * Exact vectors and BM25, held in a worker thread and read from the database when first asked for. Each question compares the
 * collection's revision with what is held and first reads what changed, so that it sees every write that was acknowledged before it.
 */
export const memoryIndex = (read: Read): MemoryIndex => {
  const reader = collectionReader(read)
  const worker = startWorker<MemoryHandlers>(new URL('./memory-worker.ts', import.meta.url), { name: 'search' })
  const follower = following(reader, worker)

  return {
    kind: 'memory',
    warm: (collection) => follower.catchUp(collection),
    search: async (query, signal) => {
      throwIfAborted(signal)
      // Searched while the revision is on its way: mostly nothing has changed.
      const [current, early] = await Promise.all([reader.revision(query.collection), worker.call('search', query, { signal })])
      if (!current) return { vector: [], words: [] }
      if (early.revision >= current.revision) return early.hits
      await follower.catchUp(query.collection, current.revision)
      throwIfAborted(signal)
      return (await worker.call('search', query, { signal })).hits
    },
    close: () => worker.close(),
  }
}

// Enough for one message to cost little, few enough that neither thread is held up for long.
const chunksPerBatch = 500

const following = (reader: CollectionReader, worker: WorkerClient<MemoryHandlers>) => {
  const held = new Map<string, number>()
  const running = new Map<string, Promise<void>>()

  /** Until the worker holds this revision or a later one; without one, whatever is the newest now. */
  const catchUp = async (collection: string, wanted?: number): Promise<void> => {
    const target = wanted ?? (await reader.revision(collection))?.revision
    if (target === undefined) return
    while ((held.get(collection) ?? -1) < target) {
      let step = running.get(collection)
      if (!step) {
        step = readChanges(collection).finally(() => running.delete(collection))
        running.set(collection, step)
      }
      await step
    }
  }

  const readChanges = async (collection: string): Promise<void> => {
    const current = await reader.revision(collection)
    if (!current) throw new Error('unreachable')
    const since = held.get(collection)
    const after = since === undefined || since < current.floor ? null : since
    try {
      const changed = after === null ? null : await reader.changed(collection, after)
      const heads = await reader.heads(collection, after)
      for (const batch of batches(heads)) await stage(collection, batch, since === undefined)
      const present = new Set(heads.map(({ id }) => id))
      await worker.call('commit', {
        collection,
        revision: current.revision,
        removed: changed?.filter((id) => !present.has(id)) ?? null,
        keep: changed ? null : [...present],
      })
      held.set(collection, current.revision)
    } catch (error) {
      await worker.call('discard', { collection })
      throw error
    }
  }

  const stage = async (collection: string, heads: readonly DocumentHead[], isFirst: boolean): Promise<void> => {
    const ids = heads.map(({ id }) => id)
    const stale = isFirst ? ids : await worker.call('stale', { collection, documents: heads })
    const known = ids.filter((id) => !stale.includes(id))
    const documents = stale.length > 0 ? await reader.documents(stale) : []
    const vectors = stale.length > 0 ? await reader.vectorsOfDocuments(stale) : []
    if (known.length > 0) {
      const lacking = await worker.call('lacking', { collection, chunks: await reader.embedded(known) })
      for (let from = 0; from < lacking.length; from += chunksPerBatch) vectors.push(...(await reader.vectorsOfChunks(lacking.slice(from, from + chunksPerBatch))))
    }
    await worker.call('stage', { collection, documents, vectors }, { transfer: vectors.map(({ values }) => values.buffer as ArrayBuffer) })
  }

  return { catchUp }
}

const batches = (heads: readonly DocumentHead[]): DocumentHead[][] => {
  const all: DocumentHead[][] = []
  let size = Infinity
  for (const head of heads) {
    if (size + head.chunks > chunksPerBatch) {
      all.push([])
      size = 0
    }
    all.at(-1)!.push(head)
    size += head.chunks
  }
  return all
}
