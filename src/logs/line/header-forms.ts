import { severities } from '../../domain/log.ts'
import { bracketEnd } from './header-brackets.ts'
import { setComponent, type Header } from './header.ts'
import { rankOfBytes } from './level.ts'
import { classOf, digit, skip, space, wordEnd } from './read-bytes.ts'
import type { ReadStamp, Stamp } from './time.ts'

const error = severities.indexOf('error')
const warning = severities.indexOf('warning')
const info = severities.indexOf('info')

/** Of syslog's eight levels; `0` is the gravest. */
const rankOfSyslog = (level: number): number => severities.length - 1 - level

/** `<34>` and `<34>1 ` of syslog. */
export const priority = (bytes: Uint8Array, start: number, end: number, header: Header): number => {
  if (bytes[start] !== 60) return start
  let value = 0
  let at = start + 1
  for (; at < start + 4 && classOf[bytes[at]!] === digit; at++) value = value * 10 + bytes[at]! - 48
  if (bytes[at] !== 62 || at === start + 1 || value > 191) return start
  header.rank = rankOfSyslog(value % 8)
  header.format = 'syslog'
  at++
  if (bytes[at] === 49 && bytes[at + 1] === 32) at += 2
  header.messageStart = Math.min(at, end)
  return at
}

/** The rest of a header of RFC 5424: host, program, process, message id, structured data. */
export const structured = (bytes: Uint8Array, from: number, end: number, header: Header): void => {
  let at = skip(bytes, from, end, space)
  for (let word = 0; word < 4 && at < end; word++) {
    const to = wordEnd(bytes, at, end)
    if (word === 1) setComponent(header, at, to)
    at = skip(bytes, to, end, space)
  }
  if (bytes[at] === 45) at++
  while (bytes[at] === 91 && at < end) at = bracketEnd(bytes, at, end)
  at = skip(bytes, at, end, space)
  header.messageStart = bytes[at] === 0xef && bytes[at + 1] === 0xbb && bytes[at + 2] === 0xbf ? at + 3 : at
}

/** `time=… level=… msg=…`: the pairs at the start that tell time and level are the header. */
export const keyed = (bytes: Uint8Array, start: number, end: number, header: Header, stamp: Stamp, readStamp: ReadStamp): boolean => {
  let at = start
  for (let pairs = 0; pairs < 4 && at < end; pairs++) {
    let equals = at
    while (equals < end && equals - at < 12 && bytes[equals]! > 61) equals++
    if (bytes[equals] !== 61 || equals === at) break
    const quote = bytes[equals + 1] === 34 ? 1 : 0
    const value = equals + 1 + quote
    let to = value
    while (to < end && (quote ? bytes[to] !== 34 : bytes[to]! > 32)) to++
    const first = bytes[at]! | 32
    if (first === 116 && readStamp(bytes, value, end, stamp) && stamp.end <= to) {
      header.at = stamp.at
      header.hasStamp = true
      header.hasZone = stamp.hasZone
      header.hasYear = stamp.hasYear
    } else if ((first === 108 || first === 115) && rankOfBytes(bytes, value, to) >= 0) header.rank = rankOfBytes(bytes, value, to)
    else break
    header.format = 'logfmt'
    at = header.messageStart = skip(bytes, Math.min(end, to + quote), end, space)
  }
  return header.format === 'logfmt'
}

/** `"GET /a HTTP/1.1" 200 …`: the message is the request; its status tells how grave it is. */
export const access = (bytes: Uint8Array, at: number, end: number, header: Header): void => {
  header.format = 'access'
  header.messageStart = at
  let i = at + 1
  while (i < end && bytes[i] !== 34) i += bytes[i] === 92 ? 2 : 1
  const status = bytes[i + 2]!
  header.rank = status === 53 ? error : status === 52 ? warning : info
}

/** `|Step_LSC|30002312|message`: short fields without spaces; at most three. */
export const fields = (bytes: Uint8Array, at: number, end: number, header: Header): number => {
  for (let count = 0; count < 3; count++) {
    let to = at + 1
    while (to < end && to - at < 40 && bytes[to] !== 124 && bytes[to]! > 32) to++
    if (bytes[to] !== 124) break
    const rank = rankOfBytes(bytes, at + 1, to)
    if (rank >= 0) header.rank = rank
    else if (count === 0) setComponent(header, at + 1, to)
    at = to
  }
  return at + 1
}
