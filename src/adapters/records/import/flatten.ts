/**
 * Nested objects as tables. Objects with the same names in most rows become columns (`address_city`), those whose names differ one column of JSON;
 * lists, and objects of objects under keys of their own, become tables (`orders_items`) with the key of the row that holds them and `position` from 1.
 */
import { AppError } from '../../../base/error.ts'
import { mostColumns, type RawColumn, type RawTable, type Value } from './imported.ts'
import { singularOf, unusedName } from './name-tables.ts'
import { namedObjects, shapeOf, type Entry } from './shape.ts'

export interface Rows {
  readonly table: string
  readonly from: string
  readonly rows: readonly Record<string, unknown>[]
  /** Names that the rows stood under; null: they stood in a list. */
  readonly keys: readonly string[] | null
}

export const flatten = ({ table, from, rows, keys }: Rows): RawTable[] => {
  const tables: RawTable[] = []
  addTable(tables, { table, suffix: table, from, parent: null, rows, keys, inherited: [], positions: rows.map((_, index) => index + 1) })
  return tables
}

interface Level {
  readonly table: string
  /** What its name adds to the one above. */
  readonly suffix: string
  readonly from: string
  readonly parent: { readonly table: string; readonly key: readonly string[] } | null
  readonly rows: readonly Record<string, unknown>[]
  readonly keys: readonly string[] | null
  /** The key of the row that holds each. */
  readonly inherited: readonly RawColumn[]
  readonly positions: readonly number[]
}

const addTable = (tables: RawTable[], given: Level): void => {
  const { from, parent, rows, inherited } = given
  const table = unusedName(given.table, new Set(tables.map(({ name }) => name)))
  const level = { ...given, table }
  const columns: RawColumn[] = []
  const children: Child[] = []
  for (const { name, values } of fieldsOf(rows, from)) spread(name, values, { columns, children, from })

  const taken = new Set(columns.map(({ name }) => name))
  const above = inherited.map((column) => ({ ...column, name: unusedName(column.name, taken) }))
  const position: RawColumn = { name: unusedName('position', taken), isUntyped: false, values: [...level.positions] }
  const named = keyColumn(level, columns)
  const key = parent ? [...above, position] : named ? [named] : [uniqueColumn(table, columns) ?? position]
  const all = [...above, ...(named && !columns.includes(named) ? [named] : []), ...columns, position]
  tables.push({
    name: table,
    from,
    columns: all,
    key: key.map(({ name }) => name),
    foreignKeys: parent ? [{ columns: above.map(({ name }) => name), table: parent.table, references: parent.key }] : [],
    rows: rows.length,
  })
  for (const child of children) addChild(tables, level, child, key, position)
}

interface Child {
  readonly name: string
  /** Of each row: what stands there, in order. */
  readonly entries: readonly (readonly Entry[])[]
}

/** Fields of all rows, in the order in which they first appear. Fails with `invalid` where no table holds as many. */
const fieldsOf = (rows: readonly Record<string, unknown>[], from: string): { name: string; values: unknown[] }[] => {
  const names = new Set<string>()
  for (const row of rows) for (const name of Object.keys(row)) names.add(name)
  if (names.size > mostColumns) throw tooWide(from)
  return [...names].map((name) => ({ name, values: rows.map((row) => (Object.hasOwn(row, name) ? row[name] : null)) }))
}

const tooWide = (from: string): AppError =>
  new AppError(
    'invalid',
    `The rows of "${from}" have values under more than ${mostColumns} names, and a table holds no more columns. Put what varies into one object of each row, or into a list.`,
  )

interface Spread {
  readonly columns: RawColumn[]
  readonly children: Child[]
  readonly from: string
}

const spread = (name: string, values: readonly unknown[], into: Spread): void => {
  const { columns, children, from } = into
  const shape = shapeOf(values)
  if (shape === 'columns') {
    const objects = values.map((it) => (it ?? {}) as Record<string, unknown>)
    for (const inner of fieldsOf(objects, from)) spread(`${name}_${inner.name}`, inner.values, into)
    return
  }
  if (shape === 'list' || shape === 'named') {
    const entriesOf = (value: unknown): Entry[] =>
      shape === 'named' ? namedObjects(value) : ((value ?? []) as unknown[]).map((it) => ({ key: null, value: it }))
    children.push({ name, entries: values.map(entriesOf) })
    return
  }
  if (columns.length === mostColumns) throw tooWide(from)
  columns.push({
    name: unusedName(name || `column_${columns.length + 1}`, new Set(columns.map((it) => it.name))),
    isUntyped: false,
    values: values.map((it) => (it ?? null) as Value),
  })
}

const addChild = (tables: RawTable[], level: Level, { name, entries }: Child, key: readonly RawColumn[], position: RawColumn): void => {
  const parents = entries.flatMap((list, parent) => list.map(() => parent))
  if (parents.length === 0) return
  const flat = entries.flat()
  const inherited = key.map((column) => ({
    name: column === position ? `${level.suffix}_position` : column.name,
    isUntyped: false,
    values: parents.map((parent) => column.values[parent]!),
  }))
  addTable(tables, {
    table: `${level.table}_${name}`,
    suffix: name,
    from: level.from,
    parent: { table: level.table, key: key.map((it) => it.name) },
    rows: flat.map(({ value }) => (isRecord(value) ? value : { value })),
    keys: flat.some((it) => it.key !== null) ? flat.map((it) => it.key ?? '') : null,
    inherited,
    positions: entries.flatMap((list) => list.map((_, index) => index + 1)),
  })
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

/** The column that holds the names that the rows stood under: one of theirs, or one more. */
const keyColumn = ({ keys, suffix }: Level, columns: readonly RawColumn[]): RawColumn | null => {
  if (!keys) return null
  const held = columns.find(({ values }) => values.every((value, index) => value !== null && String(value) === keys[index]))
  return held ?? { name: unusedName(`${singularOf(suffix)}_id`, new Set(columns.map(({ name }) => name))), isUntyped: false, values: [...keys] }
}

const keyNames = /(?:^|[_ ]|[a-z](?=I))(?:id|nr|no|number|code|key|sku)$/i

/** Of a list: the first column that is named like a key and holds another value in each row. */
export const uniqueColumn = (table: string, columns: readonly RawColumn[]): RawColumn | null => {
  const own = `${singularOf(table)}_id`
  const candidates = columns.filter(({ name }) => keyNames.test(name)).sort((one, other) => rank(one.name, own) - rank(other.name, own))
  return (
    candidates.find(({ values }) => values.every((it) => it !== null && typeof it !== 'object') && new Set(values.map(String)).size === values.length) ?? null
  )
}

const rank = (name: string, own: string): number => (name.toLowerCase() === 'id' || name.toLowerCase() === own.toLowerCase() ? 0 : 1)
