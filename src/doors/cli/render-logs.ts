/** A log that was read, for a terminal: what happened, then the kinds of lines. Text of the log is made harmless; colours only where somebody looks. */
import { styleText } from 'node:util'
import type { z } from 'zod'
import type { readLogs } from '../../operations/logs.ts'
import { sparkline } from './sparkline.ts'
import { terminalText } from './terminal-text.ts'

type Read = z.output<typeof readLogs.output>
type Template = Read['templates'][number]
type Finding = Read['findings'][number]

const usualTop = 20

export const logLines = (log: Read, { input }: { readonly input: Readonly<Record<string, unknown>> }): string => {
  const wanted = input['template']
  if (typeof wanted === 'string') return oneTemplate(log, wanted)
  const top = typeof input['top'] === 'number' ? input['top'] : usualTop
  return [...headLines(log), ...noteLines(log), ...summaryLines(log), ...findingLines(log), ...templateLines(log, top), ''].join('\n')
}

const headLines = ({
  lines,
  counted_lines: counted = lines,
  bytes,
  formats,
  first_seen: first,
  last_seen: last,
  templates,
  template_count: all,
}: Read): string[] => {
  const kinds = formats.slice(0, 3).map(({ name, lines: count }) => (formats.length === 1 ? name : `${name} (${grouped(count)})`))
  const own = counted === lines ? '' : ` read, ${grouped(counted)} of the time asked for`
  return [
    `${several(lines, 'line')}${own}, ${sizeOf(bytes)}${kinds.length > 0 ? `, ${kinds.join(', ')}` : ''}; ${several(all ?? templates.length, 'template')}`,
    ...(first && last ? [`${clock(first)} to ${clock(last)} (UTC)`] : counted > 0 ? ['No line bears a time.'] : []),
  ]
}

const several = (count: number, one: string): string => `${grouped(count)} ${one}${count === 1 ? '' : 's'}`

const noteLines = ({ notes }: Read): string[] => notes.map((note) => paint('dim', `Note: ${terminalText(note)}`))

const headings = [
  ['summary', 'What happened'],
  ['cause', 'Likely causes'],
  ['next', 'What to look at next'],
] as const

const summaryLines = ({ findings, summary }: Read): string[] => {
  if (!summary) return []
  const parts = headings.flatMap(([kind, heading]) => {
    const own = findings.filter((it) => it.kind === kind)
    return own.length === 0 ? [] : ['', paint('bold', heading), ...own.map((it) => `  ${terminalText(it.text)}${paint('dim', pointers(it))}`)]
  })
  return parts.length === 0
    ? []
    : [
        ...parts,
        paint('dim', `  ${terminalText(summary.model)}, each claim verified against the counts${summary.trace_id ? `; trace ${summary.trace_id}` : ''}`),
      ]
}

const findingLines = ({ findings, lines, counted_lines: counted = lines }: Read): string[] => {
  const own = findings.filter(({ kind }) => !headings.some(([it]) => it === kind))
  if (counted === 0) return []
  if (own.length === 0) return ['', 'Nothing stands out: no errors, no bursts, no silence.']
  return ['', paint('bold', 'What stands out'), ...own.map((it) => `  ${mark(it)} ${terminalText(it.text)}${paint('dim', pointers(it))}`)]
}

const colours = { errors: 'red', rare: 'red', burst: 'yellow', new: 'cyan', vanished: 'cyan', rate: 'yellow', sequence: 'magenta', gap: 'yellow' } as const
const mark = ({ kind }: Finding): string => paint(colours[kind as keyof typeof colours] ?? 'dim', '●')

const mostPointers = 4
const pointers = ({ templates, lines }: Finding): string => {
  const some = lines.slice(0, mostPointers).map(String)
  const place = some.length === 0 ? '' : `${lines.length === 1 ? 'line' : 'lines'} ${some.join(', ')}${lines.length > mostPointers ? ', …' : ''}`
  const kinds = templates.length === 1 ? templates[0]! : ''
  return place || kinds ? `  [${[kinds, place].filter(Boolean).join('; ')}]` : ''
}

const templateLines = ({ templates, template_count: all = templates.length }: Read, top: number): string[] => {
  const shown = templates.slice(0, top)
  if (shown.length === 0) return []
  const rest = all - shown.length
  return [
    '',
    paint('bold', rest === 0 ? 'Templates' : `Templates, the ${shown.length === 1 ? '' : `${grouped(shown.length)} `}most frequent of ${grouped(all)}`),
    ...shown.map((it) => `${row(it)}  ${cut(terminalText(it.template), Math.max(40, width() - rowWidth))}`),
    ...(rest > 0 ? [paint('dim', `  ${grouped(rest)} more: --top ${all}, or --json for all with their lines and values`)] : []),
  ]
}

const countWidth = 9
const sparkWidth = 24
const rowWidth = countWidth + sparkWidth + 30

const row = (it: Template): string => `${grouped(it.count).padStart(countWidth)}  ${severityOf(it)}  ${rateLine(it.rate)}  ${paint('dim', it.id.padEnd(8))}`

const severityColours = { emergency: 'red', alert: 'red', critical: 'red', error: 'red', warning: 'yellow' } as const
const severityOf = ({ severity }: Template): string => paint(severityColours[severity as keyof typeof severityColours] ?? 'dim', severity.padEnd(9))

/** Each bar a span of the log; nothing there is a blank. */
const rateLine = (rate: readonly number[], most = sparkWidth): string => {
  const wide = Math.min(most, rate.length)
  const sums = Array.from({ length: wide }, (_, at) =>
    rate.slice(Math.floor((at * rate.length) / wide), Math.floor(((at + 1) * rate.length) / wide)).reduce((sum, it) => sum + it, 0),
  )
  return sparkline(
    sums.map((sum) => sum || null),
    0,
    Math.max(...sums),
    ' ',
  ).padEnd(most)
}

const oneTemplate = ({ templates, findings }: Read, wanted: string): string => {
  const found = templates.filter(({ id, template }) => id.startsWith(wanted) || template.includes(wanted))
  const it = found[0]
  if (!it) return `No template whose id begins with, or whose words hold "${terminalText(wanted)}".\n`
  const own = findings.filter((one) => one.templates.includes(it.id))
  return [
    paint('bold', terminalText(it.template)),
    `${it.id}  ${severityOf(it).trimEnd()}  ${several(it.count, 'line')}, ${grouped(it.first_line)} to ${grouped(it.last_line)}${it.first_seen && it.last_seen ? `; ${clock(it.first_seen)} to ${clock(it.last_seen)} (UTC)` : ''}`,
    rateLine(it.rate, 80).trimEnd(),
    ...(it.variables.length > 0 ? ['', paint('bold', 'Values')] : []),
    ...it.variables.map((one) =>
      `  <*> ${one.position + 1}: ${grouped(one.distinct)}${one.is_capped ? ' or more' : ''} different; ${one.top.map(({ value, count }) => `${cut(terminalText(value), 60)} (${one.is_capped ? 'at least ' : ''}${grouped(count)})`).join(', ')}`.replace(
        /; $/,
        '',
      ),
    ),
    '',
    paint('bold', 'Lines'),
    ...it.examples.map(({ line, text }) => `${grouped(line).padStart(countWidth)}  ${terminalText(text)}`),
    ...(own.length > 0 ? ['', paint('bold', 'What stands out'), ...own.map(({ text }) => `  ${terminalText(text)}`)] : []),
    ...(found.length > 1
      ? [
          '',
          paint(
            'dim',
            `${found.length - 1} more match: ${found
              .slice(1, 6)
              .map(({ id }) => id)
              .join(', ')}`,
          ),
        ]
      : []),
    '',
  ].join('\n')
}

const width = (): number => process.stdout.columns ?? 200

const cut = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most - 1).toWellFormed()}…` : text)

const grouped = (count: number): string => count.toLocaleString('en')

const sizeOf = (bytes: number): string =>
  bytes < 1000
    ? `${bytes} bytes`
    : bytes < 1e6
      ? `${Math.round(bytes / 1000)} kB`
      : bytes < 1e9
        ? `${(bytes / 1e6).toFixed(1)} MB`
        : `${(bytes / 1e9).toFixed(2)} GB`

const clock = (time: string): string => time.slice(0, 19).replace('T', ' ')

type Paint = Parameters<typeof styleText>[0]

/** NO_COLOR and pipes are honoured by `styleText`. */
const paint = (format: Paint, text: string): string => styleText(format, text, { stream: process.stdout })
