import { shuffled } from '../../base/random.ts'
import { allDocuments } from '../../domain/all-documents.ts'
import type { Document, DocumentStore, StoredChunk } from '../../domain/document.ts'
import { numberedPassage, type NumberedPassage } from './numbered-passage.ts'

/** Passages by chance, one of each document before the second of any: a long document has no more questions than a short one. Each once. */
export async function* samplePassages(
  store: Pick<DocumentStore, 'list' | 'get' | 'chunksOf'>,
  collection: string,
  random: () => number,
): AsyncGenerator<NumberedPassage, void> {
  const left = new Map<string, readonly StoredChunk[]>()
  const all: string[] = []
  for await (const { id } of allDocuments(store, collection)) all.push(id)
  let ids = shuffled(all, random)
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
