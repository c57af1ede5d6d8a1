import { classOf, digit, letter, punctuation, space } from '../line/read-bytes.ts'

/** The words of one message. Reused from line to line; only the first `count` places are of the last one. */
export interface Words {
  count: number
  starts: Int32Array
  ends: Int32Array
  /** Where the part that varies begins, or -1 for a word that is one of the message's own. */
  varyFrom: Int32Array
  hashes: Int32Array
  /** Of a message with the same words in the same places, varying parts left out: two numbers, as one is too small to tell millions apart. */
  first: number
  second: number
}

export const maxWords = 160
const prime = 0x01000193
const varies = 0x5bd1e995
const rest = 0x27d4eb2f

export const emptyWords = (): Words => ({
  count: 0,
  starts: new Int32Array(maxWords + 1),
  ends: new Int32Array(maxWords + 1),
  varyFrom: new Int32Array(maxWords + 1),
  hashes: new Int32Array(maxWords + 1),
  first: 0,
  second: 0,
})

/**
 * One pass over a message. A word varies from its first run of letters and figures that holds a figure (`blk_` of `blk_-42`,
 * `/` of `/10.0.0.1:80`), a path of several parts from its first slash. Words that vary alike and follow each other are one:
 * lists have as many as they like. Beyond `maxWords` the rest of a message is one word that varies.
 */
export const scanWords = (bytes: Uint8Array, start: number, end: number, words: Words): void => {
  const { starts, ends, varyFrom, hashes } = words
  let count = 0
  let first = 0x811c9dc5 | 0
  let second = 0x1b873593
  let lastVarying = 0
  let at = start
  while (at < end) {
    if (bytes[at]! <= 32) {
      at++
      continue
    }
    if (count === maxWords) {
      starts[count] = at
      ends[count] = end
      varyFrom[count] = at
      hashes[count] = rest
      count++
      first = Math.imul(first ^ rest, prime)
      break
    }
    const from = at
    let hash = 0x811c9dc5 | 0
    let prefixHash = hash
    let run = at
    let vary = -1
    let varyHash = 0
    const isRooted = bytes[at] === 47
    let kind = 0
    for (; at < end; at++) {
      const byte = bytes[at]!
      kind = classOf[byte]!
      if (kind === letter) hash = Math.imul(hash ^ byte, prime)
      else if (kind === digit) {
        hash = Math.imul(hash ^ byte, prime)
        if (vary < 0) {
          vary = run
          varyHash = prefixHash
        }
      } else if (kind === space) break
      else {
        // A sign belongs to the number behind it, but not where it joins a name to it: `node-7`.
        const isSign = (byte === 45 || byte === 43) && (at === from || classOf[bytes[at - 1]!] === punctuation)
        if (isSign) {
          prefixHash = hash
          run = at
        }
        hash = Math.imul(hash ^ byte, prime)
        if (!isSign) {
          prefixHash = hash
          run = at + 1
          if (isRooted && byte === 47 && at > from + 1 && vary < 0) {
            vary = from + 1
            varyHash = rootHash
          }
        }
      }
    }
    starts[count] = from
    ends[count] = at
    varyFrom[count] = vary
    hashes[count] = hash
    if (vary < 0) {
      lastVarying = 0
      first = Math.imul(first ^ hash, prime)
      second = Math.imul(second + hash, 0x85ebca6b) ^ (second >>> 13)
      count++
    } else {
      const mark = Math.imul(varyHash ^ varies, prime) | 1
      // `22 ssh2` is a number and a name, no list.
      const alike = mark ^ (classOf[bytes[vary]!] === letter ? 2 : 0)
      if (alike === lastVarying) continue
      lastVarying = alike
      first = Math.imul(first ^ mark, prime)
      second = Math.imul(second + mark, 0x85ebca6b) ^ (second >>> 13)
      count++
    }
  }
  words.count = count
  words.first = first ^ (first >>> 15)
  words.second = second ^ (second >>> 16)
}

const rootHash = Math.imul((0x811c9dc5 | 0) ^ 47, prime)

/** A request of an access log: method, protocol and status are its words; what was asked for, by whom and how large it was varies. */
export const scanRequest = (bytes: Uint8Array, start: number, end: number, words: Words): void => {
  let close = start + 1
  while (close < end && bytes[close] !== 34) close += bytes[close] === 92 ? 2 : 1
  const method = wordOf(bytes, start, close)
  let protocol = Math.min(close, end)
  while (protocol > method && bytes[protocol - 1] !== 32) protocol--
  if (protocol <= method || close >= end) return scanWords(bytes, start, end, words)
  const status = wordOf(bytes, close + 2, end)
  words.count = 0
  words.first = 0x811c9dc5 | 0
  words.second = 1
  add(bytes, words, start, method, -1)
  add(bytes, words, method + 1, protocol - 1, method + 1)
  add(bytes, words, protocol, close + 1, -1)
  add(bytes, words, Math.min(close + 2, end), status, -1)
  add(bytes, words, Math.min(status + 1, end), end, Math.min(status + 1, end))
}

const wordOf = (bytes: Uint8Array, at: number, end: number): number => {
  while (at < end && bytes[at]! > 32) at++
  return Math.min(at, end)
}

const add = (bytes: Uint8Array, words: Words, start: number, end: number, vary: number): void => {
  if (end <= start) return
  let hash = 0x811c9dc5 | 0
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ bytes[i]!, prime)
  const place = words.count++
  words.starts[place] = start
  words.ends[place] = end
  words.varyFrom[place] = vary
  words.hashes[place] = hash
  const mark = vary < 0 ? hash : varies
  words.first = Math.imul(words.first ^ mark, prime)
  words.second = Math.imul(words.second + mark, 0x85ebca6b) ^ (words.second >>> 13)
}
