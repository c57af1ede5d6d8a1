import type { ReadingNode } from './reading-tree.ts'

/**
 * The text of a PDF in paragraphs, whose line ends are spaces to the reader: HTML shows them so. The leaves, in order, are exactly the text.
 * A line that ends early, or comes before an item of a list, keeps its end.
 */
export const joinedLines = (text: string): ReadingNode[] => {
  const nodes: ReadingNode[] = []
  let at = 0
  for (const { 0: paragraph, index } of text.matchAll(/[^\n]+(?:\n[^\n]+)*/g)) {
    if (index > at) nodes.push({ kind: 'markup', start: at, end: index })
    nodes.push({ kind: 'branch', tag: 'p', children: runsOf(paragraph, index) })
    at = index + paragraph.length
  }
  if (at < text.length) nodes.push({ kind: 'markup', start: at, end: text.length })
  return nodes
}

const runsOf = (paragraph: string, start: number): ReadingNode[] => {
  const lines = paragraph.split(/(?<=\n)/)
  const longest = Math.max(...lines.map(({ length }) => length))
  const runs: ReadingNode[] = []
  let from = start
  let at = start
  lines.forEach((line, index) => {
    at += line.length
    const next = lines[index + 1]
    if (next !== undefined && isFull(line, longest) && !isItem(next)) return
    runs.push({ kind: 'branch', tag: 'span', className: 'run', children: [{ kind: 'text', start: from, end: at }] })
    from = at
  })
  return runs
}

// Narrower columns than 30 letters are rather cells of a table; a ragged margin leaves less than a third of a line empty.
const isFull = (line: string, longest: number): boolean => line.length >= 30 && line.length > longest * 0.67

const isItem = (line: string): boolean => /^\s*(?:[-–—•▪◦‣·*]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s/i.test(line)
