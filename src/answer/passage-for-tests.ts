import type { Passage } from '../domain/document.ts'

/** A passage as retrieval gives it; `start` is where it begins in its document. */
export const passageOf = (text: string, parts: Partial<Passage> = {}): Passage => {
  const start = parts.start ?? 0
  return {
    chunkId: 'chunk',
    documentId: 'document',
    collection: 'default',
    source: 'guide.md',
    title: 'Guide',
    heading: '',
    version: 'v1',
    language: 'en',
    text,
    pageStarts: [],
    score: 1,
    ranks: { vector: 1, words: 1 },
    similarity: 0.8,
    wordScore: 5,
    ...parts,
    start,
    end: start + text.length,
  }
}
