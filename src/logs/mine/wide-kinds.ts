import type { Kind } from './kind.ts'
import { varying } from './merge-kinds.ts'
import type { Words } from './scan-words.ts'

/** Kinds that took in others: the words of a line that is new may be one more of theirs. Makes no string, as many lines may ask. */
export interface WideKinds {
  /** The first of those given that covers these words. */
  find(bytes: Uint8Array, words: Words): Kind | undefined
  has(kind: Kind): boolean
}

const prime = 0x01000193
/** What is kept of a word. */
export const longestWord = 256

export const wideKinds = (alive: readonly Kind[]): WideKinds => {
  // By number of words and first word; the number alone where the first word is one that differs.
  const all = new Set(alive.filter(({ words }) => words.includes(varying)))
  const known = Map.groupBy(all, ({ words }) => (words[0] === varying ? words.length : keyOf(words.length, words[0]!)))
  return {
    has: (kind) => all.has(kind),
    find(bytes, words) {
      if (known.size === 0 || words.count === 0) return undefined
      const { count, starts, ends, varyFrom } = words
      let hash = 0
      const vary = varyFrom[0]!
      const end = Math.min(vary < 0 ? ends[0]! : vary, starts[0]! + longestWord)
      for (let at = starts[0]!; at < end; at++) hash = Math.imul(hash ^ bytes[at]!, prime)
      if (vary >= 0) hash = Math.imul(hash ^ 1, prime)
      return first(known.get(keyed(hash, count)), bytes, words) ?? first(known.get(count), bytes, words)
    },
  }
}

const keyOf = (count: number, word: string): number => {
  let hash = 0
  for (let i = 0; i < word.length; i++) hash = Math.imul(hash ^ word.charCodeAt(i), prime)
  return keyed(hash, count)
}

/** Never a number of words, which the key of any first word is. */
const keyed = (hash: number, count: number): number => (Math.imul(hash, 31) ^ count) | 0x40000000

const first = (kinds: readonly Kind[] | undefined, bytes: Uint8Array, words: Words): Kind | undefined => {
  if (kinds) for (const kind of kinds) if (covers(kind.words, bytes, words)) return kind
  return undefined
}

const covers = (pattern: readonly string[], bytes: Uint8Array, { count, starts, ends, varyFrom }: Words): boolean => {
  if (pattern.length !== count) return false
  for (let i = 0; i < count; i++) {
    const word = pattern[i]!
    if (word === varying) continue
    const vary = varyFrom[i]!
    const start = starts[i]!
    // The mark of what varies stands at the end of a word.
    const length = Math.min((vary < 0 ? ends[i]! : vary) - start, longestWord)
    const own = vary < 0 ? word.length : word.length - 1
    if (own !== length || (word.charCodeAt(word.length - 1) === 1) !== vary >= 0) return false
    for (let at = 0; at < own; at++) if (word.charCodeAt(at) !== bytes[start + at]) return false
  }
  return true
}
