import { AppError, isAppError } from '../../base/error.ts'
import { statementTimeout } from '../postgres/pglite-thread.ts'

interface SqlError {
  readonly code?: string
  readonly message?: string
  readonly details?: Readonly<Record<string, unknown>>
}

/** What a database of records failed with, in our words and the port's codes. What PostgreSQL said is the cause, for the log. */
export const recordError = (error: unknown, title: string, host: string): Error => {
  const state = sqlStateOf(error)
  if (isAppError(error) && state === '') return error
  const [code, sentence] = sentenceOf(state, isAppError(error) ? '' : ((error as SqlError).message ?? ''), title, host) ?? ['internal' as const, null]
  if (sentence === null) return error as Error
  return new AppError(code, sentence, {
    cause: error,
    details: { sqlState: state, host, ...(code !== 'upstream_timeout' && code !== 'invalid' && { forOthers: notNow(title) }) },
  })
}

/** For those who do not run the program: names of tables, roles and addresses are not theirs to know. */
const notNow = (title: string): string => `The records of ${title} cannot be asked just now. Try again later.`

/** Also where a thread or the driver gave only words. */
export const sqlStateOf = (error: unknown): string => {
  const { code, message = '', details } = (error ?? {}) as SqlError
  const told = details?.['sqlState']
  if (typeof told === 'string') return told
  if (isAppError(error)) return ''
  if (/terminated unexpectedly|query read timeout|timeout expired|timeout exceeded when trying to connect|Connection terminated|not queryable/i.test(message))
    return '08006'
  return code ?? /SQLSTATE (\w{5})/.exec(message)?.[1] ?? ''
}

type Told = readonly ['unavailable' | 'upstream_timeout' | 'conflict' | 'forbidden' | 'invalid', string]

const sentenceOf = (state: string, message: string, title: string, host: string): Told | null => {
  if (state === statementTimeout)
    return ['upstream_timeout', `The records of ${title} took too long to read, and it was stopped. Ask for less, for example one order or one month.`]
  if (changed.has(state))
    return [
      'conflict',
      `The database of ${title} is not the one that was described any more: ${nameIn(message)} is not there. Mend the description, or the database, then run "answerable records connect" again.`,
    ]
  if (state === '42501')
    return [
      'conflict',
      `The role that reads the records of ${title} may not read ${nameIn(message)} any more. Grant it again ("answerable records policies" prints how), then run "answerable records check".`,
    ]
  if (state.startsWith('22')) return ['invalid', `A value of the question does not fit what the records of ${title} hold there. Ask with another one.`]
  if (state === '53300') return ['unavailable', `The database of ${title} at ${host} gives no more connections. Try again in a moment.`]
  if (state.startsWith('28'))
    return ['unavailable', `The database of ${title} at ${host} refused the user or password. Mend the address in its environment variable, then start again.`]
  if (state === '3D000')
    return ['unavailable', `The database of ${title} at ${host} is not there by that name. Mend the address in its environment variable, then start again.`]
  if (/timeout exceeded when trying to connect/i.test(message))
    return [
      'unavailable',
      `The database of ${title} at ${host} gave no connection within 5 s, or all of them were busy. Check that it runs, then try again in a moment.`,
    ]
  if (unreachable.test(state)) return ['unavailable', `The database of ${title} at ${host} cannot be reached. Check that it runs, then try again.`]
  return null
}

/** Tables, columns, functions, schemas and types that are gone. */
const changed = new Set(['42P01', '42703', '42883', '3F000', '42704'])

const unreachable = /^(?:08|53|57|ECONN|ENOTFOUND|EAI_|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EPIPE|ENOENT|EACCES|DEPTH_ZERO|SELF_SIGNED|ERR_TLS|CERT_)/

/** The identifier that PostgreSQL names, in whatever language it speaks; it is one of the description's. */
const nameIn = (message: string): string => {
  const quoted = /"([^"]{1,130})"/.exec(message)?.[1]
  if (quoted) return `"${quoted}"`
  const column = /\b(?:column|relation|table) ([\w.]+)/.exec(message)?.[1]
  return column ? `"${column}"` : 'something that it names'
}
