/**
 * The lines of Markdown or plain text, grouped to what is read as one: a paragraph, a list item with its wrapped lines,
 * a heading, a table row, a line of code. Works line by line, so that broken or half-written Markdown is no trouble.
 */
export interface Block {
  readonly start: number
  readonly end: number
  /** Behind the list marker, quote mark, footnote label or heading hashes. */
  readonly bodyStart: number
  readonly kind: 'prose' | 'heading' | 'item' | 'row' | 'code' | 'fence'
}

interface Line {
  readonly start: number
  readonly end: number
  readonly text: string
}

export const blocksOf = (text: string): Block[] => {
  const blocks: Block[] = []
  let open: Line[] = []
  let fence = ''
  const close = (): void => {
    if (open.length > 0) blocks.push(...paragraphs(open))
    open = []
  }
  for (const line of linesOf(text)) {
    if (line.text.trim() === '') {
      close()
      continue
    }
    const mark = /^\s*(?:[-*+>]\s+)?(`{3,}|~{3,})/.exec(line.text)?.[1]
    if (fence ? mark?.startsWith(fence) : mark) {
      close()
      fence = fence ? '' : mark!
      blocks.push(trimmed(line, 'fence'))
    } else if (fence) {
      blocks.push(trimmed(line, 'code'))
    } else if (isAlone(line.text)) {
      close()
      blocks.push(trimmed(line, kindOf(line.text)))
    } else {
      if (listMarker.test(line.text) || footnote.test(line.text) || htmlRow.test(line.text)) close()
      open.push(line)
    }
  }
  close()
  return blocks
}

const listMarker = /^\s*(?:>\s*)*(?:[-*+•]|\d{1,3}[.)])\s+(?=\S)/
const quoteMark = /^\s*(?:>\s?)+/
const footnote = /^\s{0,3}\[\^[^\]\s]+\]:\s+(?=\S)/
const heading = /^\s{0,3}#{1,6}\s+/
// A row of a table or an item of a list, written in HTML.
const htmlRow = /^\s*<(?:tr|li|dt|p)[\s>]/i
const row = /^\s*\|.*\|\s*$/
// A tag of a template language or of HTML that has the line to itself, e.g. {% endhint %} of git-books, :::note of Docusaurus.
const tag = /^\s*(?:\{%.*%\}|:{3,}.*|<\/?[a-zA-Z][^<>]*>|<!--.*-->)\s*$/
const rule = /^\s*(?:[-*_=]\s*){3,}$/

const isAlone = (line: string): boolean => heading.test(line) || row.test(line) || rule.test(line) || tag.test(line)
const kindOf = (line: string): Block['kind'] => (heading.test(line) ? 'heading' : row.test(line) ? 'row' : 'prose')

function* linesOf(text: string): Generator<Line> {
  for (let start = 0; start < text.length;) {
    const found = text.indexOf('\n', start)
    const end = found < 0 ? text.length : found
    yield { start, end, text: text.slice(start, end) }
    start = end + 1
  }
}

const trimmed = (line: Line, kind: Block['kind']): Block => {
  const start = line.start + (line.text.length - line.text.trimStart().length)
  const marker = kind === 'heading' ? (heading.exec(line.text)?.[0].length ?? 0) : 0
  return { start, end: line.start + line.text.trimEnd().length, bodyStart: Math.max(start, line.start + marker), kind }
}

/** One block, or several where a line is too short to have been wrapped and the next begins anew ("Name: x" lines, addresses). */
const paragraphs = (lines: readonly Line[]): Block[] => {
  const widest = Math.max(...lines.map((line) => line.text.length))
  const groups: Line[][] = []
  lines.forEach((line, index) => {
    const before = lines[index - 1]
    if (!before || startsAnew(before.text, line.text, widest)) groups.push([line])
    else groups.at(-1)!.push(line)
  })
  return groups.map(toBlock)
}

const startsAnew = (before: string, line: string, widest: number): boolean => {
  if (/(?: {2,}|\\)$/.test(before)) return true
  return before.trim().length < Math.max(40, Math.min(60, widest * 0.6)) && /^\s*[\p{Lu}\p{N}"'“(*`]/u.test(line)
}

const toBlock = (lines: readonly Line[]): Block => {
  const [first, last] = [lines[0]!, lines.at(-1)!]
  const marker = listMarker.exec(first.text)?.[0] ?? ''
  const skipped = marker || (quoteMark.exec(first.text) ?? footnote.exec(first.text))?.[0] || ''
  const start = first.start + (first.text.length - first.text.trimStart().length)
  const end = last.start + last.text.trimEnd().length
  return { start, end, bodyStart: Math.min(Math.max(start, first.start + skipped.length), end), kind: marker ? 'item' : 'prose' }
}
