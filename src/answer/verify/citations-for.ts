import type { Citation, Verdict } from '../../domain/answer.ts'
import { pageAt } from '../../domain/page.ts'
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
    page: pageAt(passage.pageStarts, passage.start + start),
    quote: passage.text.slice(start, end),
    start: passage.start + start,
    end: passage.start + end,
    field,
    verdict,
  }))
