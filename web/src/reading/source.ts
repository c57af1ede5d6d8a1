import { getDocument } from '../api/documents.ts'
import { readCard } from '../api/records.ts'
import { RequestError } from '../api/request.ts'
import type { Citation, DocumentSummary, DocumentText, Passage, Trace } from '../api/types.ts'
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
  /** `text` is null where only the place is known: then it counts in its own version alone. */
  readonly quote: (Excerpt & { readonly text: string | null }) | null
  /** Of a record that can be opened. */
  readonly record?: { readonly collection: string; readonly entity: string; readonly id: string }
}

export type ShownText = Pick<DocumentText, 'document_id' | 'version' | 'media_type' | 'text' | 'page_starts'>

/** Opens one of several sources, among which the person can then step. */
export type OpenSources = (references: readonly SourceReference[], index: number) => void

/** `whole` as cited, `older` the same when the document has a newer version by now; `moved` when the same words stand elsewhere in the current version; `changed` when they are gone from it; `removed` with its document; `quoted` when there is no more to see for whoever asks than the words themselves. */
export type OpenedSource =
  | { readonly state: 'whole' | 'older' | 'moved'; readonly document: ShownText; readonly focus: Excerpt | null }
  | { readonly state: 'changed' | 'quoted'; readonly document: ShownText; readonly focus: null }
  | { readonly state: 'removed' }

export const openSource = async (reference: SourceReference): Promise<OpenedSource> => {
  const { documentId, record } = reference
  if (record) return openRecord(reference, record)
  if (documentId.startsWith(recordPrefix)) return quoted(reference)
  try {
    return await openDocument(reference)
  } catch (error) {
    if (error instanceof RequestError && error.code === 'forbidden' && reference.quote?.text) return quoted(reference)
    throw error
  }
}

const recordPrefix = 'record:'

const openRecord = async (reference: SourceReference, record: NonNullable<SourceReference['record']>): Promise<OpenedSource> => {
  const card = await readCard(record).catch(nullWhenGone)
  if (!card) return { state: 'removed' }
  const document = { ...plain, document_id: reference.documentId, version: card.version, text: card.text }
  return locate(document, reference, card.version === reference.version)
}

const quoted = ({ documentId, version, quote }: SourceReference): OpenedSource => ({
  state: 'quoted',
  document: { ...plain, document_id: documentId, version: version ?? '', text: quote?.text ?? '' },
  focus: null,
})

const plain = { media_type: 'text/plain', page_starts: [] }

/** Mostly the current version is the cited one: then it is one request. */
const openDocument = async (reference: SourceReference): Promise<OpenedSource> => {
  const { documentId, version } = reference
  const current = await getDocument(documentId, null).catch(nullWhenGone)
  if (!current) return { state: 'removed' }
  if (version === null || version === current.version) return locate(current, reference, true)
  const cited = await getDocument(documentId, version).catch(nullWhenGone)
  if (!cited) return locate(current, reference, false)
  const opened = locate(cited, reference, true)
  return opened.state === 'whole' ? { ...opened, state: 'older' } : opened
}

/** Offsets count only where they hold the very words; a highlight is never a guess. */
export const locate = (document: ShownText, { quote }: SourceReference, isCitedVersion: boolean): OpenedSource => {
  if (!quote) return { state: 'whole', document, focus: null }
  if (isCitedVersion && [null, document.text.slice(quote.start, quote.end)].includes(quote.text)) {
    return { state: 'whole', document, focus: { start: quote.start, end: quote.end } }
  }
  if (quote.text === null) return { state: 'changed', document, focus: null }
  const start = document.text.indexOf(quote.text)
  if (start < 0) return { state: 'changed', document, focus: null }
  return { state: 'moved', document, focus: { start, end: start + quote.text.length } }
}

export const citedSource = (citation: Citation): SourceReference => ({
  ...placeOf(citation),
  version: citation.version,
  quote: { start: citation.start, end: citation.end, text: citation.record?.figure ? figureWords(citation.record) : citation.quote },
  ...recordOf(citation),
})

/** A figure over several rows is none that can be opened. */
const recordOf = ({ document_id, record }: Citation): Pick<SourceReference, 'record'> => {
  const collection = /^record:([a-z0-9_-]+):/.exec(document_id)?.[1]
  return record && record.id !== null && collection !== undefined ? { record: { collection, entity: record.entity, id: record.id } } : {}
}

const figureWords = ({ value, figure }: NonNullable<Citation['record']>): string => {
  const { rows, ids } = figure!
  const shown = ids.length < rows ? `${ids.join(', ')} …` : ids.join(', ')
  return [`${value ?? 'nothing'}`, '', `Computed by the database over ${rows === 1 ? '1 row' : `${rows} rows`}${rows === 0 ? '' : `: ${shown}`}.`].join('\n')
}

export const passageSource = (passage: Passage): SourceReference => ({
  ...placeOf(passage),
  version: passage.version,
  quote: { start: passage.start, end: passage.end, text: passage.text },
})

type TracedPassage = NonNullable<Trace['detail']['passages']>[number]

/** From a trace, which names the place and not the words. */
export const tracedSource = (passage: TracedPassage): SourceReference => ({
  ...placeOf({ ...passage, document_id: passage.documentId, page: null }),
  version: passage.version,
  quote: { start: passage.start, end: passage.end, text: null },
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
