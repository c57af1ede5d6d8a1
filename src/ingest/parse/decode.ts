import { AppError } from '../../base/error.ts'

export interface Decoded {
  readonly text: string
  /** Set when it was not UTF-8. */
  readonly encoding: 'utf-16le' | 'utf-16be' | 'windows-1252' | null
}

/** Bytes → text: UTF-8, UTF-16 with its mark, or windows-1252 where that reads as text. Fails with `invalid`. */
export const decode = (bytes: Uint8Array): Decoded => {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { text: strictly('utf-16le', bytes), encoding: 'utf-16le' }
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { text: strictly('utf-16be', bytes), encoding: 'utf-16be' }
  if (bytes.includes(0)) throw notText(looksWide(bytes) ? 'It looks like UTF-16 without its mark' : 'It holds binary data')
  const text = tryUtf8(bytes)
  if (text !== null) {
    if (share(bytes, isControl) > maxControlShare) throw notText('It holds binary data')
    return { text, encoding: null }
  }
  if (!looksLikeWindows1252(bytes)) throw notText('It is not UTF-8')
  return { text: new TextDecoder('windows-1252').decode(bytes), encoding: 'windows-1252' }
}

/** The form in which text is stored: no byte-order mark, LF line ends, and nothing a database or a JSON reader would alter. */
export const normalise = (text: string): string => {
  if (text.includes('\0')) throw notText('It holds NUL characters')
  // A lone surrogate cannot be stored as UTF-8; its replacement is one code unit too, so offsets stay.
  return text
    .replace(/^\uFEFF/, '')
    .replaceAll('\r\n', '\n')
    .toWellFormed()
}

const notText = (what: string): AppError => new AppError('invalid', `This is not readable as text: ${what}. Save it as UTF-8 text.`)

const strictly = (encoding: string, bytes: Uint8Array): string => {
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw notText(`It begins like ${encoding.toUpperCase()} but is broken`)
  }
}

const tryUtf8 = (bytes: Uint8Array): string | null => {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return null
  }
}

// Such bytes occur in real text files; a picture or a program has a third of such bytes.
const maxControlShare = 0.02
// Not counted: tab, line ends, form feed, and the escape of a log's colours.
const isControl = (byte: number): boolean => byte < 32 && ![9, 10, 12, 13, 27].includes(byte)

// Undefined in windows-1252, so no editor ever wrote them.
const undefinedBytes = new Set([0x81, 0x8d, 0x8f, 0x90, 0x9d])

/** Western prose has at most a tenth of accented letters; other single-byte alphabets are mostly above 127 and would come out as noise. */
const looksLikeWindows1252 = (bytes: Uint8Array): boolean =>
  share(bytes, isControl) <= maxControlShare / 10 && share(bytes, (byte) => undefinedBytes.has(byte)) === 0 && share(bytes, (byte) => byte > 127) < 0.25

const looksWide = (bytes: Uint8Array): boolean => share(bytes.subarray(0, 4096), (byte) => byte === 0) > 0.3

const share = (bytes: Uint8Array, matches: (byte: number) => boolean): number => {
  let count = 0
  for (const byte of bytes) if (matches(byte)) count++
  return bytes.length === 0 ? 0 : count / bytes.length
}
