import type { LogStatistics } from '../log-statistics.ts'
import { median } from './bursts.ts'
import type { Candidate } from './candidate.ts'
import { clock, duration, grouped, span } from './wording.ts'

// e^-20: a log at its usual pace is not silent for so long by chance.
const leastMissed = 20
const most = 2

/** Silences in which, at the usual pace of the hours with lines, many lines would have come. */
export const gapFindings = (log: LogStatistics): Candidate[] => {
  if (log.buckets.by !== 'time') return []
  const busy = log.rate.filter((count) => count > 0)
  // A log that is silent most of the time is not silent for once.
  if (busy.length < log.rate.length / 2 || busy.length < 4) return []
  const perMs = median(busy) / log.buckets.widthMs
  return log.gaps.slice(0, most).flatMap(({ from, to, fromLine, toLine }) => {
    const missed = (to.getTime() - from.getTime()) * perMs
    if (missed < leastMissed) return []
    const text = `Silence for ${duration(to.getTime() - from.getTime())}: nothing between line ${grouped(fromLine)} (${clock(from)}) and line ${grouped(toLine)} (${clock(to)}); at the usual pace about ${grouped(Number(missed.toPrecision(2)))} lines would have come.`
    return [{ kind: 'gap' as const, text, templates: [], lines: [fromLine, toLine], weight: 4 + Math.log10(missed) }]
  })
}

export const spanOf = ({ firstSeen, lastSeen }: Pick<LogStatistics, 'firstSeen' | 'lastSeen'>): string | null =>
  firstSeen && lastSeen ? span(firstSeen, lastSeen) : null
