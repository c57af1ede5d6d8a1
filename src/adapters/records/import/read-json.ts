import { AppError, isAppError } from '../../../base/error.ts'
import { ExactNumber } from './imported.ts'

/** The rows of a file: a list of objects, or an object of objects, whose names are then keys. */
export interface JsonRows {
  readonly rows: readonly object[]
  readonly keys: readonly string[] | null
}

/** Fails with `invalid`, with the line of what cannot be read. */
export const readJson = (text: string, file: string): JsonRows => {
  const value = parse(text, file, 0)
  if (Array.isArray(value)) return { rows: objectsOf(value, file, 'item'), keys: null }
  const entries = Object.entries((value ?? {}) as object)
  if (typeof value === 'object' && value !== null && entries.length > 0 && entries.every(([, it]) => isObject(it)))
    return { rows: entries.map(([, it]) => it as object), keys: entries.map(([key]) => key) }
  // One named list: { "orders": [ … ] }.
  const lists = entries.filter(([, it]) => Array.isArray(it) && it.some(isObject))
  if (lists.length === 1) return { rows: objectsOf(lists[0]![1] as unknown[], file, 'item'), keys: null }
  throw new AppError('invalid', `"${file}" holds no rows: it must be a list of objects, or an object of objects whose names are keys.`)
}

/** An object a line; empty lines are passed over. */
export const readJsonLines = (text: string, file: string): JsonRows => {
  const rows = text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return []
    const value = parse(line, file, index)
    if (!isObject(value)) throw new AppError('invalid', `"${file}", line ${index + 1}: an object is needed on each line.`)
    return [value]
  })
  if (rows.length === 0) throw noRows(file)
  return { rows, keys: null }
}

const objectsOf = (values: readonly unknown[], file: string, what: string): object[] => {
  if (values.length === 0) throw noRows(file)
  const stray = values.findIndex((it) => !isObject(it))
  if (stray >= 0) throw new AppError('invalid', `"${file}": ${what} ${stray + 1} is no object, and each row must be one.`)
  return values as object[]
}

export const noRows = (file: string): AppError =>
  new AppError('invalid', `"${file}" holds no rows, so nothing is known of its columns. Leave it out, or give it at least one row.`)

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null && !Array.isArray(value)

const parse = (text: string, file: string, linesBefore: number): unknown => {
  try {
    const value: unknown = needsDigits.test(text) ? JSON.parse(text, keepDigits) : JSON.parse(text)
    if (isDeeper(value, mostLevels)) throw tooDeep(file)
    return value
  } catch (cause) {
    if (isAppError(cause)) throw cause
    // The stack ends before the text does.
    if (cause instanceof RangeError) throw tooDeep(file)
    const { message } = cause as Error
    const at = Number(/position (\d+)/.exec(message)?.[1] ?? text.length)
    const line = linesBefore + text.slice(0, at).split('\n').length
    throw new AppError('invalid', `"${file}", line ${line}: this is no JSON (${message.replace(/ in JSON at position.*| \(line.*/s, '')}).`, { cause })
  }
}

/** What is nested is a table below a table, and its name holds those above. */
const mostLevels = 50

const isDeeper = (value: unknown, levels: number): boolean =>
  typeof value === 'object' && value !== null && (levels === 0 || Object.values(value).some((it) => isDeeper(it, levels - 1)))

const tooDeep = (file: string): AppError =>
  new AppError(
    'invalid',
    `"${file}" nests lists and objects more than ${mostLevels} deep, and they would be tables below tables. Bring it into a flatter form.`,
  )

/** More digits than a double holds. */
const needsDigits = /\d[\d.]{15}/

const keepDigits = (_key: string, value: unknown, context?: { source?: string }): unknown => {
  if (typeof value !== 'number' || context?.source === undefined || String(value) === context.source) return value
  return /^-?\d+(?:\.\d+)?$/.test(context.source) && context.source.length > 15 ? new ExactNumber(context.source) : value
}
