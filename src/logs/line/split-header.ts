import { bracketEnd } from './header-brackets.ts'
import { access, fields, keyed, priority, structured } from './header-forms.ts'
import { decorations, tag } from './header-tail.ts'
import { isHeaderLike, level } from './header-words.ts'
import type { Header } from './header.ts'
import { rankOfLetter } from './level.ts'
import { classOf, letter, skip, space, wordEnd } from './read-bytes.ts'
import type { ReadStamp, Stamp } from './time.ts'

const maxWords = 9
/**
 * Tells the header of a line from its message by its form, whatever program wrote it: the header ends with the last time stamp or
 * level that stands near the start and is preceded by words that are no prose, and with what decorates it (process, thread, logger).
 */
export const headerSplitter = (readStamp: ReadStamp) => {
  const stamp: Stamp = { at: NaN, end: 0, hasZone: false, hasYear: false }

  return (bytes: Uint8Array, start: number, end: number, header: Header): void => {
    header.format = 'plain'
    header.at = NaN
    header.hasStamp = false
    header.hasZone = false
    header.hasYear = true
    header.rank = -1
    header.componentStart = header.componentEnd = header.messageStart = start

    let at = priority(bytes, start, end, header)
    if (at > start && bytes[at - 1] === 32 && readStamp(bytes, at, end, stamp) && stamp.end < end) {
      header.at = stamp.at
      header.hasStamp = true
      header.hasZone = stamp.hasZone
      structured(bytes, stamp.end, end, header)
      return
    }
    if (classOf[bytes[at]!] === letter && keyed(bytes, at, end, header, stamp, readStamp)) return
    const hasPriority = at > start
    let words = 0
    let isWordyStamp = false
    let hasIsoStamp = false
    // One word of prose may stand before a level, as loggers named with one word do: `2020-01-01 00:00:00 root INFO up`.
    let isAfterProse = false
    while (at < end && words < maxWords) {
      const first = bytes[at]!
      if (first <= 32) {
        at++
        continue
      }
      const open = first === 91 || first === 40 || first === 60 || first === 34 ? 1 : 0
      if ((header.rank < 0 || words < 3) && readStamp(bytes, at + open, end, stamp) && stamp.end <= end && isStampEnd(bytes, stamp.end, end)) {
        if (isAfterProse) break
        if (!header.hasStamp || Number.isNaN(header.at)) {
          header.at = stamp.at
          header.hasZone = stamp.hasZone
          header.hasYear = stamp.hasYear
        }
        header.hasStamp = true
        const isLettered = !(bytes[at + open]! >= 48 && bytes[at + open]! <= 57)
        const isNamed = isLettered && classOf[bytes[at + open + 1]!] === letter
        isWordyStamp = isNamed && !open && !stamp.hasYear
        hasIsoStamp = !isLettered
        if (isLettered && !isNamed && !open) {
          header.rank = rankOfLetter(first)
          header.format = 'klog'
        }
        at = stamp.end
        while (at < end && (bytes[at] === 93 || bytes[at] === 41 || bytes[at] === 62 || bytes[at] === 44 || bytes[at] === 58 || bytes[at] === 34)) at++
        header.messageStart = at
        if (open && first === 91 && words >= 3 && bytes[skip(bytes, at, end, space)] === 34) {
          access(bytes, skip(bytes, at, end, space), end, header)
          return
        }
        if (bytes[at] === 124) {
          header.messageStart = at = fields(bytes, at, end, header)
          break
        }
        words++
        continue
      }
      const next = header.rank < 0 ? level(bytes, at, end, header, isAfterProse) : 0
      if (next) {
        header.messageStart = at = next
        break
      }
      const to = first === 91 || first === 40 ? bracketEnd(bytes, at, end) : wordEnd(bytes, at, end)
      if (header.rank >= 0 || isAfterProse) break
      if (!isHeaderLike(bytes, at, to)) {
        // The user's name of an access log stands third, before the stamp.
        if (!header.hasStamp && words === 2 && bytes[to] === 32 && bytes[to + 1] === 91) {
          at = to
          words++
          continue
        }
        if (!header.hasStamp || bytes[to - 1] === 58) break
        isAfterProse = true
      }
      at = to
      words++
    }
    if (header.hasStamp && header.format === 'plain') header.format = 'timed'
    if (isWordyStamp || (hasIsoStamp && header.rank < 0) || hasPriority) tag(bytes, end, header, isWordyStamp || hasPriority)
    if (header.hasStamp || header.rank >= 0) decorations(bytes, end, header)
    header.messageStart = skip(bytes, header.messageStart, end, space)
  }
}

const isStampEnd = (bytes: Uint8Array, at: number, end: number): boolean => at >= end || classOf[bytes[at]!]! <= 1
