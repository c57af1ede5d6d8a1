import { getDocument } from '../api/documents.ts'
import { RequestError } from '../api/request.ts'
import type { Citation, DocumentSummary, DocumentText, Passage } from '../api/types.ts'
import type { Excerpt } from './excerpt.ts'

/** What the person wants to see: a document, usually at a quote of it. */
export interface SourceReference {
  readonly documentId: string
  readonly title: string
  readonly source: string
  readonly heading: string
  readonly page: number | null
  /** Null: the current one. */
  readonly version: string | null
  readonly quote: (Excerpt & { readonly text: string }) | null
}

/** `whole` as cited; `moved` when the same words stand elsewhere in the current version; `changed` when they are gone from it; `removed` with its document. */
export type OpenedSource =
  | { readonly state: 'whole' | 'moved'; readonly document: DocumentText; readonly focus: Excerpt | null }
  | { readonly state: 'changed'; readonly document: DocumentText; readonly focus: null }
  | { readonly state: 'removed' }

export const openSource = async (reference: SourceReference): Promise<OpenedSource> => {
  const cited = await getDocument(reference.documentId, reference.version).catch(nullWhenGone)
  const document = cited ?? (await getDocument(reference.documentId, null).catch(nullWhenGone))
  if (!document) return { state: 'removed' }
  return locate(document, reference, cited !== null)
}

/** Offsets count only where they hold the very words; a highlight is never a guess. */
export const locate = (document: DocumentText, { quote }: SourceReference, isCitedVersion: boolean): OpenedSource => {
  if (!quote) return { state: 'whole', document, focus: null }
  if (isCitedVersion && document.text.slice(quote.start, quote.end) === quote.text) {
    return { state: 'whole', document, focus: { start: quote.start, end: quote.end } }
  }
  const start = document.text.indexOf(quote.text)
  if (start < 0) return { state: 'changed', document, focus: null }
  return { state: 'moved', document, focus: { start, end: start + quote.text.length } }
}

export const citedSource = (citation: Citation): SourceReference => ({
  ...placeOf(citation),
  version: citation.version,
  quote: { start: citation.start, end: citation.end, text: citation.quote },
})

export const passageSource = (passage: Passage): SourceReference => ({
  ...placeOf(passage),
  version: null,
  quote: { start: passage.start, end: passage.end, text: passage.text },
})

export const wholeSource = (document: DocumentSummary): SourceReference => ({
  ...placeOf({ ...document, heading: '', page: null }),
  version: null,
  quote: null,
})

const placeOf = (it: { document_id: string; title: string; source: string; heading: string; page: number | null }) => ({
  documentId: it.document_id,
  title: it.title,
  source: it.source,
  heading: it.heading,
  page: it.page,
})

const nullWhenGone = (error: unknown): null => {
  if (error instanceof RequestError && error.code === 'not_found') return null
  throw error
}
