import type { Paragraph, RootContent } from 'mdast'
import type { MdxJsxAttribute, MdxJsxFlowElement, MdxJsxTextElement } from 'mdast-util-mdx'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { gfmFromMarkdown } from 'mdast-util-gfm'
import { mdxFromMarkdown } from 'mdast-util-mdx'
import { gfm } from 'micromark-extension-gfm'
import { mdx } from 'micromark-extension-mdx'
import { mediaTypes } from './detect-type.ts'
import { readFrontMatter } from './front-matter.ts'
import { maskModules } from './mask-modules.ts'
import { documentOf, parseMarkdown, toBlock } from './parse-markdown.ts'
import type { Block, ParsedDocument } from './parsed.ts'

// The parser needs a window without cuts, because a tag may close anywhere, and about 1 KB of memory for a character.
const longest = 128 * 1024

/** The text stays as it is; imports, tags and expressions are unseen, what stands between tags is read. Broken MDX is read as Markdown, and told. */
export const parseMdx = (text: string): ParsedDocument => {
  const frontMatter = readFrontMatter(text)
  const read = text.length > longest ? null : blocksOf(text, frontMatter.end)
  if (read) return { ...documentOf(text, frontMatter, read), mediaType: mediaTypes.mdx }
  const markdown = parseMarkdown(text)
  const reason = text.length > longest ? 'It is too long to be read as MDX' : 'It is not valid MDX'
  return { ...markdown, mediaType: mediaTypes.mdx, notes: [...markdown.notes, `${reason} and was read as Markdown.`] }
}

type Node = RootContent | MdxJsxFlowElement | MdxJsxTextElement

const blocksOf = (text: string, from: number): Block[] | null => {
  const { masked, modules } = maskModules(text, from)
  try {
    const { children } = fromMarkdown(masked.slice(from), { extensions: [gfm(), mdx()], mdastExtensions: [gfmFromMarkdown(), mdxFromMarkdown()] })
    const blocks = (children as Node[]).flatMap((node) => toBlocks(text, node, from))
    // What looks like a statement may lie within an expression, which is unseen already.
    const apart = modules.filter((span) => !blocks.some(({ start, end }) => start < span.end && span.start < end))
    return [...apart.map((span): Block => ({ kind: 'unseen', ...span })), ...blocks].sort((one, other) => one.start - other.start)
  } catch {
    return null
  }
}

const toBlocks = (text: string, node: Node, offset: number): Block[] => {
  if (node.type === 'mdxJsxFlowElement' || node.type === 'mdxJsxTextElement') return elementBlocks(text, node, offset)
  if (node.type === 'mdxFlowExpression' || node.type === 'mdxTextExpression') return [{ kind: 'unseen', ...spanOf(node, offset) }]
  if (node.type === 'paragraph' && isElementsOnly(node)) return node.children.flatMap((child) => (isBlank(child) ? [] : toBlocks(text, child as Node, offset)))
  if (node.type === 'text') return [{ kind: 'paragraph', ...spanOf(node, offset) }]
  return [toBlock(text, node as RootContent, offset)]
}

/** A tag that stands on lines of its own, though it is written like one within a sentence. */
const isElementsOnly = ({ children }: Paragraph): boolean =>
  children.every((child) => isBlank(child) || child.type === 'mdxJsxTextElement' || child.type === 'mdxTextExpression') &&
  children.some((child) => child.type === 'mdxJsxTextElement' || child.type === 'mdxTextExpression')

const isBlank = (child: { type: string; value?: string }): boolean => child.type === 'text' && child.value!.trim() === ''

/** Its opening tag, what it holds, its closing tag. A tag that says something to the reader (`<Tab title="npm">`) goes with what follows. */
const elementBlocks = (text: string, node: MdxJsxFlowElement | MdxJsxTextElement, offset: number): Block[] => {
  const { start, end } = spanOf(node, offset)
  const [first, last] = [node.children[0], node.children.at(-1)]
  const opening: Block = { kind: isTelling(node) ? 'mark-open' : 'unseen', start, end: first ? spanOf(first, offset).start : end }
  if (!first || !last) return [opening]
  const inner =
    node.type === 'mdxJsxTextElement' && node.children.some((child) => child.type === 'text' && child.value.trim() !== '')
      ? [{ kind: 'paragraph', start: opening.end, end: spanOf(last, offset).end } as const]
      : (node.children as Node[]).flatMap((child) => toBlocks(text, child, offset))
  return [opening, ...inner, { kind: 'unseen', start: spanOf(last, offset).end, end }]
}

const telling = new Set(['title', 'label', 'alt', 'caption', 'description', 'summary'])

const isTelling = ({ attributes }: MdxJsxFlowElement | MdxJsxTextElement): boolean =>
  attributes.some(
    (attribute) => attribute.type === 'mdxJsxAttribute' && telling.has((attribute as MdxJsxAttribute).name) && typeof attribute.value === 'string',
  )

const spanOf = (node: { position?: RootContent['position'] }, offset: number): { start: number; end: number } => ({
  start: offset + node.position!.start.offset!,
  end: offset + node.position!.end.offset!,
})
