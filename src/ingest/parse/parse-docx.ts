import mammoth from 'mammoth'
import { AppError } from '../../base/error.ts'
import { decode } from './decode.ts'
import { mediaTypes } from './detect-type.ts'
import { docxMarkdown } from './docx-markdown.ts'
import { docxStyles } from './docx-styles.ts'
import { markdownBlocks } from './parse-markdown.ts'
import type { ParsedDocument } from './parsed.ts'
import { readZipParts } from './zip-parts.ts'

/**
 * A Word document as Markdown, made once: what is inserted is read, what is deleted, hidden or a comment is not.
 * Fails with `invalid` or `too_large` for archives that are broken or built to do harm.
 */
export const parseDocx = async (bytes: Uint8Array): Promise<ParsedDocument> => {
  const parts = await readXmlParts(bytes)
  const html = await toHtml(parts)
  const text = docxMarkdown(html)
  const blocks = markdownBlocks(text, 0)
  const properties = parts.get('docProps/core.xml') ?? ''
  const first = blocks.find(({ kind }) => kind === 'heading')
  return {
    title: statedTitle(properties) || (first?.title ?? ''),
    language: property(properties, 'dc:language') || null,
    metadata: {},
    mediaType: mediaTypes.docx,
    text,
    pageStarts: [],
    blocks,
    notes: [],
  }
}

const readXmlParts = async (bytes: Uint8Array): Promise<Map<string, string>> => {
  const files = await readZipParts(bytes, (name) => /\.(?:xml|rels)$/i.test(name))
  const parts = new Map<string, string>()
  for (const [name, content] of files) {
    const xml = decode(content).text
    // Word writes none. A parser that follows them can be made to fill its memory or to read other files.
    if (/<!(?:DOCTYPE|ENTITY)/i.test(xml)) throw new AppError('invalid', 'This document declares XML entities, which Word never writes, and was not read.')
    parts.set(name, name.startsWith('word/') ? withoutHidden(xml) : xml)
  }
  return parts
}

/** Text that no reader sees is no evidence, and a favourite place for instructions to a model. */
const withoutHidden = (xml: string): string => xml.replace(/<w:r(?:\s[^>]*)?>(?:(?!<\/?w:r[\s>])[^])*?<w:vanish\s*\/>(?:(?!<\/?w:r[\s>])[^])*?<\/w:r>/g, '')

/** mammoth is given the checked parts in place of the archive, so that it never unpacks anything itself. */
const toHtml = async (parts: ReadonlyMap<string, string>): Promise<string> => {
  const file = {
    exists: (name: string) => parts.has(name),
    read: async (name: string) => parts.get(name) ?? '',
  }
  try {
    const options = { styleMap: docxStyles(parts.get('word/styles.xml') ?? ''), includeEmbeddedStyleMap: false, convertImage: byItsWords }
    return (await mammoth.convertToHtml({ file } as never, options)).value
  } catch (cause) {
    const nested = cause instanceof RangeError
    throw new AppError(
      'invalid',
      nested
        ? 'This document nests its parts too deeply to be read. Save it as plain text.'
        : 'This Word document is broken or cut off. Open it in a word processor and save it again.',
      { cause },
    )
  }
}

const byItsWords = mammoth.images.imgElement(async () => ({ src: '' }))

const statedTitle = (properties: string): string => {
  const title = property(properties, 'dc:title')
  return /^(?:untitled|microsoft word|word document)|\.docx?$/i.test(title) ? '' : title
}

const property = (xml: string, name: string): string =>
  (new RegExp(`<${name}[^>]*>([^<]*)</${name}>`).exec(xml)?.[1] ?? '')
    .replace(/&(amp|lt|gt|quot|apos);/g, (_, entity: string) => ({ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" })[entity]!)
    .trim()
