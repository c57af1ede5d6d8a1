/** From sources to a report: one pass each, progress told now and then, everything else served in between. */
import { AppError } from '../../base/error.ts'
import { nextTurn, throwIfAborted } from '../../base/async.ts'
import type { LogReport, LogSource } from '../../domain/log.ts'
import { logRedactor } from '../../guard/log-redactor.ts'
import type { LogStatistics } from '../../logs/log-statistics.ts'
import { readLog } from '../../logs/read-log.ts'
import { findingsOf } from '../../logs/report/findings.ts'
import type { LogProgress, LogReading } from '../../operations/log-desk.ts'
import { openAssignments, type Assignments } from '../../adapters/logs/assignments.ts'
import { nameOf, openLogBytes } from '../../adapters/logs/log-bytes.ts'

const tellEveryMs = 100
// More says nothing more of a line, and would make reports of megabytes.
const mostExample = 2_000

export const readLogs = async (reading: LogReading, onProgress: (progress: LogProgress) => void, signal?: AbortSignal): Promise<LogReport> => {
  const old = reading.compare
    ? await statisticsOf({ ...reading, sources: [reading.compare], since: undefined, until: undefined }, null, onProgress, signal)
    : null
  const assignments = reading.assignments === undefined ? null : await openAssignments(reading.assignments)
  try {
    const log = await statisticsOf(reading, assignments, onProgress, signal)
    const { templates, ...rest } = log
    const comparison = old && old.lines === 0 ? ['The older log is empty, so nothing was compared.'] : []
    return {
      ...rest,
      templates: templates.map((it) => ({ ...it, examples: it.examples.map(({ line, text }) => ({ line, text: shortened(text) })) })),
      findings: findingsOf(log, old && old.lines > 0 ? old : null),
      notes: [...log.notes, ...comparison, ...emptyNotes(log, reading)],
    }
  } finally {
    await assignments?.close()
  }
}

const statisticsOf = async (
  { sources, since, until, mostBytes = Infinity }: LogReading,
  assignments: Assignments | null,
  onProgress: (progress: LogProgress) => void,
  signal: AbortSignal | undefined,
): Promise<LogStatistics> => {
  const reader = readLog({
    redact: logRedactor(),
    now: new Date(),
    ...(since && { since }),
    ...(until && { until }),
    ...(assignments && { onClusters: assignments.take }),
  })
  const notes: string[] = []
  let [toldAt, done] = [0, 0]
  for (const source of sources) {
    const firstLine = reader.progress().lines + 1
    const bytes = await openLogBytes(source, signal)
    let last = 10
    for await (const chunk of bytes.chunks) {
      throwIfAborted(signal)
      reader.push(chunk)
      if (reader.progress().bytes > mostBytes) throw tooLarge(mostBytes)
      last = chunk.at(-1) ?? last
      await assignments?.drained()
      if (performance.now() - toldAt < tellEveryMs) continue
      toldAt = performance.now()
      onProgress({ ...reader.progress(), bytes: done + bytes.readBytes(), totalBytes: sources.length === 1 ? bytes.totalBytes : null })
      await nextTurn()
    }
    done += bytes.readBytes()
    notes.push(...bytes.notes())
    if (sources.length === 1) continue
    // The next file begins with a line of its own.
    if (last !== 10) reader.push(Uint8Array.of(10))
    notes.push(placeOf(source, firstLine, reader.progress().lines))
  }
  const { statistics, templateOf } = reader.finish()
  await assignments?.write(templateOf)
  return { ...statistics, notes: [...notes, ...statistics.notes] }
}

const tooLarge = (mostBytes: number): AppError =>
  new AppError('too_large', `The log is larger than ${mostBytes / 1e9} GB unpacked. Read it on its machine with "answerable logs FILE", which knows no limit.`)

const placeOf = (source: LogSource, first: number, last: number): string => {
  const name = nameOf(source)
  return last < first ? `${name} is empty.` : `${name}: lines ${first.toLocaleString('en')} to ${last.toLocaleString('en')}.`
}

const emptyNotes = ({ lines, skippedLines, timedLines }: LogStatistics, { since, until }: LogReading): string[] => {
  if (lines === 0) return ['The log is empty.']
  if ((since || until) && timedLines === 0) return ['No line bears a time, so nothing could be left out by time.']
  if (skippedLines === lines) return ['No line is of the time that was asked for.']
  return []
}

const shortened = (text: string): string => (text.length > mostExample ? `${text.slice(0, mostExample).toWellFormed()}…` : text)
