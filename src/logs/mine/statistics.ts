import { sha256 } from '../../base/id.ts'
import type { Redact } from '../../domain/guard.ts'
import { severities, type LogExample, type LogReport, type Severity } from '../../domain/log.ts'
import type { Format } from '../line/header.ts'
import { addUp, release, standing, type Kind } from './kind.ts'
import type { LogMiner } from './log-miner.ts'
import type { LogStatistics, TemplateStatistics } from '../log-statistics.ts'
import { mergedKinds } from './merged-kinds.ts'
import { precededBy } from './preceded-by.ts'
import { followScale, type Rate } from './rate.ts'
import { toText } from '../line/read-bytes.ts'
import { maskedWords } from './masked-words.ts'
import { onceAShape } from './once-a-shape.ts'
import { topOf, variablesOf } from './variables.ts'

export interface ReadCounts {
  readonly lines: number
  readonly bytes: number
  readonly skipped: number
  readonly timed: number
  readonly continued: number
  readonly byFormat: Readonly<Record<Format, number>>
  readonly notes: readonly string[]
}

const shownComponents = 5
const shownBefore = 8
const error = severities.indexOf('error')

/** What a pass has counted, in the words that people see: like kinds made one, secrets and personal data masked, each template with its id. */
export const statisticsOf = ({ miner, redact, exampleCount, read }: { miner: LogMiner; redact: Redact; exampleCount: number; read: ReadCounts }) => {
  const { byTime, byLine } = miner
  const redactValue = onceAShape(redact)
  // The last merging: all kinds are known now.
  const templates = named(mergedKinds(miner.kinds.all(), miner.merge, byTime, byLine), redact, miner)
  const ids = new Map<Kind, string>()
  for (const [id, { kind }] of templates) ids.set(kind, id)
  const byCluster: string[] = []
  const templateOf = (cluster: number): string => (byCluster[cluster] ??= ids.get(standing(miner.kinds.byNumber(cluster)))!)

  const isTimed = read.timed * 2 >= read.lines - read.skipped && !Number.isNaN(byTime.from)
  const scale = isTimed ? byTime : byLine
  const rateOf = (rate: Rate): number[] => {
    followScale(rate, scale)
    return [...rate.counts.subarray(0, scale.last + 1)]
  }
  const dateOf = (at: number): Date | null => (Number.isFinite(at) ? new Date(at) : null)
  const shown = (example: LogExample): LogExample => ({ line: example.line, text: redact(toText(example.text)).text })

  const template = (id: string, text: string, kind: Kind): TemplateStatistics => {
    const rank = kind.ranks.findLastIndex((count) => count > 0)
    const isGrave = rank >= error
    return {
      id,
      template: text,
      count: kind.count,
      severity: severities[rank]!,
      firstSeen: dateOf(kind.earliest),
      lastSeen: dateOf(kind.latest),
      firstLine: kind.firstLine,
      lastLine: kind.lastLine,
      examples: examplesOf(kind, exampleCount).map(shown),
      variables: variablesOf(kind, redactValue),
      rate: rateOf(isTimed ? kind.byTime : kind.byLine),
      severities: Object.fromEntries(severities.map((severity, rank) => [severity, kind.ranks[rank]!] as const).filter(([, count]) => count > 0)) as Partial<
        Record<Severity, number>
      >,
      components: topOf(kind.components, redactValue, shownComponents),
      isContinuation: kind.continuing * 2 > kind.count,
      continuations: kind.continuations,
      trace: kind.trace && shown(kind.trace),
      precededBy: isGrave ? precededBy(kind, templateOf).slice(0, shownBefore) : [],
      precededOf: isGrave ? kind.looked : 0,
    }
  }
  const counted = [...templates].filter(([, { kind }]) => kind.count > 0)
  const statistics: LogStatistics = {
    lines: read.lines,
    bytes: read.bytes,
    formats: Object.entries(read.byFormat)
      .map(([name, lines]) => ({ name, lines }))
      .filter(({ lines }) => lines > 0)
      .sort((a, b) => b.lines - a.lines),
    firstSeen: dateOf(Math.min(...counted.map(([, { kind }]) => kind.earliest).filter((at) => !Number.isNaN(at)))),
    lastSeen: dateOf(Math.max(...counted.map(([, { kind }]) => kind.latest).filter((at) => !Number.isNaN(at)))),
    buckets: bucketsOf(isTimed, scale.from, scale.width, scale.last + 1),
    templates: counted.map(([id, { text, kind }]) => template(id, text, kind)).sort((a, b) => b.count - a.count || a.firstLine - b.firstLine),
    notes: read.notes,
    timedLines: read.timed,
    skippedLines: read.skipped,
    continuationLines: read.continued,
    rate: rateOf(isTimed ? miner.timeRate : miner.lineRate),
    gaps: miner.silences.longest().map(({ from, to, fromLine, toLine }) => ({ from: new Date(from), to: new Date(to), fromLine, toLine })),
  }
  return { statistics, templateOf }
}

const bucketsOf = (isTimed: boolean, from: number, width: number, count: number): LogReport['buckets'] =>
  isTimed ? { by: 'time', from: new Date(from), widthMs: width, count } : { by: 'line', width, count }

/** Kinds by the id of their template; those that read the same are one. */
const named = (heads: readonly Kind[], redact: Redact, { byTime, byLine }: LogMiner): Map<string, { text: string; kind: Kind }> => {
  const templates = new Map<string, { text: string; kind: Kind }>()
  for (const kind of heads) {
    const { text } = redact(maskedWords(kind, redact).join(' '))
    const id = sha256(text).slice(0, 12)
    const same = templates.get(id)
    if (same) {
      addUp(same.kind, kind, byTime, byLine)
      release(kind, same.kind)
    } else templates.set(id, { text, kind })
  }
  return templates
}

/** The first, the last, and the latest of those between. */
const examplesOf = (kind: Kind, most: number): LogExample[] => {
  const examples =
    kind.lastLine > kind.firstLine
      ? [...kind.examples.filter(({ line }) => line !== kind.lastLine), { line: kind.lastLine, text: kind.lastText }]
      : kind.examples
  if (examples.length <= most) return examples
  const step = (examples.length - 1) / Math.max(1, most - 1)
  return Array.from({ length: most }, (_, index) => examples[Math.round(index * step)]!)
}
