import type { Block, ParsedDocument } from './parsed.ts'
import { mediaTypes } from './detect-type.ts'

/** Paragraphs between blank lines. A first line that stands alone and is short is the title. */
export const parsePlain = (text: string): ParsedDocument => ({
  title: loneFirstLine(text),
  language: null,
  metadata: {},
  mediaType: mediaTypes.plain,
  text,
  pageStarts: [],
  blocks: paragraphs(text, 0, text.length),
  notes: [],
})

/** The runs of lines between blank lines, without white space at their ends. */
export const paragraphs = (text: string, from: number, to: number): Block[] => {
  const blocks: Block[] = []
  let open = -1
  let end = from
  const close = (): void => {
    if (open >= 0) blocks.push({ kind: 'paragraph', start: open, end })
    open = -1
  }
  for (let start = from; start < to;) {
    const newline = text.indexOf('\n', start)
    const lineEnd = newline < 0 || newline > to ? to : newline
    const line = text.slice(start, lineEnd)
    const trimmed = line.trim()
    if (trimmed === '') close()
    else {
      const lead = line.length - line.trimStart().length
      if (open < 0) open = start + lead
      end = start + lead + trimmed.length
    }
    start = lineEnd + 1
  }
  close()
  return blocks
}

const loneFirstLine = (text: string): string => {
  const match = /^\s*(\S[^\n]{0,98})(?:\n\s*\n|\n[=~-]{3,}\s*\n)/.exec(text)
  const line = match?.[1]?.trim() ?? ''
  return /[.!?:;,]$/.test(line) ? '' : line
}
