import { maxFileBytes } from '../../domain/source.ts'

/** What one document may weigh. Beyond it a document is refused with a sentence, never cut in silence. */
export const limits = {
  fileBytes: maxFileBytes,
  /** UTF-16 code units of normalised text. */
  textLength: 20_000_000,
  pdfPages: 5_000,
  /** Of an Office document: its text, not its pictures. A book of 1,000 pages has 15 MB. */
  unpackedBytes: 50_000_000,
  zipEntries: 10_000,
  /** It stands before each chunk when that is embedded. */
  titleLength: 200,
} as const
