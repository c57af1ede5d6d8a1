import { sha256 } from '../../base/id.ts'
import type { Document } from '../../domain/document.ts'

/** A document as it was when the answer was made: one line of a BEIR corpus, whose `_id` is its source. */
export type FrozenDocument = Pick<Document, 'source' | 'title' | 'text' | 'version' | 'mediaType' | 'language'>

export const corpusLine = ({ source, title, text, version, mediaType, language }: FrozenDocument): string =>
  JSON.stringify({ _id: source, title, text, metadata: { version, media_type: mediaType, language } })

/** SHA-256 over sources and versions: the same documents, the same hash. */
export const manifestHash = (documents: readonly FrozenDocument[]): string =>
  sha256(
    documents
      .map(({ source, version }) => `${version} ${source}\n`)
      .sort()
      .join(''),
  )
