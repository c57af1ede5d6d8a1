import type { Passage } from '../../domain/document.ts'

/** The lines that name a table's columns, from the first header row to the end of the ruler: `text.slice(start, end)`. */
export interface TableHeader {
  readonly start: number
  readonly end: number
}

const row = /^\s*\|.*\|\s*$/
const ruler = /^\s*\|?(?:\s*:?-+:?\s*\|)+\s*(?::?-+:?\s*)?$/

/** The header of the table that the line at `offset` belongs to; null when the passage begins below it, or it is no table. */
export const tableHeaderOf = ({ text }: Passage, offset: number): TableHeader | null => {
  let end = lineEnd(text, offset)
  for (let start = lineStart(text, offset); row.test(text.slice(start, end)); [start, end] = [lineStart(text, start - 1), start - 1]) {
    if (!ruler.test(text.slice(start, end))) {
      // A header row itself: its ruler is the line below.
      const below = text.slice(end + 1, lineEnd(text, end + 1))
      if (end < text.length && row.test(below) && ruler.test(below)) return { start, end: end + 1 + below.length }
    }
    if (start === 0) break
  }
  return null
}

const lineStart = (text: string, offset: number): number => text.lastIndexOf('\n', Math.max(0, offset - 1)) + 1
const lineEnd = (text: string, offset: number): number => {
  const found = text.indexOf('\n', offset)
  return found < 0 ? text.length : found
}
