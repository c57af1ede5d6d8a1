import { wordEnd } from './read-bytes.ts'

const maxBracket = 240

/** The end of a bracketed group, brackets within it counted; of the word where it does not close. */
export const bracketEnd = (bytes: Uint8Array, at: number, end: number): number => {
  const open = bytes[at]!
  const close = open === 40 ? 41 : 93
  let depth = 0
  const stop = Math.min(end, at + maxBracket)
  for (let i = at; i < stop; i++) {
    if (bytes[i] === open) depth++
    else if (bytes[i] === close && --depth === 0) return i + 1
  }
  return wordEnd(bytes, at, end)
}
