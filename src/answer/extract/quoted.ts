import type { Passage } from '../../domain/document.ts'
import type { ReadSentence } from '../reading/reading.ts'

/** How a quote has to stand in Markdown so that it still is what it was in its document. */
export type Dress =
  | { readonly kind: 'prose' }
  /** `indent` is that of the document; `marker` is "-" or the item's own number. */
  | { readonly kind: 'item'; readonly indent: number; readonly marker: string }
  /** `header` is the table's header row and ruler; empty when the passage does not hold them. */
  | { readonly kind: 'row'; readonly header: string }
  | { readonly kind: 'code'; readonly language: string }

/** A further sentence of a list item has no mark of its own and is prose. */
export const itemDress = ({ text }: Passage, { sentence: { start, bodyStart } }: ReadSentence): Dress => {
  if (bodyStart === start) return { kind: 'prose' }
  const line = text.slice(text.lastIndexOf('\n', start - 1) + 1, start)
  const number = /\d+[.)]/.exec(text.slice(start, bodyStart))?.[0]
  return { kind: 'item', indent: /^\s*$/.test(line) ? line.length : 0, marker: number ?? '-' }
}
