import type { WorkerClient } from '../workers/rpc.ts'
import type { CollectionReader, DocumentHead } from './collection-reader.ts'
import type { LoadedDocument, LoadedVectors } from './memory-collection.ts'
import type { MemoryHandlers } from './memory-worker.ts'

/** Keeps what the worker holds in step with the database: reads what changed since the revision that it holds, in batches, and shows it at once. */
export const following = (reader: CollectionReader, worker: WorkerClient<MemoryHandlers>) => {
  const held = new Map<string, number>()
  const running = new Map<string, Promise<void>>()

  /** Resolves when the worker holds the revision that is current now, or a later one. */
  const catchUp = async (collection: string): Promise<void> => {
    const wanted = (await reader.revision(collection))?.revision ?? -1
    do await oneStep(collection)
    while ((held.get(collection) ?? -1) < wanted && (await reader.revision(collection)))
  }

  /** Steps of one collection never overlap: whoever comes while one runs waits for it. */
  const oneStep = (collection: string): Promise<void> => {
    let step = running.get(collection)
    if (!step) {
      step = readChanges(collection).finally(() => running.delete(collection))
      running.set(collection, step)
    }
    return step
  }

  const readChanges = async (collection: string): Promise<void> => {
    const current = await reader.revision(collection)
    let since = held.get(collection) ?? null
    // Gone, or removed and made anew with a lower revision.
    if (!current || (since !== null && since > current.revision)) {
      await worker.call('forget', { collection })
      held.delete(collection)
      since = null
    }
    if (!current || since === current.revision) return
    const after = since !== null && since >= current.floor ? since : null
    try {
      const heads = await reader.heads(collection, after)
      const present = heads.filter(isPresent)
      // One batch is taken apart by the worker while the next one is read: two threads, half the time.
      let staging: Promise<unknown> = Promise.resolve()
      for (const batch of batches(present)) {
        const read = await readBatch(collection, batch, current.models, since === null)
        await staging
        staging = stage(collection, read)
        staging.catch(() => {})
      }
      await staging
      const documentIds = present.map(({ id }) => id)
      const changed = after === null ? null : heads.map(({ id }) => id)
      await worker.call('commit', { collection, revision: current.revision, models: current.models, changed, documentIds })
      held.set(collection, current.revision)
    } catch (error) {
      await worker.call('discard', { collection }).catch(() => {})
      throw error
    }
  }

  const readBatch = async (collection: string, heads: readonly PresentHead[], models: readonly string[], isFirst: boolean): Promise<Batch> => {
    const ids = heads.map(({ id }) => id)
    const stale = isFirst ? ids : await worker.call('stale', { collection, documents: heads })
    const known = ids.filter((id) => !stale.includes(id))
    const documents = stale.length > 0 ? await reader.documents(stale) : []
    const vectors = stale.length > 0 ? await reader.vectorsOfDocuments(stale, models) : []
    if (known.length > 0) {
      const lacking = await worker.call('lacking', { collection, chunks: await reader.embedded(known, models) })
      for (let from = 0; from < lacking.length; from += chunksPerBatch)
        vectors.push(...(await reader.vectorsOfChunks(lacking.slice(from, from + chunksPerBatch), models)))
    }
    return { documents, vectors }
  }

  const stage = async (collection: string, { documents, vectors }: Batch): Promise<void> => {
    await worker.call('stage', { collection, documents, vectors }, { transfer: vectors.map(({ values }) => values.buffer as ArrayBuffer) })
  }

  return { catchUp }
}

// Enough for one message to cost little, few enough that neither thread is held up for long.
const chunksPerBatch = 500

interface Batch {
  readonly documents: LoadedDocument[]
  readonly vectors: LoadedVectors[]
}

type PresentHead = DocumentHead & { readonly fingerprint: string }
const isPresent = (head: DocumentHead): head is PresentHead => head.fingerprint !== null

const batches = (heads: readonly PresentHead[]): PresentHead[][] => {
  const all: PresentHead[][] = []
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
