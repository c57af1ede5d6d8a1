import type { Span } from '../../domain/document.ts'

/** `markdown` is for the parser; `code` and `paragraph` are too long to be worth parsing and are taken as what they are. */
export interface Window extends Span {
  readonly kind: 'markdown' | 'code' | 'paragraph'
}

// The Markdown parser needs about 1 KB of memory for each character, and collecting it takes most of its time on long texts:
// 2 MB of short headings in one go took 10 s and 1.2 GB. Most pages of documentation are one window.
const windowLength = 32 * 1024
const longLineLength = 16 * 1024

interface Fence {
  readonly start: number
  readonly mark: string
}

/** Cuts a long Markdown text where a new block begins: before headings, else between paragraphs, never inside fenced code. */
export function* markdownWindows(text: string, from: number): Generator<Window> {
  let windowStart = from
  let fence: Fence | null = null
  let afterBlank = true
  for (const line of linesOf(text, from)) {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(text.slice(line.start, Math.min(line.end, line.start + 256)))?.[1]
    if (fence) {
      if (!mark?.startsWith(fence.mark) && line.end < text.length) continue
      if (line.end - fence.start > windowLength) {
        yield* markdown(windowStart, fence.start)
        yield { kind: 'code', start: fence.start, end: line.end }
        windowStart = Math.min(line.end + 1, text.length)
      }
      fence = null
    } else if (mark) {
      if (line.start - windowStart > windowLength) {
        yield* markdown(windowStart, line.start)
        windowStart = line.start
      }
      fence = { start: line.start, mark }
    } else if (line.end - line.start > longLineLength) {
      yield* markdown(windowStart, line.start)
      yield { kind: 'paragraph', start: line.start, end: line.end }
      windowStart = Math.min(line.end + 1, text.length)
    } else if (isSafeCut(text, line, afterBlank, line.start - windowStart)) {
      yield* markdown(windowStart, line.start)
      windowStart = line.start
    }
    afterBlank = text.slice(line.start, Math.min(line.end, line.start + 256)).trim() === ''
  }
  yield* markdown(windowStart, text.length)
}

function* markdown(start: number, end: number): Generator<Window> {
  if (end > start) yield { kind: 'markdown', start, end }
}

const isSafeCut = (text: string, line: Span, afterBlank: boolean, length: number): boolean => {
  if (length <= windowLength) return false
  const head = text.slice(line.start, line.start + 8)
  if (/^#{1,6}\s/.test(head)) return true
  if (afterBlank && (head[0] === '\n' || /^[^\s\-*+>|\d]/.test(head))) return true
  // A list or table without end is cut between its lines in the end.
  return length > 4 * windowLength
}

function* linesOf(text: string, from: number): Generator<Span> {
  for (let start = from; start < text.length;) {
    const newline = text.indexOf('\n', start)
    const end = newline < 0 ? text.length : newline
    yield { start, end }
    start = end + 1
  }
}
