import { ExactNumber, type ColumnType, type RawColumn, type Value } from './imported.ts'

/** A type that every value fits, and how a value is written for PostgreSQL. `text` where they differ. */
export interface TypedColumn {
  readonly name: string
  readonly type: ColumnType
  readonly isNullable: boolean
  /** Null where it is missing. */
  write(value: Value): string | null
}

/** What the description says that a column holds: words, numbers and days (also where they stand as words in JSON); null: it says nothing. */
export type Described = 'words' | 'values' | null

export const typedColumn = (column: RawColumn, described: Described): TypedColumn => ({
  ...typeOf(column, described),
  isNullable: column.values.some((it) => it === null || it === undefined),
})

type Typed = Omit<TypedColumn, 'isNullable'>

const typeOf = ({ name, values, isUntyped }: RawColumn, described: Described): Typed => {
  const kinds = new Set(values.map(kindOf))
  kinds.delete('null')
  if (kinds.has('object')) return { name, type: 'jsonb', write: (value) => (value === null ? null : JSON.stringify(value, plain)) }
  if (described === 'values' && [...kinds].every((it) => it === 'number' || it === 'text') && kinds.has('text'))
    return typeOfTexts(name, values.map(asText), true)
  if (described === 'words' || kinds.size !== 1) return { name, type: 'text', write: asText }
  if (kinds.has('boolean')) return { name, type: 'boolean', write: asText }
  if (kinds.has('number')) return { name, type: values.every((it) => it === null || isWhole(asText(it)!)) ? 'bigint' : 'numeric', write: asText }
  return typeOfTexts(name, values as (string | null)[], isUntyped)
}

const kindOf = (value: Value): 'null' | 'boolean' | 'number' | 'text' | 'object' => {
  if (value === null || value === undefined) return 'null'
  if (typeof value === 'boolean') return 'boolean'
  if (typeof value === 'number' || typeof value === 'bigint' || value instanceof ExactNumber) return 'number'
  return typeof value === 'string' ? 'text' : 'object'
}

const asText = (value: Value): string | null => {
  if (value === null || value === undefined) return null
  if (value instanceof ExactNumber) return value.text
  return typeof value === 'object' ? JSON.stringify(value, plain) : String(value)
}

/** Digits that JSON's own numbers would lose stay words. */
const plain = (_key: string, value: unknown): unknown => (value instanceof ExactNumber ? value.text : typeof value === 'bigint' ? String(value) : value)

const typeOfTexts = (name: string, values: readonly (string | null)[], isUntyped: boolean): Typed => {
  const all = (test: (text: string) => boolean): boolean => values.every((it) => it === null || test(it))
  const as = (type: ColumnType, write: (text: string) => string = (it) => it): Typed => ({
    name,
    type,
    write: (value) => (value === null || value === undefined ? null : write(asText(value)!)),
  })
  if (isUntyped) {
    if (all(isWhole)) return as('bigint')
    if (all((it) => /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(it))) return as('numeric')
    if (all((it) => /^(?:true|false)$/i.test(it))) return as('boolean', (it) => it.toLowerCase())
  }
  if (all((it) => isDate(it))) return as('date')
  if (all(isMoment)) return as('timestamptz')
  const read = isUntyped && dateForms.filter((form) => all((it) => form(it) !== null))
  // 03/04/2024 in every row may be read two ways, and stays as it is written.
  return read && read.length === 1 ? as('date', (it) => read[0]!(it)!) : as('text')
}

/** No leading zeros: those are names of things. */
const isWhole = (text: string): boolean => /^-?(?:0|[1-9]\d{0,17})$/.test(text)

const isDate = (text: string): boolean => {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text)
  return match !== null && isDay(Number(match[1]), Number(match[2]), Number(match[3]))
}

const isDay = (year: number, month: number, day: number): boolean => {
  const date = new Date(Date.UTC(year, month - 1, day))
  return year > 0 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
}

/** ISO 8601, with or without a zone: without, the description's is meant. */
const isMoment = (text: string): boolean => {
  const match = /^(\d{4}-\d\d-\d\d)(?:[T ]([01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d(?::?\d\d)?)?)?$/.exec(text)
  return match !== null && isDate(match[1]!)
}

const formed =
  (pattern: RegExp, order: readonly [year: number, month: number, day: number]) =>
  (text: string): string | null => {
    const match = pattern.exec(text)
    if (!match) return null
    const [year, month, day] = order.map((at) => Number(match[at])) as [number, number, number]
    return isDay(year, month, day) ? `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}` : null
  }

const parted = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/

/** Day first and month first. */
const dateForms = [formed(parted, [3, 2, 1]), formed(parted, [3, 1, 2])]
