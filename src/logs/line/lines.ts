import { isUtf8 } from 'node:buffer'

/** What of a line is looked at; the rest of a longer one is counted and passed over. */
export const longestLine = 65_536

/** Cuts bytes into physical lines, whatever pieces they come in. */
export interface Lines {
  push(bytes: Uint8Array): void
  /** A last line without an end counts. */
  finish(): void
  /** Lines longer than `longestLine`, with NUL bytes, and with bytes that are no UTF-8. */
  readonly long: number
  readonly binary: number
  readonly garbled: number
}

export interface LineTaker {
  /** `isCopied`: the bytes are not those that were pushed. */
  line(bytes: Uint8Array, start: number, end: number, isCopied: boolean): void
  /** These bytes go away. */
  leave(bytes: Uint8Array): void
}

const newline = 10
const escape = 27

export const lines = ({ line, leave }: LineTaker): Lines => {
  const held = new Uint8Array(longestLine)
  let heldLength = 0
  // Bytes of the held line in all, with those passed over.
  let heldWhole = 0
  let heldNul = false
  const odd = { long: 0, binary: 0, garbled: 0 }
  const plain = new Uint8Array(longestLine)

  const take = (bytes: Uint8Array, start: number, end: number, isCopied: boolean, isPlain: boolean): void => {
    if (end > start && bytes[end - 1] === 13) end--
    if (end - start > longestLine) {
      odd.long++
      end = start + longestLine
    }
    if (isPlain) return line(bytes, start, end, isCopied)
    const view = bytes.subarray(start, end)
    if (view.includes(0)) odd.binary++
    if (!isUtf8(view) && !isUtf8(withoutCut(view))) odd.garbled++
    if (!view.includes(escape)) return line(bytes, start, end, isCopied)
    line(plain, 0, withoutColours(view, plain), true)
  }
  const hold = (bytes: Uint8Array, start: number, end: number): void => {
    const room = Math.min(end - start, longestLine - heldLength)
    held.set(bytes.subarray(start, start + room), heldLength)
    heldLength += room
    heldWhole += end - start
    // Looked for here, as it may lie in the part that is passed over.
    heldNul ||= heldWhole > longestLine && bytes.subarray(start, end).includes(0)
  }
  const release = (): void => {
    // A carriage return that was passed over is no part of a line of exactly the greatest length.
    if (heldWhole > longestLine) {
      odd.long++
      if (heldNul && !held.includes(0)) odd.binary++
    }
    take(held, 0, heldLength, true, false)
    heldLength = heldWhole = 0
    heldNul = false
  }

  return {
    push(bytes) {
      let start = 0
      let end = bytes.indexOf(newline)
      if (end >= 0 && heldWhole > 0) {
        hold(bytes, 0, end)
        release()
        start = end + 1
        end = bytes.indexOf(newline, start)
      }
      if (end >= 0) {
        const whole = bytes.subarray(start, bytes.lastIndexOf(newline) + 1)
        const isPlain = isUtf8(whole) && !whole.includes(0) && !whole.includes(escape)
        while (end >= 0) {
          take(bytes, start, end, false, isPlain)
          start = end + 1
          end = bytes.indexOf(newline, start)
        }
        leave(bytes)
      }
      if (start < bytes.length) hold(bytes, start, bytes.length)
    },
    finish() {
      if (heldWhole > 0) release()
    },
    get long() {
      return odd.long
    },
    get binary() {
      return odd.binary
    },
    get garbled() {
      return odd.garbled
    },
  }
}

/** Without the bytes of a character that a cut at the greatest length parted. */
const withoutCut = (view: Uint8Array): Uint8Array => {
  if (view.length < longestLine) return view
  let end = view.length
  while (end > view.length - 4 && view[end - 1]! >= 0x80 && view[end - 1]! < 0xc0) end--
  return view.subarray(0, end - 1)
}

/** Copies a line without the sequences by which terminals are coloured (ECMA-48: ESC [ … letter); the length. */
const withoutColours = (view: Uint8Array, plain: Uint8Array): number => {
  let length = 0
  for (let i = 0; i < view.length; i++) {
    if (view[i] === escape && view[i + 1] === 91) {
      i += 2
      while (i < view.length && (view[i]! < 0x40 || view[i]! > 0x7e)) i++
    } else plain[length++] = view[i]!
  }
  return length
}
