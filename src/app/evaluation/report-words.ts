import type { DocumentStore } from '../../domain/document.ts'
import type { CaseRow } from '../../domain/eval-run.ts'
import type { Journal } from '../../domain/journal.ts'
import { caseWords, type TextOfVersion } from '../../evaluate/report/case-words.ts'
import type { CaseWords } from '../../evaluate/report/report-input.ts'

// Cases of one document mostly stand together; this many texts are held at once.
const mostTexts = 64

/** What the journal still has of the rows of a run, by trace id. */
export const readWords = async (
  journal: Journal,
  documents: DocumentStore,
  rows: readonly CaseRow[],
  signal?: AbortSignal,
): Promise<Map<string, CaseWords>> => {
  const textOf = rememberedTexts(documents)
  const words = new Map<string, CaseWords>()
  for (const { traceId } of rows) {
    signal?.throwIfAborted()
    const entry = traceId === null ? null : await journal.find(traceId)
    if (entry) words.set(entry.traceId, await caseWords(entry, textOf))
  }
  return words
}

const rememberedTexts = (documents: DocumentStore): TextOfVersion => {
  const texts = new Map<string, Promise<string | null>>()
  return (documentId, version) => {
    const key = `${documentId} ${version}`
    const text = texts.get(key) ?? documents.get(documentId, version).then((document) => document?.text ?? null)
    // Anew at the end: the first of them is always the one not used for longest.
    texts.delete(key)
    texts.set(key, text)
    if (texts.size > mostTexts) texts.delete(texts.keys().next().value!)
    return text
  }
}
