import type { Systems } from '../../../domain/systems.ts'
import type { OpenedFence } from '../../fence/fence.ts'
import type { Family, Look, Seen, SeenFact } from '../look.ts'
import type { ParamSpecs } from '../params.ts'
import { journalOf, unitFields } from './journal.ts'
import { openTail, withoutLink, type LogTail, type WatchedLog } from './log-tail.ts'
import type { MinedLog, MineLog } from './mine.ts'

export interface LogParts {
  readonly openFence: () => Promise<OpenedFence>
  /** Whether programs can be fenced here, and if not, why; asked once. */
  readonly fenced: { readonly works: boolean; readonly why: string }
  readonly mineLog: MineLog
  readonly now: () => Date
}

const templatesBytes = 32 * 1024 * 1024
const linesBytes = 256 * 1024
const mostTemplates = 40

export const logFamily = ({ logs: named, units }: Systems, parts: LogParts): Family => {
  const logs = named.map(withoutLink)
  // A log that only a fenced program can read is none without the fence.
  const readable = parts.fenced.works ? logs : logs.filter((it) => 'file' in it.from)
  const ofUnits = parts.fenced.works ? units : []
  const why = logs.length === 0 ? 'systems.yaml names no logs.' : parts.fenced.why
  const whyUnits = units.length === 0 ? 'systems.yaml names no units.' : parts.fenced.why
  return {
    looks: [
      ...(readable.length > 0 ? [templatesLook(readable, parts), linesLook(readable, parts), examplesLook(readable, parts)] : []),
      ...(ofUnits.length > 0 ? [unitState(ofUnits, parts), unitJournal(ofUnits, parts)] : []),
    ],
    missing: [
      ...(readable.length > 0 ? [] : ['log_templates', 'log_lines', 'log_examples'].map((name) => ({ name, why }))),
      ...(ofUnits.length > 0 ? [] : ['unit_state', 'unit_journal'].map((name) => ({ name, why: whyUnits }))),
    ],
  }
}

const logParam = (logs: readonly WatchedLog[]): ParamSpecs => ({ log: { kind: 'name', names: logs.map((it) => it.name), about: 'Which log' } })
const minutes = { kind: 'integer', min: 1, max: 1440, fallback: 60, about: 'How far back' } as const

const templatesLook = (logs: readonly WatchedLog[], parts: LogParts): Look => ({
  name: 'log_templates',
  summary: 'Kinds of lines (templates) in the last minutes of a log, with counts and severity; errors and warnings in all',
  how: 'process',
  limitMs: 20_000,
  params: { ...logParam(logs), minutes },
  see: async (params, signal) => {
    const log = logs.find((it) => it.name === params['log'])!
    const tail = await openTail(log, templatesBytes, Number(params['minutes']), parts.openFence, signal)
    const mined = await mine(tail, Number(params['minutes']), parts, signal)
    const top = mined.templates.toSorted((a, b) => b.count - a.count).slice(0, mostTemplates)
    return {
      facts: [
        ...counted(mined, log.name),
        ...freshness(tail, log.name),
        ...top.map((it): SeenFact => ({
          name: 'template_lines',
          value: it.count,
          labels: { log: log.name, template: it.id, severity: it.severity },
          ...(it.lastSeen && { at: it.lastSeen }),
        })),
      ],
      lines: top.map((it) => `${it.id} ${it.count}× ${it.severity}: ${it.template}`),
      problem: [tail.isCut && 'Only the last 32 MiB were read.', ...mined.notes].filter(Boolean).join(' ') || null,
    }
  },
})

const mine = (tail: LogTail, back: number, { mineLog, now }: LogParts, signal: AbortSignal): Promise<MinedLog> =>
  mineLog(tail.chunks, { since: new Date(now().getTime() - back * 60_000), now: now() }, signal)

const counted = ({ lines, errors, warnings, templates }: MinedLog, log: string): SeenFact[] => [
  { name: 'lines', value: lines, labels: { log } },
  { name: 'error_lines', value: errors, labels: { log } },
  { name: 'warning_lines', value: warnings, labels: { log } },
  { name: 'templates', value: templates.length, labels: { log } },
]

const freshness = ({ size, modifiedAt }: LogTail, log: string): SeenFact[] =>
  size === null
    ? []
    : [
        { name: 'size_bytes', value: size, labels: { log } },
        { name: 'seconds_since_change', value: Math.max(0, Math.round((Date.now() - modifiedAt!.getTime()) / 1000)), labels: { log } },
      ]

/** No words are sought: what a model could write is a count. */
const linesLook = (logs: readonly WatchedLog[], parts: LogParts): Look => ({
  name: 'log_lines',
  summary: 'The last lines of a log',
  how: 'process',
  limitMs: 8000,
  params: { ...logParam(logs), lines: { kind: 'integer', min: 1, max: 400, fallback: 100, about: 'How many' } },
  see: async (params, signal): Promise<Seen> => {
    const log = logs.find((it) => it.name === params['log'])!
    const tail = await openTail(log, linesBytes, 1440, parts.openFence, signal)
    const lines = (await whole(tail))
      .split('\n')
      .filter((line) => line.trim() !== '')
      .slice(-Number(params['lines']))
    return { facts: [{ name: 'lines', value: lines.length, labels: { log: log.name } }, ...freshness(tail, log.name)], lines }
  },
})

const whole = async ({ chunks }: LogTail): Promise<string> => {
  const all: Uint8Array[] = []
  for await (const chunk of chunks) all.push(chunk)
  return Buffer.concat(all).toString('utf8')
}

/** By the id of a template that was just seen there: never by a pattern. */
const examplesLook = (logs: readonly WatchedLog[], parts: LogParts): Look => {
  const mined = async (name: string, signal: AbortSignal): Promise<MinedLog> => {
    const log = logs.find((it) => it.name === name)!
    return mine(await openTail(log, templatesBytes, 1440, parts.openFence, signal), 1440, parts, signal)
  }
  return {
    name: 'log_examples',
    summary: 'Lines of one template of a log, from its first day back',
    how: 'process',
    limitMs: 30_000,
    params: {
      ...logParam(logs),
      template: {
        kind: 'found',
        names: async (given, signal) => (given['log'] === undefined ? [] : (await mined(String(given['log']), signal)).templates.map((it) => it.id)),
        about: 'Id of a template, as log_templates gives it',
      },
    },
    see: async (params, signal): Promise<Seen> => {
      const found = (await mined(String(params['log']), signal)).templates.find((it) => it.id === params['template'])
      if (!found) return { facts: [], problem: 'This kind of line is not in the log any more.' }
      const labels = { log: String(params['log']), template: found.id }
      return {
        facts: [
          { name: 'template_lines', value: found.count, labels },
          { name: 'severity', value: found.severity, labels },
        ],
        lines: found.examples.map((it) => it.text),
      }
    },
  }
}

const unitState = (units: readonly string[], { openFence }: LogParts): Look => ({
  name: 'unit_state',
  summary: 'State of a unit of systemd: active, failed, how often it was started again, last exit',
  how: 'fenced',
  limitMs: 8000,
  params: { unit: { kind: 'name', names: units, about: 'Which unit' } },
  see: async ({ unit }, signal): Promise<Seen> => {
    const fields = await unitFields(String(unit), openFence, signal)
    const labels = { unit: String(unit) }
    const number = (name: string): number | null => (/^\d+$/.test(fields.get(name) ?? '') ? Number(fields.get(name)) : null)
    return {
      facts: [
        { name: 'is_loaded', value: fields.get('LoadState') === 'loaded', labels },
        { name: 'is_active', value: fields.get('ActiveState') === 'active', labels },
        { name: 'state', value: fields.get('ActiveState') ?? null, labels },
        { name: 'sub_state', value: fields.get('SubState') ?? null, labels },
        { name: 'result', value: fields.get('Result') ?? null, labels },
        { name: 'restarts', value: number('NRestarts'), labels },
        { name: 'last_exit_status', value: number('ExecMainStatus'), labels },
        { name: 'memory_bytes', value: number('MemoryCurrent'), labels },
        { name: 'tasks', value: number('TasksCurrent'), labels },
      ],
    }
  },
})

const unitJournal = (units: readonly string[], { openFence }: LogParts): Look => ({
  name: 'unit_journal',
  summary: 'Journal of a unit of systemd over the last minutes',
  how: 'fenced',
  limitMs: 8000,
  params: {
    unit: { kind: 'name', names: units, about: 'Which unit' },
    minutes,
    lines: { kind: 'integer', min: 1, max: 400, fallback: 100, about: 'How many' },
  },
  see: async (params, signal): Promise<Seen> => {
    const window = { minutes: Number(params['minutes']), lines: Number(params['lines']) }
    const lines = (await journalOf(String(params['unit']), window, openFence, signal)).split('\n').filter((line) => line !== '')
    return { facts: [{ name: 'lines', value: lines.length, labels: { unit: String(params['unit']) } }], lines }
  },
})
