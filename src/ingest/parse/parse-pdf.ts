import type { PDFDocumentProxy } from 'unpdf/pdfjs'
import { getDocumentProxy } from 'unpdf'
import { AppError } from '../../base/error.ts'
import { mediaTypes } from './detect-type.ts'
import { limits } from './limits.ts'
import type { ParsedDocument } from './parsed.ts'
import { parsePlain, paragraphs } from './parse-plain.ts'
import { joinHyphens, pageLines } from './pdf-lines.ts'
import { withoutRunningLines } from './running-lines.ts'

/** The text of each page, in reading order as the file gives it. Fails with `invalid` for what is encrypted, broken or only pictures. */
export const parsePdf = async (bytes: Uint8Array): Promise<ParsedDocument> => {
  const file = await openPdf(bytes)
  try {
    if (file.numPages > limits.pdfPages) throw new AppError('too_large', `This PDF has ${file.numPages} pages; at most ${limits.pdfPages} are read. Split it.`)
    const pages = joinHyphens(withoutRunningLines(await readPages(file)))
    const { text, pageStarts } = joinPages(pages)
    if (text.trim() === '') throw new AppError('invalid', 'This PDF holds no text, only pictures of it. Run it through OCR first.')
    return {
      title: (await statedTitle(file)) || parsePlain(text.slice(0, 2000)).title,
      language: null,
      metadata: { pages: file.numPages },
      mediaType: mediaTypes.pdf,
      text,
      pageStarts,
      blocks: paragraphs(text, 0, text.length),
      notes: [],
    }
  } catch (error) {
    throw asInvalid(error)
  } finally {
    await file.loadingTask.destroy()
  }
}

const openPdf = async (bytes: Uint8Array): Promise<PDFDocumentProxy> => {
  try {
    // A copy, because pdf.js keeps the buffer for itself. Fonts and pictures are not needed for text.
    return await getDocumentProxy(new Uint8Array(bytes), { disableFontFace: true, useSystemFonts: false, stopAtErrors: false, verbosity: 0 })
  } catch (error) {
    throw asInvalid(error)
  }
}

const asInvalid = (error: unknown): AppError => {
  if (error instanceof AppError) return error
  if (error instanceof Error && error.name === 'PasswordException') {
    return new AppError('invalid', 'This PDF is encrypted. Save a copy of it without a password.', { cause: error })
  }
  return new AppError('invalid', 'This PDF is broken or cut off. Open it in a viewer and save it again.', { cause: error })
}

const readPages = async (file: PDFDocumentProxy): Promise<string[]> => {
  const pages: string[] = []
  let length = 0
  for (let number = 1; number <= file.numPages; number++) {
    const page = await file.getPage(number)
    const text = pageLines((await page.getTextContent()).items)
    page.cleanup()
    length += text.length
    if (length > limits.textLength) throw new AppError('too_large', `This PDF holds more than ${limits.textLength / 1e6} million characters of text. Split it.`)
    pages.push(text)
  }
  return pages
}

/** Pages joined by blank lines; an empty page starts where the next one does. */
const joinPages = (pages: readonly string[]): { text: string; pageStarts: number[] } => {
  const pageStarts: number[] = []
  let text = ''
  for (const page of pages) {
    if (text !== '' && page !== '') text += '\n\n'
    pageStarts.push(text.length)
    text += page
  }
  return { text, pageStarts }
}

const statedTitle = async (file: PDFDocumentProxy): Promise<string> => {
  const { info } = await file.getMetadata()
  const title = (info as { Title?: unknown }).Title
  const words = typeof title === 'string' ? title.replaceAll('\0', '').trim() : ''
  // Word and LaTeX leave the name of a file there.
  return /^(?:untitled|microsoft word|slide \d)|\.(?:docx?|tex|dvi|indd|pptx?|xlsx?)$/i.test(words) ? '' : words
}
