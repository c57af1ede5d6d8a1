import type { Nodes, Parents } from 'mdast'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { frontmatterFromMarkdown } from 'mdast-util-frontmatter'
import { gfmFromMarkdown } from 'mdast-util-gfm'
import { frontmatter } from 'micromark-extension-frontmatter'
import { gfm } from 'micromark-extension-gfm'
import { alignText } from './align-text.ts'
import { webLink } from './web-link.ts'

/**
 * Markdown as it is read, without losing a character: the leaves, in order, are exactly the raw text.
 * `markup` leaves are hidden, so every offset of a citation still falls on the right letter.
 */
export type ReadingNode = Leaf | Branch

export interface Leaf {
  readonly kind: 'text' | 'markup'
  readonly start: number
  readonly end: number
}

/** Only these tags exist: nothing that loads, runs or styles can come out of a document. */
export type Tag =
  | 'p'
  | 'h3'
  | 'h4'
  | 'h5'
  | 'h6'
  | 'em'
  | 'strong'
  | 'del'
  | 'code'
  | 'pre'
  | 'blockquote'
  | 'ul'
  | 'ol'
  | 'li'
  | 'table'
  | 'tr'
  | 'th'
  | 'td'
  | 'hr'
  | 'br'
  | 'a'
  | 'span'

export interface Branch {
  readonly kind: 'branch'
  readonly tag: Tag
  readonly className?: string
  /** Only with `a`; http or https. */
  readonly href?: string
  /** Only with `ol`. */
  readonly first?: number
  readonly children: readonly ReadingNode[]
}

export const readingTree = (text: string): ReadingNode[] => {
  const blocks = parse(text)
  return blocks ? cover(text, blocks, 0, text.length, 0) : [{ kind: 'text', start: 0, end: text.length }]
}

/** Null for text that is nested so deeply (thousands of quote marks) that the parser runs out of stack: no person wrote it. */
const parse = (text: string): Nodes[] | null => {
  try {
    return fromMarkdown(text, {
      extensions: [gfm(), frontmatter(['yaml'])],
      mdastExtensions: [gfmFromMarkdown(), frontmatterFromMarkdown(['yaml'])],
    }).children
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

// Deeper than people write, shallow enough for every recursion over the tree; what lies deeper shows raw.
const deepest = 40

/** The children, and as hidden markup whatever lies between, before and behind them. */
const cover = (text: string, children: readonly Nodes[], start: number, end: number, depth: number): ReadingNode[] => {
  if (depth > deepest) return [{ kind: 'text', start, end }]
  const nodes: ReadingNode[] = []
  let at = start
  for (const child of children) {
    const [from, to] = spanOf(child)
    // A position that overlaps or is missing would break the promise above; that text then counts as markup.
    if (from < at || to > end || to < from) continue
    if (from > at) nodes.push({ kind: 'markup', start: at, end: from })
    nodes.push(...convert(text, child, depth))
    at = to
  }
  if (end > at) nodes.push({ kind: nodes.length === 0 ? 'text' : 'markup', start: at, end })
  return nodes
}

const spanOf = (node: Nodes): [number, number] => [node.position?.start.offset ?? -1, node.position?.end.offset ?? -1]

const branch = (tag: Tag, children: readonly ReadingNode[], more: Partial<Branch> = {}): Branch => ({ kind: 'branch', tag, children, ...more })

const convert = (text: string, node: Nodes, depth: number): ReadingNode[] => {
  const [start, end] = spanOf(node)
  const inside = (parent: Parents): ReadingNode[] => cover(text, parent.children, start, end, depth + 1)
  const hidden: Leaf = { kind: 'markup', start, end }
  switch (node.type) {
    case 'text':
      return alignText(text, start, end, node.value)
    case 'paragraph':
      return [branch('p', inside(node))]
    case 'heading':
      return [branch(headingTags[node.depth - 1]!, inside(node), { className: `depth-${node.depth}` })]
    case 'emphasis':
      return [branch('em', inside(node))]
    case 'strong':
      return [branch('strong', inside(node))]
    case 'delete':
      return [branch('del', inside(node))]
    case 'inlineCode':
      return [branch('code', alignText(text, start, end, node.value))]
    case 'code':
      return [branch('pre', codeLeaves(text, start, end, node.value))]
    case 'blockquote':
      return [branch('blockquote', inside(node))]
    case 'list':
      return [node.ordered ? branch('ol', inside(node), { first: node.start ?? 1 }) : branch('ul', inside(node))]
    case 'listItem':
      return [branch('li', inside(node), node.checked === true ? { className: 'task done' } : node.checked === false ? { className: 'task' } : {})]
    case 'table':
      return [branch('table', tableRows(inside(node)))]
    case 'tableRow':
      return [branch('tr', inside(node))]
    case 'tableCell':
      return [branch('td', node.children.length > 0 ? inside(node) : [hidden])]
    case 'link':
      return [linkOrSpan(node.url, inside(node))]
    case 'linkReference':
      return [branch('span', inside(node))]
    case 'image':
    case 'imageReference':
      return [branch('span', alignText(text, start, end, node.alt ?? ''), { className: node.alt ? 'image' : 'image nameless' })]
    case 'break':
      return [hidden, branch('br', [])]
    case 'thematicBreak':
      return [hidden, branch('hr', [])]
    case 'yaml':
      return [branch('pre', [{ kind: 'text', start, end }], { className: 'aside' })]
    case 'footnoteDefinition':
      return [branch('span', inside(node), { className: 'footnote' })]
    default:
      // HTML, definitions and footnote marks: shown as written, never interpreted.
      return [branch('span', [{ kind: 'text', start, end }], { className: 'aside' })]
  }
}

const headingTags = ['h3', 'h4', 'h5', 'h6', 'h6', 'h6'] as const

const linkOrSpan = (url: string, children: ReadingNode[]): Branch => {
  const href = webLink(url)
  return href ? branch('a', children, { href }) : branch('span', children, { className: 'inert-link' })
}

const codeLeaves = (text: string, start: number, end: number, value: string): ReadingNode[] => {
  const opening = /^(?:`{3,}|~{3,})[^\n]*\n?/.exec(text.slice(start, end))?.[0] ?? ''
  const bodyStart = start + opening.length
  const hidden: Leaf[] = opening ? [{ kind: 'markup', start, end: bodyStart }] : []
  return [...hidden, ...alignText(text, bodyStart, end, value)]
}

const tableRows = (rows: readonly ReadingNode[]): ReadingNode[] => {
  const head = rows.find((node) => node.kind === 'branch')
  return rows.map((node) => (node === head ? { ...head, children: head.children.map(headCell) } : node))
}

const headCell = (node: ReadingNode): ReadingNode => (node.kind === 'branch' ? { ...node, tag: 'th' } : node)
