import type { RootContent } from 'mdast'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { gfmFromMarkdown } from 'mdast-util-gfm'
import { gfm } from 'micromark-extension-gfm'
import { mediaTypes } from './detect-type.ts'
import { readFrontMatter, type FrontMatter } from './front-matter.ts'
import { markdownWindows } from './markdown-windows.ts'
import type { Block, ParsedDocument } from './parsed.ts'
import { paragraphs } from './parse-plain.ts'
import { plainTitle } from './plain-title.ts'

/** The text stays as it is; front matter gives title, language and metadata, the headings give the structure. */
export const parseMarkdown = (text: string): ParsedDocument => {
  const frontMatter = readFrontMatter(text)
  return documentOf(text, frontMatter, markdownBlocks(text, frontMatter.end))
}

/** A page of Markdown whose blocks behind the front matter are known. */
export const documentOf = (text: string, { end, metadata, notes }: FrontMatter, content: readonly Block[]): ParsedDocument => {
  const blocks = [...(end > 0 ? [{ kind: 'unseen', start: 0, end } as const] : []), ...content]
  const stated = typeof metadata.title === 'string' ? metadata.title : ''
  const language = metadata.lang ?? metadata.language
  return {
    title: stated || titleFromHeadings(blocks),
    language: typeof language === 'string' ? language : null,
    metadata,
    mediaType: mediaTypes.markdown,
    text,
    pageStarts: [],
    blocks,
    notes,
  }
}

/** A heading of the highest level that opens the page; none where the page has prose before its first heading of a lower level. */
const titleFromHeadings = (blocks: readonly Block[]): string => {
  const first = blocks.find((block) => block.kind === 'heading')
  const top = blocks.find((block) => block.kind === 'heading' && block.depth === 1)
  return (top ?? first)?.title ?? ''
}

export const markdownBlocks = (text: string, from: number): Block[] => {
  const blocks: Block[] = []
  for (const window of markdownWindows(text, from)) {
    if (window.kind === 'markdown') blocks.push(...parseWindow(text, window.start, window.end))
    else blocks.push({ kind: window.kind, start: window.start, end: window.end })
  }
  return blocks
}

// Only blocks are wanted: without the marks inside of lines parsing is a third faster and has no quadratic cases there.
const blocksOnly = {
  disable: {
    null: [
      'attention',
      'autolink',
      'codeText',
      'characterEscape',
      'characterReference',
      'hardBreakEscape',
      'htmlText',
      'labelEnd',
      'labelStartImage',
      'labelStartLink',
      'strikethrough',
    ],
  },
}

const extensions = [gfm(), blocksOnly]
// Its transforms look for bare links inside of paragraphs.
const mdastExtensions = gfmFromMarkdown().map(({ transforms: _, ...extension }) => extension)

const parseWindow = (text: string, start: number, end: number): Block[] => {
  try {
    const tree = fromMarkdown(text.slice(start, end), { extensions, mdastExtensions })
    return tree.children.map((node) => toBlock(text, node, start))
  } catch (error) {
    // Thousands of nested lists or quotes: no page for people, but its words are still found.
    if (error instanceof RangeError) return paragraphs(text, start, end)
    throw error
  }
}

export const toBlock = (text: string, node: RootContent, offset: number): Block => {
  const span = spanOf(node, offset)
  const source = text.slice(span.start, span.end)
  switch (node.type) {
    case 'heading':
      return { kind: 'heading', ...span, depth: node.depth, title: plainTitle(source) }
    case 'list':
    case 'table':
      return { kind: node.type, ...span, cuts: node.children.map((child) => spanOf(child, offset).start) }
    case 'blockquote':
      return { kind: 'quote', ...span, cuts: node.children.map((child) => spanOf(child, offset).start) }
    case 'code':
      return { kind: 'code', ...span }
    case 'html':
      return isComment(source) ? { kind: 'unseen', ...span } : { kind: 'html', ...span, cuts: rowStarts(source, span.start) }
    case 'thematicBreak':
      return { kind: 'mark-close', ...span }
    default:
      return { kind: isUnresolvedInclude(source) ? 'unseen' : (markKind(source) ?? 'paragraph'), ...span }
  }
}

const spanOf = (node: { position?: RootContent['position'] }, offset: number): { start: number; end: number } => ({
  start: offset + node.position!.start.offset!,
  end: offset + node.position!.end.offset!,
})

/** Where rows of a table and items of a list begin in HTML. */
const rowStarts = (source: string, offset: number): number[] => [...source.matchAll(/<(?:tr|li|dt|p)[\s>]/gi)].map(({ index }) => offset + index)

/** One comment and nothing else. */
const isComment = (source: string): boolean => source.startsWith('<!--') && source.indexOf('-->') === source.trimEnd().length - 3

/** mdBook's `{{#include file}}` in a page that came without its files. */
const isUnresolvedInclude = (source: string): boolean => /^(?:\{\{\s*#\w+[^}]*\}\}\s*)+$/.test(source)

/** GitBook's `{% hint %}` and Docusaurus' `:::note` belong to what follows; `{% endhint %}`, `{% embed %}` and `:::` to what stands before. */
const markKind = (source: string): 'mark-open' | 'mark-close' | null => {
  if (/^:{3,}[^\n]*$/.test(source)) return /\w/.test(source) ? 'mark-open' : 'mark-close'
  const name = /^(?:\{%-?\s*(\w+)[^%]*%\}\s*)+$/.exec(source)?.[1]
  if (name === undefined) return null
  return /^(?:end|embed|file|include|openapi)/.test(name) ? 'mark-close' : 'mark-open'
}
