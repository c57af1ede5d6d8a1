import { mediaTypes } from './detect-type.ts'
import { paragraphs, parsePlain } from './parse-plain.ts'
import type { Block, ParsedDocument } from './parsed.ts'

/** Texts whose headings are known and the rest is read as paragraphs: AsciiDoc, Org and reStructuredText. The text stays as it is. */
export const parseAsciiDoc = (text: string): ParsedDocument => outlined(text, mediaTypes.asciidoc, marked(text, /^(={1,6})[ \t]+(\S.*)$/gm))

export const parseOrg = (text: string): ParsedDocument => outlined(text, mediaTypes.org, marked(text, /^(\*{1,6})[ \t]+(\S.*)$/gm))

export const parseRst = (text: string): ParsedDocument => outlined(text, mediaTypes.rst, underlined(text))

type Heading = Block & { readonly depth: number; readonly title: string }

const outlined = (text: string, mediaType: string, headings: readonly Heading[]): ParsedDocument => {
  const blocks: Block[] = []
  let end = 0
  for (const heading of headings) {
    blocks.push(...paragraphs(text, end, heading.start), heading)
    end = heading.end
  }
  blocks.push(...paragraphs(text, end, text.length))
  const top = headings.find(({ depth }) => depth === 1)
  return { ...parsePlain(text), title: top?.title ?? '', mediaType, blocks }
}

/** The number of marks is the level. */
const marked = (text: string, pattern: RegExp): Heading[] =>
  [...text.matchAll(pattern)].map((match) => ({
    kind: 'heading',
    start: match.index,
    end: match.index + match[0].length,
    depth: match[1]!.length,
    title: match[2]!.trim(),
  }))

/** A line with another of one repeated sign below it, or one above as well. Which sign is which level is told by their order. */
const underlined = (text: string): Heading[] => {
  const levels: string[] = []
  const pattern = /^(?:([=\-`:'"~^_*+#.])\1{2,}[ \t]*\n)?[ \t]*(\S[^\n]*)\n([=\-`:'"~^_*+#.])\3{2,}[ \t]*$/gm
  return [...text.matchAll(pattern)].flatMap((match): Heading[] => {
    const [source, over = '', title, under] = match
    if (over && over !== under) return []
    const level = over + under!
    if (!levels.includes(level)) levels.push(level)
    return [{ kind: 'heading', start: match.index, end: match.index + source.length, depth: Math.min(6, levels.indexOf(level) + 1), title: title!.trim() }]
  })
}
