import { z } from 'zod'
import { sha256 } from '../../base/id.ts'
import type { Document } from '../../domain/document.ts'
import type { FileLine } from '../../domain/retrieval-eval.ts'
import { idSchema, readJsonLine } from '../dataset/json-line.ts'

/** A document as it was when the answer was made: one line of a BEIR corpus, whose `_id` is its source. */
export type FrozenDocument = Pick<Document, 'source' | 'title' | 'text' | 'version' | 'mediaType'>

export const frozenLine = ({ source, title, text, version, mediaType }: FrozenDocument): string =>
  JSON.stringify({ _id: source, title, text, metadata: { version, media_type: mediaType } })

const lineSchema = z.object({
  _id: idSchema,
  title: z.string().nullish(),
  text: z.string().min(1, 'must not be empty'),
  metadata: z.object({ media_type: z.string().optional() }).nullish(),
})

/** The version is that of the text: a line that somebody changed is another document. Fails with `invalid`, file and line. */
export const readFrozenLine = (line: FileLine): FrozenDocument => {
  const { _id, title, text, metadata } = readJsonLine(line, lineSchema)
  return { source: _id, title: title ?? '', text, version: sha256(text), mediaType: readAs(metadata?.media_type) }
}

/** The text of a document is what was read out of its file: pages have become Markdown, and of most formats plain text is left. */
const readAs = (mediaType: string | undefined): string => {
  if (mediaType === 'text/markdown' || mediaType === 'text/html') return 'text/markdown'
  return mediaType?.startsWith('text/x-') ? mediaType : 'text/plain'
}

/** SHA-256 over sources and versions: the same documents, the same hash. */
export const manifestHash = (documents: readonly Pick<FrozenDocument, 'source' | 'version'>[]): string =>
  sha256(
    documents
      .map(({ source, version }) => `${version} ${source}\n`)
      .sort()
      .join(''),
  )
