import type { LogExample } from '../../domain/log.ts'
import { severities } from '../../domain/log.ts'
import { addToRate, emptyRate, followScale, type Rate, type Scale } from './rate.ts'
import { emptyValues, insert, unite, type Values } from './values.ts'

/** The words of a kind of line. */
export interface KindWords {
  /** As they are compared; those that vary end with `varying`. */
  readonly words: string[]
  /** For people's eyes: `<*>` where they vary. */
  readonly shown: string[]
  /** As they stood in its first line, for finding secrets in them. */
  readonly first: readonly string[]
}

/** Lines with the same words in the same places, and all that is counted of them. Texts are as they stood, byte by character. */
export interface Kind extends KindWords {
  readonly number: number
  /** The kind that took this one in, or itself. */
  into: Kind | null
  count: number
  /** Lines by place in `severities`. */
  readonly ranks: Uint32Array
  /** How grave its words make it where lines do not say. */
  readonly messageRank: number
  earliest: number
  latest: number
  firstLine: number
  lastLine: number
  readonly byTime: Rate
  readonly byLine: Rate
  /** One for each word that varies. */
  values: (Values | null)[]
  readonly components: Values
  examples: LogExample[]
  lastText: string
  /** Where its last line is in the bytes at hand; `lastEnd` is -1 where it is not there. */
  lastStart: number
  lastEnd: number
  continuations: number
  continuing: number
  trace: LogExample | null
  /** What stood before each of its first lines: `lookBack` numbers of kinds each, -1 where there was none. */
  before: Int32Array | null
  looked: number
}

export const lookBack = 20
export const lookedAt = 64

export const emptyKind = (number: number, { words, shown, first }: KindWords, messageRank: number, byTime: Scale, byLine: Scale): Kind => ({
  number,
  into: null,
  words,
  shown,
  first,
  count: 0,
  ranks: new Uint32Array(severities.length),
  messageRank,
  earliest: NaN,
  latest: NaN,
  firstLine: 0,
  lastLine: 0,
  byTime: emptyRate(byTime),
  byLine: emptyRate(byLine),
  values: words.map(() => null),
  components: emptyValues(),
  examples: [],
  lastText: '',
  lastStart: 0,
  lastEnd: -1,
  continuations: 0,
  continuing: 0,
  trace: null,
  before: null,
  looked: 0,
})

/** The kind that holds the lines of `kind` now. */
export const standing = (kind: Kind): Kind => {
  let last = kind
  while (last.into) last = last.into
  // Shorter next time.
  while (kind.into && kind.into !== last) [kind, kind.into] = [kind.into, last]
  return last
}

export const countLine = (kind: Kind, line: number, lineBucket: number, byLine: Scale, rank: number): void => {
  if (kind.count++ === 0) kind.firstLine = line
  kind.lastLine = line
  kind.ranks[rank]!++
  addToRate(kind.byLine, byLine, lineBucket)
}

export const countTime = (kind: Kind, at: number, bucket: number, byTime: Scale): void => {
  if (!(kind.earliest <= at)) kind.earliest = at
  if (!(kind.latest >= at)) kind.latest = at
  addToRate(kind.byTime, byTime, bucket)
}

/** Adds `other` to `kind`; both have as many words. Where their words differ, these become values. */
export const takeIn = (kind: Kind, other: Kind, byTime: Scale, byLine: Scale, isVarying: (word: string) => boolean, varying: string): void => {
  for (let i = 0; i < kind.words.length; i++) {
    const [word, added] = [kind.words[i]!, other.words[i]!]
    if (word === added && !isVarying(word)) continue
    kind.values[i] ??= constant(kind.shown[i]!, kind.count)
    unite(kind.values[i]!, other.values[i] ?? constant(other.shown[i]!, other.count))
    if (word === added) continue
    kind.words[i] = varying
    kind.shown[i] = `${sharedName(kind.shown[i]!, other.shown[i]!)}<*>`
  }
  addUp(kind, other, byTime, byLine)
}

/** `user=` of `user=ann` and `user=bob`. */
const sharedName = (word: string, other: string): string => {
  const name = /^[A-Za-z][\w.-]{0,40}[=:]/.exec(word)?.[0] ?? ''
  return other.startsWith(name) ? name : ''
}

/** Lets go of what a kind counted that another took in. */
export const release = (kind: Kind, into: Kind): void => {
  kind.into = into
  kind.values = []
  kind.examples = []
  kind.before = null
}

/** Counts, times and examples of both. */
export const addUp = (kind: Kind, other: Kind, byTime: Scale, byLine: Scale): void => {
  const isEarlier = other.count > 0 && (kind.count === 0 || other.firstLine < kind.firstLine)
  const isLater = other.lastLine > kind.lastLine
  kind.count += other.count
  other.ranks.forEach((count, rank) => (kind.ranks[rank]! += count))
  if (!(kind.earliest <= other.earliest) && !Number.isNaN(other.earliest)) kind.earliest = other.earliest
  if (!(kind.latest >= other.latest) && !Number.isNaN(other.latest)) kind.latest = other.latest
  if (isEarlier) kind.firstLine = other.firstLine
  if (isLater) [kind.lastLine, kind.lastText] = [other.lastLine, other.lastText]
  for (const [rate, added, scale] of [
    [kind.byTime, other.byTime, byTime],
    [kind.byLine, other.byLine, byLine],
  ] as const) {
    followScale(rate, scale)
    followScale(added, scale)
    added.counts.forEach((count, bucket) => (rate.counts[bucket]! += count))
  }
  unite(kind.components, other.components)
  kind.examples = [...kind.examples, ...other.examples].sort((a, b) => a.line - b.line)
  kind.continuations += other.continuations
  kind.continuing += other.continuing
  if (other.trace && (!kind.trace || other.trace.line < kind.trace.line)) kind.trace = other.trace
  addBefore(kind, other)
}

const addBefore = (kind: Kind, { before, looked }: Kind): void => {
  if (!before) return
  kind.before ??= new Int32Array(lookBack * lookedAt)
  const room = Math.min(looked, lookedAt - kind.looked)
  kind.before.set(before.subarray(0, room * lookBack), kind.looked * lookBack)
  kind.looked += room
}

const constant = (text: string, count: number): Values => {
  const values = emptyValues()
  if (count === 0) return values
  values.seen = count
  insert(values, hashOf(text), text, 0, count)
  return values
}

/** As bytes of a word are hashed while they are read. */
const hashOf = (text: string): number => {
  let hash = 0x811c9dc5 | 0
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return hash
}
