import { readingTree, type ReadingNode } from './reading-tree.ts'

/** What a reader sees of some Markdown, on one line; for previews, where offsets do not matter. */
export const visibleText = (markdown: string): string =>
  readingTree(markdown)
    .map((node) => textOf(markdown, node))
    .join(' ')
    .replaceAll(/\s+/g, ' ')
    .trim()

const textOf = (raw: string, node: ReadingNode): string => {
  if (node.kind !== 'branch') return node.kind === 'text' ? raw.slice(node.start, node.end) : ''
  const inside = node.children.map((child) => textOf(raw, child)).join('')
  return separate.has(node.tag) ? ` ${inside} ` : inside
}

const separate = new Set(['p', 'h3', 'h4', 'h5', 'h6', 'li', 'td', 'th', 'tr', 'pre', 'br', 'blockquote'])
