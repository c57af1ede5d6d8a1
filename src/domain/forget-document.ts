/** What stays of a journal row when a document that it was made from is removed: that it was, when, by whom, how long; none of the document's words. */
import type { Citation, SentenceVerdict } from './answer.ts'
import type { JournalDetail, JournalEntry } from './journal.ts'

/** Stands wherever words of a removed document stood. */
export const removedMark = '[removed with its document]'

export type Forgettable = Pick<JournalEntry, 'answer' | 'abstained' | 'detail'>

/** Sentences that rest on other documents stay, with their citations moved along. Forgetting twice changes nothing more. */
export const forgetDocument = (entry: Forgettable, documentId: string): Pick<JournalEntry, 'answer' | 'detail'> => {
  const { detail } = entry
  const isOfIt = (it: { readonly documentId: string }): boolean => it.documentId === documentId
  if (!documentsOf(detail).includes(documentId)) return { answer: entry.answer, detail }
  const { answer, citations } = withoutSpans(entry, isOfIt)
  return {
    answer,
    detail: {
      ...detail,
      citations: citations.map((it) => (isOfIt(it) ? emptied(it) : it)),
      verdicts: detail.verdicts.map((it) => forgetVerdict(it, isOfIt)),
      passages: detail.passages.map((it) => (isOfIt(it) ? { ...it, source: removedMark, title: removedMark, heading: removedMark, version: removedMark } : it)),
      ...(detail.injections && { injections: detail.injections.filter((it) => !isOfIt(it)) }),
      // What was asked in other words may repeat an earlier answer; what did not fit is told by name.
      standaloneQuestion: detail.standaloneQuestion && removedMark,
      followUp: detail.followUp && { ...detail.followUp, refused: null },
      prompt: detail.prompt && { ...detail.prompt, cut: [] },
    },
  }
}

/** All documents that an answer was made from, cited or not. */
export const documentsOf = ({ passages, citations, verdicts }: Pick<JournalDetail, 'passages' | 'citations' | 'verdicts'>): string[] => [
  ...new Set([...passages, ...citations, ...verdicts.flatMap((verdict) => verdict.citations)].map(({ documentId }) => documentId)),
]

type Belongs = (it: { readonly documentId: string }) => boolean

interface Rest {
  readonly answer: string
  readonly citations: readonly Citation[]
}

/** The whole answer goes where nothing else carries it, and where it is one object: half an object is none. */
const withoutSpans = ({ answer, abstained, detail: { citations } }: Forgettable, isOfIt: Belongs): Rest => {
  const isWhole = abstained !== null || citations.every(isOfIt) || citations.some((it) => isOfIt(it) && it.field !== null)
  if (isWhole) return { answer: removedMark, citations: citations.map((it) => ({ ...it, answerStart: 0, answerEnd: removedMark.length })) }
  const spans = joined(citations.filter(isOfIt))
  const kept = spans.reduceRight((text, { start, end }) => text.slice(0, start) + removedMark + text.slice(end), answer)
  const moved = (offset: number, isEnd: boolean): number =>
    spans.reduce((now, { start, end }) => {
      if (offset >= end) return now + removedMark.length - (end - start)
      if (offset > start) return now - offset + start + (isEnd ? removedMark.length : 0)
      return now
    }, offset)
  return { answer: kept, citations: citations.map((it) => ({ ...it, answerStart: moved(it.answerStart, false), answerEnd: moved(it.answerEnd, true) })) }
}

/** Spans of the answer in order, those that touch made one. */
const joined = (citations: readonly Citation[]): { start: number; end: number }[] => {
  const spans: { start: number; end: number }[] = []
  for (const { answerStart: start, answerEnd: end } of [...citations].sort((a, b) => a.answerStart - b.answerStart)) {
    const last = spans.at(-1)
    if (last && start <= last.end) last.end = Math.max(last.end, end)
    else spans.push({ start, end })
  }
  return spans
}

const emptied = (citation: Citation): Citation => ({
  ...citation,
  source: removedMark,
  title: removedMark,
  heading: removedMark,
  version: removedMark,
  quote: removedMark,
})

/** A sentence that was left out cites nothing: it may have come from any of the passages. */
const forgetVerdict = (verdict: SentenceVerdict, isOfIt: Belongs): SentenceVerdict =>
  verdict.citations.length > 0 && !verdict.citations.some(isOfIt)
    ? verdict
    : { ...verdict, text: removedMark, reasons: [], citations: verdict.citations.map((it) => (isOfIt(it) ? emptied(it) : it)) }
