import type { Field, RecordsDescription } from '../../domain/record-description.ts'

/** A table as generated SQL may name it: plain names, described columns that staff may see, and nothing else of the table. */
export interface ShownTable {
  readonly name: string
  readonly entity: string
  readonly table: string
  readonly columns: readonly ShownColumn[]
}

export interface ShownColumn {
  readonly name: string
  readonly field: Field
}

/** One for each table of the database, also where several entities describe it. */
export const shownTables = ({ entities }: RecordsDescription): ShownTable[] => {
  const real = new Set(entities.map(({ table }) => table))
  const taken = new Set<string>()
  return [...real].flatMap((table): ShownTable[] => {
    const described = entities.filter((entity) => entity.table === table)
    const columns = shownColumns(described.flatMap(({ fields }) => fields.filter(isShown)))
    // A name that is another table's own would be found in its place.
    const others = new Set([...real].filter((it) => it !== table))
    return columns.length === 0 ? [] : [{ name: free(plain(table), taken, others), entity: described[0]!.name, table, columns }]
  })
}

const isShown = ({ visibleTo, column }: Field): boolean => visibleTo !== 'nobody' && column !== ''

const shownColumns = (fields: readonly Field[]): ShownColumn[] => {
  const taken = new Set<string>()
  return fields
    .filter(({ column }, index) => fields.findIndex((it) => it.column === column) === index)
    .map((field) => ({ name: free(plain(field.column), taken), field }))
}

/**
 * The tables as `with` in front of a generated statement. Columns that are not shown exist nowhere within it, by no alias, star or whole row: the
 * statement's own names find these tables before the database's.
 */
export const withTables = (tables: readonly ShownTable[], schema: string | null): string => {
  const of = (table: string): string => (schema === null ? quoted(table) : `${quoted(schema)}.${quoted(table)}`)
  const one = ({ name, table, columns }: ShownTable): string =>
    `${quoted(name)} as not materialized (select ${columns.map((it) => `${quoted(it.field.column)} as ${quoted(it.name)}`).join(', ')} from ${of(table)})`
  return `with ${tables.map(one).join(',\n')}`
}

/** As people and models write it without quotes: PostgreSQL reads such names in small letters. */
const plain = (name: string): string => {
  const words = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9_]+/g, '_')
    .replace(/^_+|_+$/g, '')
  const safe = /^[a-z]/.test(words) ? words.slice(0, 50) : `t_${words.slice(0, 48)}`
  return reserved.has(safe) ? `${safe}_` : safe
}

/** Two that read alike get a number. */
const free = (name: string, taken: Set<string>, others: ReadonlySet<string> = new Set()): string => {
  let [result, count] = [name, 1]
  while (taken.has(result) || others.has(result)) result = `${name}_${++count}`
  taken.add(result)
  return result
}

/** SQL's quoting of a name. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`

// PostgreSQL's reserved words (appendix C of its manual): without quotes they are no names.
const reserved = new Set(
  (
    'all analyse analyze and any array as asc asymmetric authorization binary both case cast check collate collation column concurrently constraint create cross current_catalog ' +
    'current_date current_role current_schema current_time current_timestamp current_user default deferrable desc distinct do else end except false fetch for foreign freeze from full ' +
    'grant group having ilike in initially inner intersect into is isnull join lateral leading left like limit localtime localtimestamp natural not notnull null offset on only or order ' +
    'outer overlaps placing primary references returning right select session_user similar some symmetric system_user table tablesample then to trailing true union unique user using ' +
    'variadic verbose when where window with'
  ).split(' '),
)
