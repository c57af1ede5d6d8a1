import type { Words } from './scan-words.ts'

/** What is compared of a message's words; of those that share more, hashes alone tell. Bounds memory where words are made to be many and long. */
const longestKey = 512
// No line holds one.
const newline = 10

/** The words of a message without what varies, each with its end: one newline, and two where it varies. Two messages of one key are of one kind, whatever their hashes. */
export const keyOfWords = (bytes: Uint8Array, { count, starts, ends, varyFrom }: Words): Uint8Array => {
  const key: number[] = []
  for (let i = 0; i < count && key.length < longestKey; i++) {
    const end = varyFrom[i]! < 0 ? ends[i]! : varyFrom[i]!
    for (let at = starts[i]!; at < end && key.length < longestKey; at++) key.push(bytes[at]!)
    key.push(newline)
    if (varyFrom[i]! >= 0) key.push(newline)
  }
  return Uint8Array.from(key.slice(0, longestKey))
}

export const hasKey = (key: Uint8Array, bytes: Uint8Array, { count, starts, ends, varyFrom }: Words): boolean => {
  const { length } = key
  let place = 0
  for (let i = 0; i < count && place < length; i++) {
    const vary = varyFrom[i]!
    const end = vary < 0 ? ends[i]! : vary
    for (let at = starts[i]!; at < end && place < length; at++) if (bytes[at] !== key[place++]) return false
    if (place < length && key[place++] !== newline) return false
    if (vary >= 0 && place < length && key[place++] !== newline) return false
  }
  return place === length
}
