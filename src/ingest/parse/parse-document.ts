import { AppError } from '../../base/error.ts'
import { codeLanguageOf, codeLanguageOfType, type CodeLanguage } from '../code/code-languages.ts'
import { decode, normalise } from './decode.ts'
import { detectType, isDocumentExtension, isDocumentType, mediaTypes, type MediaType } from './detect-type.ts'
import { limits } from './limits.ts'
import type { ParsedDocument } from './parsed.ts'
import { parseMarkdown } from './parse-markdown.ts'
import { parsePlain } from './parse-plain.ts'

/** Bytes of any kind that we read → text with its structure. Fails with `invalid` or `too_large` and one sentence. */
export const parseDocument = async (bytes: Uint8Array, source: string, statedType?: string): Promise<ParsedDocument> => {
  if (bytes.length === 0) throw new AppError('invalid', 'This is empty.')
  if (bytes.length > limits.fileBytes) throw tooLarge(bytes.length)
  const parsed = await parseAs(detectType(bytes, source, statedType), bytes, source, codeLanguage(source, statedType))
  if (parsed.text.length > limits.textLength) {
    throw new AppError(
      'too_large',
      `This holds ${megabytes(parsed.text.length)} million characters of text; at most ${megabytes(limits.textLength)} are read. Split it.`,
    )
  }
  if (parsed.text.trim() === '') throw new AppError('invalid', 'This holds no text.', { details: { empty: true } })
  return parsed
}

export const tooLarge = (bytes: number): AppError =>
  new AppError('too_large', `This is ${megabytes(bytes)} MB; at most ${megabytes(limits.fileBytes)} MB are read. Split it, or leave it out.`)

const megabytes = (bytes: number): number => Math.round(bytes / 1e6)

type Parse<Input> = (input: Input) => ParsedDocument | Promise<ParsedDocument>

/** What is no text. Each parser is loaded when its first document comes. */
const ofBytes: Partial<Record<MediaType, () => Promise<Parse<Uint8Array>>>> = {
  [mediaTypes.pdf]: async () => (await import('./parse-pdf.ts')).parsePdf,
  [mediaTypes.docx]: async () => (await import('./parse-docx.ts')).parseDocx,
}

const codeParser = async (source: string, language: CodeLanguage): Promise<Parse<string>> => {
  const { parseCode } = await import('../code/parse-code.ts')
  return (text) => parseCode(text, source, language)
}

/** What is decoded first. */
const ofText: Partial<Record<MediaType, () => Promise<Parse<string>>>> = {
  [mediaTypes.mdx]: async () => (await import('./parse-mdx.ts')).parseMdx,
  [mediaTypes.html]: async () => (await import('./parse-html.ts')).parseHtml,
  [mediaTypes.rst]: async () => (await import('./parse-outline.ts')).parseRst,
  [mediaTypes.asciidoc]: async () => (await import('./parse-outline.ts')).parseAsciiDoc,
  [mediaTypes.org]: async () => (await import('./parse-outline.ts')).parseOrg,
  [mediaTypes.csv]: async () => (await import('./parse-csv.ts')).parseCsv,
  [mediaTypes.tsv]: async () => (await import('./parse-csv.ts')).parseTsv,
  [mediaTypes.json]: async () => (await import('./parse-json.ts')).parseJson,
  [mediaTypes.jsonLines]: async () => (await import('./parse-json.ts')).parseJsonLines,
  [mediaTypes.notebook]: async () => (await import('./parse-notebook.ts')).parseNotebook,
  [mediaTypes.markdown]: async () => parseMarkdown,
}

/** A page that a stated type or its name makes a document of another kind is no code. */
const codeLanguage = (source: string, statedType: string | undefined): CodeLanguage | null =>
  isDocumentType(statedType) || isDocumentExtension(source) ? null : (codeLanguageOfType(statedType) ?? codeLanguageOf(source))

const parseAs = async (type: MediaType, bytes: Uint8Array, source: string, language: CodeLanguage | null): Promise<ParsedDocument> => {
  const fromBytes = await ofBytes[type]?.()
  if (fromBytes) return fromBytes(bytes)
  const parse = language ? await codeParser(source, language) : ((await ofText[type]?.()) ?? parsePlain)
  const { text, encoding } = decode(bytes)
  const parsed = await parse(normalise(text))
  if (encoding === null) return parsed
  return { ...parsed, metadata: { ...parsed.metadata, encoding }, notes: [...parsed.notes, `It was read as ${encoding}, because it is not UTF-8.`] }
}
