import type { ComponentChild } from 'preact'
import { useMemo } from 'preact/hooks'
import { cutLeaf, type Range } from './decorate.ts'
import { codeLines } from './code-lines.ts'
import { joinedLines } from './joined-lines.ts'
import { readingTree, type Branch, type Leaf, type ReadingNode } from './reading-tree.ts'
import type { TextForm } from './text-form.ts'

/** Something of the page's own (a citation number, a page label) that stands right behind the character before `at`. */
export interface Marker {
  readonly at: number
  readonly content: ComponentChild
}

interface Props {
  readonly text: string
  readonly form: TextForm
  /** Of the first line, from 1; shown with code only. */
  readonly firstLine?: number
  readonly ranges?: readonly Range[]
  readonly markers?: readonly Marker[]
  /** Web links can be followed; else their label is all that is shown. */
  readonly links?: boolean
}

/** Untrusted text for reading. Every string goes in as a text node, every element comes from the closed list of `Tag`. */
export const Reading = ({ text, form, firstLine = 1, ranges = [], markers = [], links = false }: Props) => {
  const tree = useMemo(() => treeOf[form](text), [text, form])
  const show = (node: ReadingNode): ComponentChild => (node.kind === 'branch' ? showBranch(node) : showLeaf(node))
  const showBranch = (node: Branch): ComponentChild => {
    const Tag = node.tag === 'a' && !links ? 'span' : node.tag
    return (
      <Tag class={node.className} {...attributesOf(node, links)}>
        {node.children.length > 0 ? node.children.map(show) : null}
      </Tag>
    )
  }
  const showLeaf = (leaf: Leaf): ComponentChild => {
    const stops = markers.filter(({ at }) => at > leaf.start && at <= leaf.end)
    return cutLeaf(
      leaf,
      ranges,
      stops.map(({ at }) => at),
    ).map((piece) => [showPiece(text, piece), ...stops.filter(({ at }) => at === piece.end).map(({ content }) => content)])
  }
  return (
    <div class={`reading ${form}`} style={form === 'code' ? { counterReset: `line ${firstLine - 1}` } : undefined}>
      {tree.map(show)}
    </div>
  )
}

const treeOf: Readonly<Record<TextForm, (text: string) => ReadingNode[]>> = {
  markdown: readingTree,
  plain: (text) => [{ kind: 'text', start: 0, end: text.length }],
  joined: joinedLines,
  code: codeLines,
}

const attributesOf = (node: Branch, links: boolean): Record<string, unknown> => {
  if (node.tag === 'a' && links) return { href: node.href, rel: 'noopener noreferrer nofollow', target: '_blank' }
  if (node.tag === 'ol') return { start: node.first }
  return {}
}

const showPiece = (text: string, { kind, start, end, range }: Leaf & { range: Range | null }): ComponentChild => {
  const content = text.slice(start, end)
  const hidden = kind === 'markup'
  if (range?.kind === 'quote') return <mark hidden={hidden}>{content}</mark>
  if (range) return hidden ? <span hidden>{content}</span> : <span class={range.kind}>{content}</span>
  return hidden ? <span hidden>{content}</span> : content
}
