import type { Nodes } from 'mdast'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { gfmFromMarkdown } from 'mdast-util-gfm'
import { gfm } from 'micromark-extension-gfm'
import type { Span } from '../../domain/document.ts'

/** Of a text in Markdown: what leads somewhere, loads something or is handed on to a browser as it is; and where its code stands. */
export interface ReadMarkdown {
  readonly leading: readonly (Span & { /** The words that show, where it has some. */ readonly label: Span | null })[]
  readonly code: readonly Span[]
}

/** Null where the text is too tangled to be read in good time. */
export const readMarkdown = (text: string): ReadMarkdown | null => {
  if (isTangled(text)) return null
  const leading: (Span & { label: Span | null })[] = []
  const code: Span[] = []
  const look = (node: Nodes, around: Span): void => {
    // An address that was found in the words of its parent has no place of its own, and no target beside its words.
    const span = spanOf(node) ?? around
    if (leads.has(node.type)) leading.push({ ...span, label: node.position ? labelOf(text, node, span) : span })
    if (node.type === 'code' || node.type === 'inlineCode') code.push(span)
    if ('children' in node) for (const child of node.children) look(child, span)
  }
  look(fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] }), { start: 0, end: text.length })
  return { leading, code }
}

const leads: ReadonlySet<Nodes['type']> = new Set([
  'link',
  'linkReference',
  'image',
  'imageReference',
  'definition',
  'footnoteDefinition',
  'footnoteReference',
  'html',
])

const spanOf = ({ position }: Nodes): Span | null => (position ? { start: position.start.offset!, end: position.end.offset! } : null)

const labelOf = (text: string, node: Nodes, span: Span): Span | null => {
  if (node.type === 'link' || node.type === 'linkReference') {
    const [first, last] = [node.children[0], node.children.at(-1)].map((child) => child && spanOf(child))
    return first && last ? { start: first.start, end: last.end } : null
  }
  if (node.type !== 'image' && node.type !== 'imageReference') return null
  const start = span.start + 2
  return node.alt && text.startsWith(node.alt, start) ? { start, end: start + node.alt.length } : null
}

// A parser of Markdown takes time with the square of brackets that open, and of marks within each other.
const isTangled = (text: string): boolean => (text.match(/[[\]<>*_~]/g)?.length ?? 0) > 1000 || /(?:[>*_[][ \t]?){40}/.test(text)
