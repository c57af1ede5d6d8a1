import { readingTree, type Branch, type ReadingNode } from './reading-tree.ts'
import { wholeTables } from './whole-tables.ts'

/** What a reader sees of some Markdown, on one line; for previews, where offsets do not matter. A quote may begin and end in the middle of a mark. */
export const visibleText = (markdown: string): string => {
  const text = wholeTables(markdown)
  return readingTree(text)
    .map((node) => textOf(text, node))
    .join(' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
}

const textOf = (raw: string, node: ReadingNode): string => {
  // Marks that are still there have lost their other half.
  if (node.kind !== 'branch') return node.kind === 'text' ? raw.slice(node.start, node.end).replaceAll(/\*\*|`/g, '') : ''
  if (node.tag === 'table') return ` ${partsOf(raw, node).join('; ')} `
  if (node.tag === 'tr') return partsOf(raw, node).join(' · ')
  const inside = node.tag === 'code' || node.tag === 'pre' ? codeOf(raw, node) : node.children.map((child) => textOf(raw, child)).join('')
  return separate.has(node.tag) ? ` ${inside} ` : inside
}

/** Of a table its rows, of a row its cells; the empty ones are nothing to read. */
const partsOf = (raw: string, { children }: Branch): string[] =>
  children
    .filter(({ kind }) => kind === 'branch')
    .map((child) => textOf(raw, child).trim())
    .filter((part) => part !== '')

const codeOf = (raw: string, { children }: Branch): string =>
  children.map((child) => (child.kind === 'branch' ? codeOf(raw, child) : child.kind === 'text' ? raw.slice(child.start, child.end) : '')).join('')

const separate = new Set(['p', 'h3', 'h4', 'h5', 'h6', 'li', 'td', 'th', 'pre', 'br', 'blockquote'])
