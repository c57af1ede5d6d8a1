import { emptyKind, standing, type Kind, type KindWords } from './kind.ts'
import { rankOfMessage } from '../line/level.ts'
import { varying, type MergeSettings } from './merge-kinds.ts'
import { mergedKinds } from './merged-kinds.ts'
import type { Scale } from './rate.ts'
import { latin1 } from '../line/read-bytes.ts'
import type { Words } from './scan-words.ts'
import { longestWord, wideKinds } from './wide-kinds.ts'
import { hasKey, keyOfWords } from './word-key.ts'

/** All kinds of line seen so far, found by the words of a line; as many as `limit`, whatever is read. */
export interface Kinds {
  of(bytes: Uint8Array, words: Words): Kind
  /** Those that no other took in. */
  all(): Kind[]
  byNumber(number: number): Kind
  readonly size: number
  /** Lines that came when there was no room for another kind. */
  readonly overflow: Kind | null
}

export const overflowWord = '(lines of further kinds)'
// Places in the table that leads from a line's words to its kind; half of them are used at most.
const tableSize = 1 << 17

export interface KindsOptions {
  readonly limit: number
  readonly merge: MergeSettings
  readonly byTime: Scale
  readonly byLine: Scale
}

export const openKinds = ({ limit, merge, byTime, byLine }: KindsOptions): Kinds => {
  let firsts = new Int32Array(tableSize)
  let seconds = new Int32Array(tableSize)
  let places: (Kind | undefined)[] = Array.from({ length: tableSize })
  // Hashes find, words decide: who writes lines whose hashes collide cannot hide one kind in another.
  let keys: (Uint8Array | undefined)[] = Array.from({ length: tableSize })
  let used = 0
  let stayed = 0
  let alive: Kind[] = []
  const created: Kind[] = []
  let overflow: Kind | null = null
  let wide = wideKinds([])

  const create = (words: KindWords): Kind => {
    const kind = emptyKind(created.length, words, rankOfMessage(words.shown), byTime, byLine)
    alive.push(kind)
    created.push(kind)
    return kind
  }
  /** Once there are as many kinds as may be, like ones become one for good. */
  const compact = (): void => {
    alive = mergedKinds(alive, merge, byTime, byLine)
    wide = wideKinds(alive)
  }
  /** Once the table is full: words of wide kinds give way, as these are found without it. Others stay, or lines like theirs would be new. */
  const makeRoom = (): void => {
    const [oldFirsts, oldSeconds, oldPlaces, oldKeys] = [firsts, seconds, places, keys]
    firsts = new Int32Array(tableSize)
    seconds = new Int32Array(tableSize)
    places = Array.from({ length: tableSize })
    keys = Array.from({ length: tableSize })
    used = 0
    oldPlaces.forEach((old, index) => {
      const kind = old && standing(old)
      if (kind && kind !== overflow && !wide.has(kind)) enter(oldFirsts[index]!, oldSeconds[index]!, kind, oldKeys[index]!)
    })
    stayed = used
  }
  const enter = (first: number, second: number, kind: Kind, key: Uint8Array): void => {
    let place = placeOf(first, second)
    while (places[place]) place = (place + 1) & (tableSize - 1)
    firsts[place] = first
    seconds[place] = second
    places[place] = kind
    keys[place] = key
    used++
  }
  const ofNewWords = (bytes: Uint8Array, words: Words): Kind => {
    const known = wide.find(bytes, words)
    if (known) return known
    if (alive.length >= limit) {
      // Not tried again for every line: only once enough was merged the last time to make it worth its while.
      if (!overflow) compact()
      if (alive.length >= limit * 0.9) return (overflow ??= create({ words: [overflowWord], shown: [overflowWord], first: [overflowWord] }))
    }
    return create(readWords(bytes, words))
  }

  return {
    of(bytes, words) {
      const { first, second } = words
      let place = placeOf(first, second)
      for (;;) {
        const kind = places[place]
        if (!kind) break
        if (firsts[place] === first && seconds[place] === second && hasKey(keys[place]!, bytes, words))
          return kind.into ? (places[place] = standing(kind)) : kind
        place = (place + 1) & (tableSize - 1)
      }
      const kind = ofNewWords(bytes, words)
      if (used === tableSize / 2 && stayed < tableSize / 4) makeRoom()
      if (used < tableSize / 2) enter(first, second, kind, keyOfWords(bytes, words))
      return kind
    },
    all: () => alive,
    byNumber: (number) => created[number]!,
    get size() {
      return alive.length
    },
    get overflow() {
      return overflow
    },
  }
}

const placeOf = (first: number, second: number): number => (first ^ (second >>> 7)) & (tableSize - 1)

/** The words of a line as they stand, as they are compared, and as they are shown. */
const readWords = (bytes: Uint8Array, { count, starts, ends, varyFrom }: Words): KindWords => {
  const first: string[] = []
  const kind: KindWords = { words: [], shown: [], first }
  for (let i = 0; i < count; i++) {
    // No character of a log is taken for the mark of what varies.
    const word = latin1(bytes, starts[i]!, Math.min(ends[i]!, starts[i]! + longestWord)).replaceAll(varying, '?')
    const vary = varyFrom[i]! < 0 ? word.length : varyFrom[i]! - starts[i]!
    first.push(word)
    kind.words.push(varyFrom[i]! < 0 ? word : word.slice(0, vary) + varying)
    kind.shown.push(varyFrom[i]! < 0 ? word : `${word.slice(0, vary)}<*>${/[^A-Za-z0-9\u0080-\u00ff]*$/.exec(word.slice(vary))![0]}`)
  }
  return kind
}
