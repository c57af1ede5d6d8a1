import type { Redact } from '../domain/guard.ts'
import { headBytes, medianTime } from './line/first-times.ts'
import { lineReader } from './line/line-reader.ts'
import { lines } from './line/lines.ts'
import { logMiner } from './mine/log-miner.ts'
import { mergeSettings, type MergeSettings } from './mine/merge-kinds.ts'
import type { LogStatistics } from './log-statistics.ts'
import { notesOf } from './mine/notes.ts'
import { statisticsOf } from './mine/statistics.ts'

export interface ReadLogOptions {
  /** Masks whatever is kept: examples, values, words of templates. */
  readonly redact: Redact
  /** A line without a year is never later than this (and a day). */
  readonly now: Date
  /** Lines before it have a template and count nowhere; a line without a time is as old as the one before. */
  readonly since?: Date
  /** The same for lines at and after it. */
  readonly until?: Date
  /** Kinds of line that are told apart while reading; lines of further kinds share one that says so. Default 8,192. */
  readonly maxTemplates?: number
  /** How alike kinds of line must be to be one; one setting does for all logs, evals try others. */
  readonly merge?: MergeSettings
  /** Lines kept of each template; default 5. */
  readonly exampleCount?: number
  /** The number of each line's cluster, block by block in line order; `templateOf` tells its template after the end. The block is reused. */
  readonly onClusters?: (clusters: Uint32Array) => void
}

/** One pass over the bytes of a log, in any cut. What it keeps depends on the number of templates, never on that of lines. */
export interface LogReader {
  push(bytes: Uint8Array): void
  progress(): { readonly lines: number; readonly bytes: number; readonly templates: number }
  /** Once, after the last bytes. */
  finish(): { readonly statistics: LogStatistics; templateOf(cluster: number): string }
}

const blockSize = 16_384

export const readLog = ({
  redact,
  now,
  since,
  until,
  maxTemplates = 8_192,
  exampleCount = 5,
  merge = mergeSettings,
  onClusters,
}: ReadLogOptions): LogReader => {
  const reader = lineReader(now)
  const miner = logMiner({ limit: maxTemplates, exampleCount, merge })
  const block = new Uint32Array(onClusters ? blockSize : 0)
  const sinceAt = since?.getTime() ?? -Infinity
  const untilAt = until?.getTime() ?? Infinity
  const isWindowed = since !== undefined || until !== undefined
  let blockLength = 0
  let lineCount = 0
  let skipped = 0
  let bytes = 0
  // The beginning is held until there is enough of it to tell which of its times are from nowhere, however the bytes are cut.
  let head: Uint8Array | null = new Uint8Array()

  const cut = lines({
    line(from, start, end, isCopied) {
      lineCount++
      const parts = reader.read(from, start, end, isCopied)
      parts.isSkipped = Number.isNaN(parts.at) ? isWindowed : parts.at < sinceAt || parts.at >= untilAt
      if (parts.isSkipped) skipped++
      const { number } = miner.take(lineCount, parts)
      if (!onClusters) return
      block[blockLength++] = number
      if (blockLength === blockSize) flush()
    },
    leave: (gone) => miner.keep(gone),
  })
  const flush = (): void => {
    if (blockLength > 0) onClusters?.(block.subarray(0, blockLength))
    blockLength = 0
  }

  const begin = (held: Uint8Array): void => {
    head = null
    reader.times.expect(medianTime(held.subarray(0, headBytes), now))
    cut.push(held)
  }

  return {
    push(chunk) {
      bytes += chunk.length
      if (!head) return cut.push(chunk)
      head = Buffer.concat([head, chunk])
      if (head.length >= headBytes) begin(head)
    },
    progress: () => ({ lines: lineCount + (head ? head.reduce((ends, byte) => ends + Number(byte === 10), 0) : 0), bytes, templates: miner.kinds.size }),
    finish() {
      if (head) begin(head)
      cut.finish()
      miner.finish()
      flush()
      const { times, byFormat, continued } = reader
      return statisticsOf({
        miner,
        redact,
        exampleCount,
        read: { lines: lineCount, bytes, skipped, timed: times.timed, continued, byFormat, notes: notesOf({ lines: cut, times, miner }) },
      })
    },
  }
}
