/** What a byte is to a reader of lines; bytes beyond ASCII are letters, so that UTF-8 words stay whole. */
export const space = 0
export const punctuation = 1
export const letter = 2
export const digit = 3

export const classOf = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte <= 32) return space
  if (byte >= 48 && byte <= 57) return digit
  if (byte >= 128 || (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122)) return letter
  return punctuation
})

/** The number that `length` digits at `at` are, or -1. */
export const digitsAt = (bytes: Uint8Array, at: number, length: number): number => {
  let value = 0
  for (let i = at; i < at + length; i++) {
    const figure = bytes[i]! - 48
    if (!(figure >= 0 && figure <= 9)) return -1
    value = value * 10 + figure
  }
  return value
}

/** Where the bytes at `at` cease to be of `kind`, or `end`. */
export const skip = (bytes: Uint8Array, at: number, end: number, kind: number): number => {
  while (at < end && classOf[bytes[at]!] === kind) at++
  return at
}

/** Where the word at `at` ends: the next space, or `end`. */
export const wordEnd = (bytes: Uint8Array, at: number, end: number): number => {
  while (at < end && bytes[at]! > 32) at++
  return at
}

/** Bytes as they are, one character each; for comparing, and for `toText` when they are shown. */
export const latin1 = (bytes: Uint8Array, start: number, end: number): string => Buffer.prototype.latin1Slice.call(bytes, start, end)

const decoder = new TextDecoder()

/** What `latin1` took, read as UTF-8; what is none becomes U+FFFD. */
export const toText = (kept: string): string => {
  for (let i = 0; i < kept.length; i++) if (kept.charCodeAt(i) > 127) return decoder.decode(Uint8Array.from(kept, (character) => character.charCodeAt(0)))
  return kept
}
