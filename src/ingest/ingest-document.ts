import { throwIfAborted } from '../base/async.ts'
import { embeddedText } from '../domain/chunk-text.ts'
import type { DocumentStore, Metadata, PutInput, PutResult } from '../domain/document.ts'
import type { Embedder } from '../domain/model.ts'
import type { DocumentParser, ParsedFile } from '../domain/source.ts'
import { typeOfText } from './parse/detect-type.ts'

export interface IngestParts {
  readonly store: Pick<DocumentStore, 'put'>
  readonly parser: DocumentParser
  /** Null while there is none: the document is then found by words, and embedded later. */
  readonly embedder: () => Embedder | null
  readonly onEmbedFailure?: (error: unknown) => void
}

export interface IngestInput {
  readonly collection: string
  readonly source: string
  /** A text is Markdown unless its media type or the name of its source says otherwise. */
  readonly content: string | Uint8Array
  readonly title?: string | undefined
  readonly mediaType?: string | undefined
  readonly metadata?: Metadata | undefined
  readonly language?: string | undefined
}

export type IngestEvent =
  | { readonly type: 'parsed'; readonly chunks: number }
  | { readonly type: 'embedded' }
  | { readonly type: 'note'; readonly text: string }

/** One document, searchable by words and (with an embedder) by meaning when it returns. An embedder that fails does not fail it. */
export type IngestDocument = (input: IngestInput, signal?: AbortSignal) => AsyncGenerator<IngestEvent, PutResult>

export const ingestDocument = (parts: IngestParts): IngestDocument =>
  async function* ({ content, collection, source, ...stated }, signal) {
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
    const mediaType = stated.mediaType ?? (typeof content === 'string' ? typeOfText(source) : undefined)
    const parsed = await parts.parser.parse(bytes, { ...stated, source, mediaType }, signal)
    const { chunks, notes, version: _, ...fields } = parsed
    for (const text of notes) yield { type: 'note', text }
    yield { type: 'parsed', chunks: chunks!.length }

    const vectors = await embed(parts, parsed, signal)
    if (vectors) yield { type: 'embedded' }
    throwIfAborted(signal)
    const document = { ...fields, collection, source, origin: null }
    return parts.store.put({ document, chunks: chunks!, pipeline: parts.parser.pipeline, vectors })
  }

const embed = async ({ embedder, onEmbedFailure }: IngestParts, { title, text, chunks }: ParsedFile, signal?: AbortSignal): Promise<PutInput['vectors']> => {
  const model = embedder()
  if (!model) return null
  try {
    const texts = chunks!.map((chunk) => embeddedText(title, chunk, text.slice(chunk.start, chunk.end)))
    return { modelId: model.id, vectors: await model.embed(texts, 'document', signal) }
  } catch (error) {
    throwIfAborted(signal)
    onEmbedFailure?.(error)
    return null
  }
}
