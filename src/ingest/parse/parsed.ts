import type { Metadata, Span } from '../../domain/document.ts'

/** What a parser makes of bytes: the text that is stored, and where its parts lie in it. */
export interface ParsedDocument {
  readonly title: string
  /** Title, language and fields that the document states itself. */
  readonly language: string | null
  readonly metadata: Metadata
  readonly mediaType: string
  readonly text: string
  readonly pageStarts: readonly number[]
  /** In order, without overlap. Text between blocks is white space, or is read as paragraphs. */
  readonly blocks: readonly Block[]
  readonly notes: readonly string[]
}

/** `unseen` is never chunked: front matter and comments, which a reader of the page does not see. */
export type BlockKind = 'heading' | 'paragraph' | 'list' | 'code' | 'table' | 'html' | 'quote' | 'mark-open' | 'mark-close' | 'unseen'

export interface Block extends Span {
  readonly kind: BlockKind
  /** Of headings: 1…6, and their text without markup. */
  readonly depth?: number
  readonly title?: string
  /** Of headings: the title names a symbol of source code, which stays named where small ones share a chunk. */
  readonly symbol?: true
  /** Where a block that is too long is best cut: starts of list items and rows, ascending, inside the block. */
  readonly cuts?: readonly number[]
}
