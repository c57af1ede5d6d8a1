import { emptyHeader, formats, type Format } from './header.ts'
import { headerSplitter } from './split-header.ts'
import { continuations } from './continuation.ts'
import { readJsonLine } from './json-line.ts'
import { lineTimes, type LineTimes } from './line-times.ts'
import type { LineParts } from './line-parts.ts'
import { latin1, toText } from './read-bytes.ts'
import { stampReader, type Stamp } from './time.ts'

/** Takes lines apart: format, header, time, message, and whether a line goes on with the one before. */
export interface LineReader {
  /** The parts of a line, the same object for every line. `isCopied` as in `LineParts`. */
  read(bytes: Uint8Array, start: number, end: number, isCopied: boolean): LineParts
  readonly times: LineTimes
  readonly byFormat: Readonly<Record<Format, number>>
  readonly continued: number
}

const encoder = new TextEncoder()
const longestKey = 200

export const lineReader = (now: Date): LineReader => {
  const readStamp = stampReader(now)
  const split = headerSplitter(readStamp)
  const times = lineTimes()
  const continuation = continuations()
  const byFormat = Object.fromEntries(formats.map((format) => [format, 0])) as Record<Format, number>
  const header = emptyHeader()
  const stamp: Stamp = { at: NaN, end: 0, hasZone: false, hasYear: true }
  const nothing = new Uint8Array()
  const parts: LineParts = {
    bytes: nothing,
    start: 0,
    end: 0,
    isCopied: false,
    header,
    at: NaN,
    isContinuation: false,
    message: nothing,
    messageStart: 0,
    messageEnd: 0,
    component: nothing,
    componentStart: 0,
    componentEnd: 0,
    isSkipped: false,
  }
  let hasHead = false
  let isWithinKey = 0
  let continued = 0

  const setMessage = (bytes: Uint8Array, end: number): void => {
    parts.message = parts.component = bytes
    parts.messageStart = header.messageStart
    parts.messageEnd = end
    parts.componentStart = header.componentStart
    parts.componentEnd = header.componentEnd
  }
  /** What a line holds that is wrapped in another's header: the inner header counts, and the outer where it is silent. */
  const unwrap = (bytes: Uint8Array, start: number, end: number, format: Format): void => {
    const outer = { ...header }
    split(bytes, start, end, header)
    if (Number.isNaN(header.at)) {
      header.at = outer.at
      header.hasStamp = outer.hasStamp
      header.hasZone = outer.hasZone
      header.hasYear = outer.hasYear
    }
    if (header.rank < 0) header.rank = outer.rank
    if (header.format !== 'access') header.format = format
    setMessage(bytes, end)
  }
  const json = (bytes: Uint8Array, start: number, end: number): boolean => {
    const line = readJsonLine(toText(latin1(bytes, start, end)))
    if (!line) return false
    Object.assign(header, emptyHeader())
    header.rank = line.rank
    header.format = line.isDocker ? 'docker' : 'json'
    if (typeof line.time === 'number') {
      header.at = line.time
      header.hasStamp = header.hasZone = header.hasYear = true
    } else if (line.time) {
      const text = encoder.encode(line.time)
      if (readStamp(text, 0, text.length, stamp) && stamp.end <= text.length) {
        header.at = stamp.at
        header.hasStamp = true
        header.hasZone = stamp.hasZone
        header.hasYear = stamp.hasYear
      }
    }
    const message = encoder.encode(line.message)
    header.messageStart = header.componentStart = header.componentEnd = 0
    if (line.isDocker) unwrap(message, 0, message.length, 'docker')
    else setMessage(message, message.length)
    if (line.component && parts.componentEnd === parts.componentStart) {
      parts.component = encoder.encode(line.component)
      parts.componentStart = 0
      parts.componentEnd = parts.component.length
    }
    return true
  }

  return {
    times,
    byFormat,
    get continued() {
      return continued
    },
    read(bytes, start, end, isCopied) {
      parts.bytes = bytes
      parts.start = start
      parts.end = end
      parts.isContinuation = false
      parts.isCopied = isCopied
      const isJson = bytes[start] === 123 && bytes[end - 1] === 125 && json(bytes, start, end)
      if (!isJson) {
        split(bytes, start, end, header)
        setMessage(bytes, end)
      }
      if (header.format === 'timed' && isCri(bytes, header.messageStart)) unwrap(bytes, header.messageStart + 9, end, 'cri')
      if (header.hasStamp || header.rank >= 0) {
        hasHead = true
        continuation.header()
      } else if (hasHead && continuation.isOne(bytes, start, end)) {
        parts.isContinuation = true
        continued++
      }
      parts.at = times.of(header)
      byFormat[header.format]++
      if (isWithinKey > 0 || isKeyStart(parts.message, parts.messageStart, parts.messageEnd)) hideKey()
      return parts
    },
  }

  /** Lines of a private key say nothing of what they are but in the first: all are kept as its name only. */
  function hideKey(): void {
    const { message, messageStart, messageEnd } = parts
    const text = latin1(message, messageStart, Math.min(messageEnd, messageStart + 4_000))
    isWithinKey = text.includes('-----END') ? 0 : isWithinKey > 0 ? isWithinKey - 1 : longestKey
    parts.bytes = parts.message = hiddenKey
    parts.isCopied = true
    parts.start = parts.messageStart = 0
    parts.end = parts.messageEnd = hiddenKey.length
    parts.componentStart = parts.componentEnd = 0
  }
}

const hiddenKey = encoder.encode('[private_key]')

/** `stdout F ` or `stderr P ` after the stamp: what the container runtime interface of Kubernetes writes. */
const isCri = (bytes: Uint8Array, at: number): boolean =>
  bytes[at] === 115 &&
  bytes[at + 1] === 116 &&
  bytes[at + 2] === 100 &&
  bytes[at + 6] === 32 &&
  (bytes[at + 7] === 70 || bytes[at + 7] === 80) &&
  bytes[at + 8] === 32

const isKeyStart = (bytes: Uint8Array, start: number, end: number): boolean => {
  if (bytes[start] !== 45 || bytes[start + 1] !== 45 || bytes[start + 2] !== 45) return false
  const text = latin1(bytes, start, Math.min(end, start + 80))
  return text.includes('-----BEGIN') && text.includes('PRIVATE KEY')
}
