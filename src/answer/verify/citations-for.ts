import type { Citation, Verdict } from '../../domain/answer.ts'
import type { Passage } from '../../domain/document.ts'
import type { Support } from './compare.ts'
import { headingAt } from '../reading/heading-at.ts'

/** The citations of one sentence of the answer, or of one value of `data` (`field`): `answer.slice(answerStart, answerEnd)` rests on these spans. */
export const citationsFor = (spans: readonly Support[], verdict: Verdict, answerStart: number, answerEnd: number, field: string | null = null): Citation[] =>
  spans.map(({ passage, start, end }) => ({
    answerStart,
    answerEnd,
    documentId: passage.documentId,
    source: passage.source,
    title: passage.title,
    heading: headingAt(passage, start),
    version: passage.version,
    page: pageAt(passage, passage.start + start),
    quote: passage.text.slice(start, end),
    start: passage.start + start,
    end: passage.start + end,
    field,
    verdict,
  }))

/** 1-based page on which a document's offset lies; null for formats without pages. */
const pageAt = ({ pageStarts }: Passage, offset: number): number | null => {
  const next = pageStarts.findIndex((start) => start > offset)
  return pageStarts.length === 0 ? null : next < 0 ? pageStarts.length : Math.max(1, next)
}
