/** Citations as chat clients show them, with what we know of each beside it. */
import type { z } from 'zod'
import { isWebAddress } from '../../base/web-address.ts'
import type { citationSchema } from '../../operations/schemas.ts'

export type CitationJson = z.output<typeof citationSchema>

/**
 * OpenAI's `url_citation` and no other shape: clients that check what they get (the AI SDK) know only this one in chat completions. Beside its
 * own fields it carries ours. Both indexes are UTF-16 code units into the message, the end exclusive: `content.slice(start_index, end_index)`.
 */
export interface Annotation {
  readonly type: 'url_citation'
  readonly url_citation: Omit<CitationJson, 'answer_start' | 'answer_end'> & { readonly start_index: number; readonly end_index: number; readonly url: string }
}

/** @param base address of this server, for documents that have none of their own. */
export const annotationOf = ({ answer_start, answer_end, ...citation }: CitationJson, base: string): Annotation => ({
  type: 'url_citation',
  url_citation: { start_index: answer_start, end_index: answer_end, url: urlOf(citation, base), ...citation, title: citation.title || citation.source },
})

/** A figure over several records has no page of its own: where the first of them is. */
const urlOf = ({ source, document_id, version, record }: Pick<CitationJson, 'source' | 'document_id' | 'version' | 'record'>, base: string): string => {
  if (!record) return isWebAddress(source) ? source : `${base}/documents/${document_id}?version=${version}`
  // `record:COLLECTION:ENTITY:ID`
  const [, collection = ''] = document_id.split(':')
  const place = [collection, record.entity, record.id ?? record.figure?.ids[0] ?? []].flat()
  return `${base}/records/${place.map(encodeURIComponent).join('/')}`
}
