import { severities } from '../../domain/log.ts'
import { lastLines } from './last-lines.ts'
import type { LineParts } from '../line/line-parts.ts'
import { countLine, countTime, lookBack, lookedAt, type Kind } from './kind.ts'
import { openKinds, type Kinds } from './kinds.ts'
import type { MergeSettings } from './merge-kinds.ts'
import { addToRate, bucketOf, emptyRate, emptyScale, type Rate, type Scale } from './rate.ts'
import { latin1 } from '../line/read-bytes.ts'
import { emptyWords, scanRequest, scanWords, type Words } from './scan-words.ts'
import { silences, type Silences } from './silences.ts'
import { traces } from './traces.ts'
import { emptyValues, insert, observe } from './values.ts'

const error = severities.indexOf('error')
const info = severities.indexOf('info')
const longestExample = 2_000
const mostVariables = 24
const longestValue = 120
const wordsBefore = 48

/** Counts lines by kind. */
export interface LogMiner {
  readonly kinds: Kinds
  readonly merge: MergeSettings
  readonly byTime: Scale
  readonly byLine: Scale
  readonly timeRate: Rate
  readonly lineRate: Rate
  readonly silences: Silences
  take(line: number, parts: LineParts): Kind
  /** To be called with the bytes that lines were taken of, before these go. */
  keep(bytes: Uint8Array): void
  finish(): void
}

export interface MinerOptions {
  /** Most kinds that are kept apart. */
  readonly limit: number
  readonly exampleCount: number
  readonly merge: MergeSettings
}

export const logMiner = ({ limit, exampleCount, merge }: MinerOptions): LogMiner => {
  const byTime = emptyScale(1_000)
  const byLine = emptyScale(1)
  const timeRate = emptyRate(byTime)
  const lineRate = emptyRate(byLine)
  const kinds = openKinds({ limit, merge, byTime, byLine })
  const words = emptyWords()
  const gaps = silences()
  const last = lastLines()
  const trace = traces()
  // Kinds of the lines before, oldest overwritten first.
  const ring = new Int32Array(lookBack).fill(-1)
  let ringAt = 0

  const remember = (kind: Kind): void => {
    if (kind.looked < lookedAt) {
      kind.before ??= new Int32Array(lookBack * lookedAt)
      kind.before.set(ring, kind.looked * lookBack)
      kind.looked++
    }
  }

  return {
    kinds,
    merge,
    byTime,
    byLine,
    timeRate,
    lineRate,
    silences: gaps,
    take(line, parts) {
      const { header, message, at } = parts
      if (header.format === 'access') scanRequest(message, parts.messageStart, parts.messageEnd, words)
      else scanWords(message, parts.messageStart, parts.messageEnd, words)
      const kind = kinds.of(message, words)
      if (parts.isSkipped) return kind
      const lineBucket = bucketOf(byLine, line)
      const rank = header.rank >= 0 ? header.rank : parts.isContinuation ? info : kind.messageRank
      countLine(kind, line, lineBucket, byLine, rank)
      addToRate(lineRate, byLine, lineBucket)
      if (!Number.isNaN(at)) {
        const bucket = bucketOf(byTime, at)
        countTime(kind, at, bucket, byTime)
        addToRate(timeRate, byTime, bucket)
        if (header.hasStamp) gaps.see(at, line)
      }
      if (parts.componentEnd > parts.componentStart) seeComponent(kind, parts)
      seeValues(kind, message, words)
      if (isExample(kind.count)) addExample(kind, line, latin1(parts.bytes, parts.start, Math.min(parts.end, parts.start + longestExample)), exampleCount)
      last.see(kind, parts.bytes, parts.start, Math.min(parts.end, parts.start + longestExample), parts.isCopied)
      if (parts.isContinuation) {
        kind.continuing++
        trace.goOn(parts.bytes, parts.start, parts.end)
      } else {
        trace.begin(kind, line, parts.bytes, parts.start, parts.end, parts.isCopied)
        if (rank >= error) remember(kind)
        ring[ringAt] = kind.number
        ringAt = (ringAt + 1) % lookBack
      }
      return kind
    },
    keep(bytes) {
      last.keep(bytes)
      trace.keep()
    },
    finish: () => trace.end(),
  }
}

/** The first, the second, the eighth, and so on by fours: few, and from all over the log. */
const isExample = (count: number): boolean => (count & (count - 1)) === 0 && (count === 1 || (31 - Math.clz32(count)) % 2 === 1)

/** The first stays, those between give way to later ones; the last is added at the end. */
const addExample = (kind: Kind, line: number, text: string, most: number): void => {
  if (kind.examples.length >= Math.max(1, most - 1)) kind.examples.splice(Math.min(1, kind.examples.length - 1), 1)
  if (kind.examples.length === 0 || most > 1) kind.examples.push({ line, text })
}

const seeComponent = (kind: Kind, { component, componentStart, componentEnd }: LineParts): void => {
  const end = Math.min(componentEnd, componentStart + longestValue)
  let hash = 0x811c9dc5 | 0
  for (let i = componentStart; i < end; i++) hash = Math.imul(hash ^ component[i]!, 0x01000193)
  if (observe(kind.components, hash)) insert(kind.components, hash, latin1(component, componentStart, end), 0)
}

const seeValues = (kind: Kind, message: Uint8Array, { count, starts, ends, varyFrom, hashes }: Words): void => {
  const { values } = kind
  const most = Math.min(count, values.length)
  let variables = 0
  for (let i = 0; i < most && variables < mostVariables; i++) {
    // A kind that took others in varies where this line does not.
    if (varyFrom[i]! < 0 && !values[i]) continue
    variables++
    const seen = (values[i] ??= emptyValues())
    if (!observe(seen, hashes[i]!)) continue
    // Words before a value tell whether it is a secret.
    const from = Math.max(starts[0]!, starts[Math.max(0, i - 2)]!, starts[i]! - wordsBefore)
    const valueFrom = seen && varyFrom[i]! >= 0 && kind.words[i]!.length > 1 ? varyFrom[i]! : starts[i]!
    insert(seen, hashes[i]!, latin1(message, from, Math.min(ends[i]!, valueFrom + longestValue)), valueFrom - from)
  }
}
