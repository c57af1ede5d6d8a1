import type { Citation } from '../../domain/answer.ts'
import type { Span } from '../../domain/document.ts'
import type { JournalEntry } from '../../domain/journal.ts'
import type { CaseWords, ShownPassage } from './report-input.ts'

/** The whole text of one version of a document; null when it is no longer kept. */
export type TextOfVersion = (documentId: string, version: string) => Promise<string | null>

type JournalledPassage = JournalEntry['detail']['passages'][number]

/** The journal names passages by their place; their words come from the version they were cut from. */
export const caseWords = async ({ question, answer, detail }: JournalEntry, textOf: TextOfVersion): Promise<CaseWords> => ({
  question,
  standaloneQuestion: detail.standaloneQuestion,
  answer,
  citations: detail.citations,
  verdicts: detail.verdicts,
  passages: await Promise.all(detail.passages.map((passage) => shownPassage(passage, detail.citations, textOf))),
})

const shownPassage = async (passage: JournalledPassage, citations: readonly Citation[], textOf: TextOfVersion): Promise<ShownPassage> => {
  const { source, heading, ranks, documentId, version, start, end } = passage
  const text = (await textOf(documentId, version))?.slice(start, end) ?? null
  const cited = citations.filter((it) => it.documentId === documentId && it.version === version)
  return { source, heading, ranks, text, quoted: text === null ? [] : spansWithin(cited, passage) }
}

/** Cut to the passage, moved to its beginning, in order, those that touch made one. */
const spansWithin = (cited: readonly Span[], { start, end }: Span): Span[] => {
  const spans: { start: number; end: number }[] = []
  for (const it of [...cited].sort((a, b) => a.start - b.start)) {
    const span = { start: Math.max(it.start, start) - start, end: Math.min(it.end, end) - start }
    const last = spans.at(-1)
    if (span.start >= span.end) continue
    if (last && span.start <= last.end) last.end = Math.max(last.end, span.end)
    else spans.push(span)
  }
  return spans
}
