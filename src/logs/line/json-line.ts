import { severities } from '../../domain/log.ts'
import { rankOfWord } from './level.ts'

/** What a line says that is one JSON object, as loggers, Docker and journald write them. */
export interface JsonLine {
  readonly isDocker: boolean
  /** Its message; where it names none, its fields as `name=value`. */
  readonly message: string
  /** A time stamp as it is written, or milliseconds. */
  readonly time: string | number | null
  readonly rank: number
  readonly component: string
}

const messageNames = ['message', 'msg', 'MESSAGE', 'log', 'event', 'short_message', 'text', 'body']
const timeNames = ['time', 'timestamp', '@timestamp', 'ts', 'datetime', 'date', 't', '__REALTIME_TIMESTAMP']
const levelNames = ['level', 'severity', 'lvl', 'levelname', 'log.level', 'severityText', 'PRIORITY']
const componentNames = ['logger', 'component', 'SYSLOG_IDENTIFIER', 'module', 'service', 'logger_name', 'name', 'caller']
const known = new Set([...timeNames, ...levelNames])
const maxFields = 40

/** Null for a line that is no JSON object. */
export const readJsonLine = (text: string): JsonLine | null => {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return null
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  const fields = new Map(Object.entries(value))
  const first = (names: readonly string[]): unknown => names.map((name) => fields.get(name)).find((field) => field !== undefined && field !== null)
  const message = first(messageNames)
  const component = first(componentNames)
  return {
    isDocker: typeof fields.get('log') === 'string' && typeof fields.get('stream') === 'string',
    message: typeof message === 'string' ? message : flat(fields),
    time: timeOf(first(timeNames), fields.has('__REALTIME_TIMESTAMP')),
    rank: rankOf(first(levelNames), fields.has('PRIORITY')),
    component: typeof component === 'string' ? component : '',
  }
}

const flat = (fields: ReadonlyMap<string, unknown>): string =>
  [...fields]
    .filter(([name]) => !known.has(name))
    .slice(0, maxFields)
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' ')

/** Numbers are seconds, milli-, micro- or nanoseconds since 1970, by their size. */
const timeOf = (time: unknown, isJournal: boolean): string | number | null => {
  const number = typeof time === 'number' ? time : isJournal || (typeof time === 'string' && /^\d{10}(\d{3}){0,3}(\.\d+)?$/.test(time)) ? Number(time) : NaN
  if (Number.isNaN(number)) return typeof time === 'string' ? time : null
  const milliseconds = number < 1e11 ? number * 1_000 : number < 1e14 ? number : number < 1e17 ? number / 1_000 : number / 1e6
  return milliseconds > 0 && milliseconds < 8.64e15 ? Math.floor(milliseconds) : null
}

// Bunyan and pino count from 10 (trace) by tens to 60 (fatal); syslog and journald from 0 (emergency) to 7 (debug).
const byTens = ['trace', 'debug', 'info', 'warning', 'error', 'critical'] as const
const rankOf = (level: unknown, isPriority: boolean): number => {
  if (typeof level === 'string' && !/^\d+$/.test(level)) return rankOfWord(level.toLowerCase())
  const number = typeof level === 'string' || typeof level === 'number' ? Number(level) : NaN
  if (!Number.isInteger(number) || number < 0) return -1
  if (number <= 7 && (isPriority || number < 10)) return severities.length - 1 - number
  const word = byTens[Math.floor(number / 10) - 1]
  return word ? severities.indexOf(word) : -1
}
