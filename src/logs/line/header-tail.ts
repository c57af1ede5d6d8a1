import { bracketEnd } from './header-brackets.ts'
import { setComponent, type Header } from './header.ts'
import { rankOfLetter } from './level.ts'
import { classOf, digit, letter, skip, space, wordEnd } from './read-bytes.ts'

/** `host program[pid]: ` of syslog. After other stamps than syslog's only where a process number shows that it is one. */
export const tag = (bytes: Uint8Array, end: number, header: Header, isSyslog: boolean): void => {
  let at = skip(bytes, header.messageStart, end, space)
  for (let words = 0; words < 4 && at < end; words++) {
    const to = wordEnd(bytes, at, end)
    let name = at
    while (name < to && bytes[name] !== 91 && bytes[name] !== 58) name++
    const hasProcess = bytes[name] === 91 && classOf[bytes[name + 1]!] === digit
    if (words > 0 && bytes[to - 1] === 58 && name > at && (hasProcess || isSyslog)) {
      header.format = 'syslog'
      setComponent(header, at, name)
      header.messageStart = to
      return
    }
    if (words === 0 && isSyslog) header.messageStart = to
    at = skip(bytes, to, end, space)
    if (words === 1 && !isSyslog) return
  }
}

/** What may stand between level and message: `: `, ` - `, `[thread]`, a process number before more of it, the name of a logger. */
export const decorations = (bytes: Uint8Array, end: number, header: Header): void => {
  for (let count = 0; count < 7; count++) {
    const at = skip(bytes, header.messageStart, end, space)
    const first = bytes[at]
    if (at >= end) return
    if ((first === 58 || first === 124 || first === 45) && (at + 1 >= end || bytes[at + 1]! <= 32)) header.messageStart = at + 1
    else if (first === 45 && bytes[at + 1] === 45 && bytes[at + 2] === 45 && bytes[at + 3] === 32) header.messageStart = at + 3
    else if (first === 93) header.messageStart = at + 1
    else if (first === 91 && header.format !== 'syslog') {
      const to = bracketEnd(bytes, at, end)
      if (bytes[to - 1] !== 93 && !(bytes[to - 1] === 58 && bytes[to - 2] === 93)) return
      if (count > 3 || bearsAddress(bytes, at, to)) return
      header.messageStart = to
    } else {
      const to = wordEnd(bytes, at, end)
      const then = skip(bytes, to, end, space)
      const last = bytes[to - 1]
      const isNext = bytes[then] === 45 && bytes[then + 1] === 32
      if (header.componentEnd > header.componentStart && !isNext) return
      if (last === 58 && (isLogger(bytes, at, to - 1) || (header.format === 'timed' && isLetterLevel(bytes, header.messageStart)))) header.messageStart = to
      else if (last === 93 && header.format === 'klog') header.messageStart = to
      else if (isNext && isLogger(bytes, at, to)) header.messageStart = to
      else if (isMarkedLogger(bytes, at, to, then, end)) header.messageStart = wordEnd(bytes, then, end)
      else if (bytes[then] === 58 && bytes[then + 1] === 32 && isLogger(bytes, at, to)) header.messageStart = then + 1
      else if (bytes[then] === 91 && header.rank >= 0 && isDotted(bytes, at, to)) header.messageStart = to
      else if ((bytes[then] === 91 || bytes[then] === 45) && isNumber(bytes, at, to)) {
        header.messageStart = to
        continue
      } else if (isNumber(bytes, at, to) && header.format === 'klog') {
        header.messageStart = to
        continue
      } else return
      setComponent(header, at, last === 58 || last === 93 ? to - 1 : to)
    }
  }
}

/** `[client 10.0.0.1]`: it says whom the message is about, not who wrote it. */
const bearsAddress = (bytes: Uint8Array, at: number, to: number): boolean => {
  const from = wordEnd(bytes, at, to) + 1
  let dots = 0
  for (let i = from; i < to - 1; i++) {
    if (bytes[i] === 46) dots++
    else if (classOf[bytes[i]!] !== digit && bytes[i] !== 58) return false
  }
  return dots === 3
}

const isLetterLevel = (bytes: Uint8Array, at: number): boolean => rankOfLetter(bytes[at - 1]!) >= 0 && bytes[at - 2]! <= 32

/** `dfs.DataNode$PacketResponder`, `QuorumCnxManager`, `1234#1234`, `file.go:12`: marks or capitals inside, no prose. */
const isLogger = (bytes: Uint8Array, at: number, to: number): boolean => {
  let hasSmall = false
  for (let i = at; i < to; i++) {
    const byte = bytes[i]!
    if (byte === 61 || byte === 34 || byte === 40 || byte === 44) return false
    if (i > at && i < to - 1 && (byte === 46 || byte === 36 || byte === 64 || byte === 35)) return true
    if (hasSmall && byte >= 65 && byte <= 90) return true
    if (byte >= 97 && byte <= 122) hasSmall = true
  }
  return false
}

/** `chrome.exe *64 - …`: a logger, a word without letters, a dash. */
const isMarkedLogger = (bytes: Uint8Array, at: number, to: number, then: number, end: number): boolean => {
  if (!isDotted(bytes, at, to) || bytes[then] !== 42) return false
  const dash = skip(bytes, wordEnd(bytes, then, end), end, space)
  return bytes[dash] === 45 && bytes[dash + 1] === 32
}

const isDotted = (bytes: Uint8Array, at: number, to: number): boolean => {
  for (let i = at + 1; i < to - 1; i++) if (bytes[i] === 46 && classOf[bytes[i + 1]!] === letter) return true
  return false
}

const isNumber = (bytes: Uint8Array, at: number, to: number): boolean => {
  for (let i = at; i < to; i++) if (classOf[bytes[i]!] !== digit && bytes[i] !== 35) return false
  return to > at
}
