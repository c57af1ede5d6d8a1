import type { Citation, Retrieve } from '../domain/answer.ts'
import type { Passage } from '../domain/document.ts'
import type { Injection, ScanPassages } from '../domain/guard.ts'

export interface ScannedRetrieval {
  /** Gives passages that whoever writes may read. */
  readonly retrieve: Retrieve
  /** As they stand in their documents, of those that were given. */
  asStored(passages: readonly Passage[]): readonly Passage[]
  /** All that were given, as they stand in their documents. */
  readonly passages: Iterable<Passage>
  /** Do the words of the quote stand so in the document, without anything in between that was left out? */
  isWhole(citation: Citation): boolean
  readonly injections: readonly Injection[]
}

/** For one question: remembers what was found, and how it was before. */
export const scannedRetrieval = (retrieve: Retrieve, scan: ScanPassages, question: string): ScannedRetrieval => {
  const stored = new Map<Passage, Passage>()
  const injections = new Map<string, Injection>()
  return {
    retrieve: async (request, signal) => {
      const retrieval = await retrieve(request, signal)
      const found = scan(request.text === question ? question : `${question} ${request.text}`, retrieval.passages)
      for (const [index, passage] of found.passages.entries()) stored.set(passage, retrieval.passages[index]!)
      for (const one of found.injections) injections.set(`${one.documentId} ${one.start} ${one.end}`, one)
      return { ...retrieval, passages: found.passages }
    },
    asStored: (passages) => passages.map((passage) => stored.get(passage) ?? passage),
    isWhole: ({ documentId, version, start, end, quote }) => {
      for (const passage of stored.values()) {
        if (passage.documentId !== documentId || passage.version !== version || passage.start > start || passage.end < end) continue
        return passage.text.slice(start - passage.start, end - passage.start) === quote
      }
      return true
    },
    get passages() {
      return stored.values()
    },
    get injections() {
      return [...injections.values()]
    },
  }
}
