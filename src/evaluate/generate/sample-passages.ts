import { shuffled } from '../../base/random.ts'
import type { Document, DocumentStore, StoredChunk } from '../../domain/document.ts'
import { numberedPassage, type NumberedPassage } from './numbered-passage.ts'

const pageSize = 1_000

/** Passages by chance, one of each document before the second of any: a long document has no more questions than a short one. Each once. */
export async function* samplePassages(
  store: Pick<DocumentStore, 'list' | 'get' | 'chunksOf'>,
  collection: string,
  random: () => number,
): AsyncGenerator<NumberedPassage, void> {
  const left = new Map<string, readonly StoredChunk[]>()
  let ids = shuffled(await idsOf(store, collection), random)
  while (ids.length > 0) {
    const again: string[] = []
    for (const id of ids) {
      const chunks = left.get(id) ?? shuffled(await store.chunksOf(id), random)
      const document = chunks.length > 0 ? await store.get(id) : null
      const found = document && firstWithFacts(document, chunks)
      if (!found) continue
      left.set(id, chunks.slice(found.used))
      again.push(id)
      yield found.passage
    }
    ids = again
  }
}

const firstWithFacts = (document: Document, chunks: readonly StoredChunk[]): { passage: NumberedPassage; used: number } | null => {
  for (const [index, chunk] of chunks.entries()) {
    const passage = numberedPassage(document, chunk)
    if (passage.sentences.length > 0) return { passage, used: index + 1 }
  }
  return null
}

const idsOf = async (store: Pick<DocumentStore, 'list'>, collection: string): Promise<string[]> => {
  const ids: string[] = []
  let cursor: string | null = null
  do {
    const page: Awaited<ReturnType<DocumentStore['list']>> = await store.list(collection, pageSize, cursor)
    ids.push(...page.documents.map(({ id }) => id))
    cursor = page.nextCursor
  } while (cursor !== null)
  return ids
}
