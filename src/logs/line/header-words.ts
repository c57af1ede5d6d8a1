import { setComponent, type Header } from './header.ts'
import { rankOfBytes, rankOfLetter } from './level.ts'
import { classOf, digit, letter } from './read-bytes.ts'

/** Where the header goes on after a level at `at`, or 0. Levels in capitals count anywhere, others only where their dress shows what they are. */
export const level = (bytes: Uint8Array, at: number, end: number, header: Header, isAfterProse: boolean): number => {
  const open = bytes[at] === 91 || bytes[at] === 60 || bytes[at] === 40 ? 1 : 0
  let to = at + open
  while (to < end && classOf[bytes[to]!]! >= letter) to++
  if (open && bytes[to] === 58 && to - at < 24) {
    // `[core:error]` of Apache: the module stands before the level.
    const from = to + 1
    to = from
    while (to < end && classOf[bytes[to]!]! >= letter) to++
    const rank = bytes[to] === 93 ? rankOfBytes(bytes, from, to) : -1
    if (rank < 0) return 0
    setComponent(header, at + 1, from - 1)
    header.rank = rank
    return to + 1
  }
  const wordTo = to
  // `[WARN ]` is as wide as `[ERROR]`.
  if (open) while (to < end && bytes[to] === 32) to++
  const close = bytes[to]
  const isBracketed = open === 1 && (close === 93 || close === 62 || close === 41)
  if (to - at - open === 1 && !isAfterProse && header.hasStamp) {
    const rank = rankOfLetter(bytes[at + open]!)
    if (rank >= 0 && (isBracketed || (to < end && (close === 32 || close === 47)))) {
      header.rank = rank
      return isBracketed || close === 47 ? to + 1 : to
    }
  }
  const rank = rankOfBytes(bytes, at + open, wordTo)
  if (rank < 0) return 0
  const isCapital = bytes[wordTo - 1]! < 97
  const isApart = close === 58 || close === 124 || close === 9 || (close === 32 && (bytes[to + 1] === 32 || (bytes[to + 1] === 45 && bytes[to + 2] === 32)))
  const isBare = !open && (close === undefined || to >= end || close <= 32 || isApart)
  if (
    !isBracketed &&
    !(isBare && (isCapital ? header.hasStamp || close === 58 || to === end || at === header.messageStart : isApart && (header.hasStamp || close === 58)))
  )
    return 0
  if (open && !isBracketed) return 0
  // `[error]` in the middle of words is a word of them.
  if (isAfterProse && !isCapital && close !== 58 && !isApart) return 0
  header.rank = rank
  return isBracketed || close === 58 || close === 124 ? to + 1 : to
}

/** No word of prose: it bears a figure, or marks that names of hosts, threads and loggers bear, or is all in capitals. */
export const isHeaderLike = (bytes: Uint8Array, at: number, to: number): boolean => {
  let hasSmall = false
  for (let i = at; i < to; i++) {
    const byte = bytes[i]!
    if (classOf[byte] === digit || byte === 91 || byte === 47 || byte === 64 || byte === 95 || (byte === 46 && i < to - 1 && i > at)) return true
    if (byte >= 97) hasSmall = true
  }
  return !hasSmall
}
