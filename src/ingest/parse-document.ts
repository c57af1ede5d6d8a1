import { AppError } from '../base/error.ts'
import { decode, normalise } from './decode.ts'
import { detectType, mediaTypes } from './detect-type.ts'
import { limits } from './limits.ts'
import type { ParsedDocument } from './parsed.ts'
import { parseMarkdown } from './parse-markdown.ts'
import { parsePlain } from './parse-plain.ts'

/** Bytes of any kind that we read → text with its structure. Fails with `invalid` or `too_large` and one sentence. */
export const parseDocument = async (bytes: Uint8Array, source: string, statedType?: string): Promise<ParsedDocument> => {
  if (bytes.length === 0) throw new AppError('invalid', 'This is empty.')
  if (bytes.length > limits.fileBytes) throw tooLarge(bytes.length)
  const parsed = await parseAs(detectType(bytes, source, statedType), bytes)
  if (parsed.text.length > limits.textLength) {
    throw new AppError(
      'too_large',
      `This holds ${megabytes(parsed.text.length)} million characters of text; at most ${megabytes(limits.textLength)} are read. Split it.`,
    )
  }
  if (parsed.text.trim() === '') throw new AppError('invalid', 'This holds no text.')
  return parsed
}

export const tooLarge = (bytes: number): AppError =>
  new AppError('too_large', `This is ${megabytes(bytes)} MB; at most ${megabytes(limits.fileBytes)} MB are read. Split it, or leave it out.`)

const megabytes = (bytes: number): number => Math.round(bytes / 1e6)

const parseAs = async (type: string, bytes: Uint8Array): Promise<ParsedDocument> => {
  if (type === mediaTypes.pdf) return (await import('./parse-pdf.ts')).parsePdf(bytes)
  const { text, encoding } = decode(bytes)
  const parsed = await parseText(type, normalise(text))
  if (encoding === null) return parsed
  return { ...parsed, metadata: { ...parsed.metadata, encoding }, notes: [...parsed.notes, `It was read as ${encoding}, because it is not UTF-8.`] }
}

const parseText = async (type: string, text: string): Promise<ParsedDocument> => {
  if (type === mediaTypes.html) return (await import('./parse-html.ts')).parseHtml(text)
  return type === mediaTypes.markdown ? parseMarkdown(text) : parsePlain(text)
}
