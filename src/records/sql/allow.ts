import { refusalOf } from './walk.ts'
import { quoted, withTables, type ShownTable } from './shown-tables.ts'

/** PostgreSQL's own parser. Throws what it says of a text that it does not accept. */
export type ParseSql = (text: string) => Promise<unknown>

export type Allowed =
  | { readonly isAllowed: true; /** What is run: the shown tables, the statement within, a limit. */ readonly sql: string; readonly shown: string }
  | { readonly isAllowed: false; /** A sentence, for whoever wrote the statement. */ readonly why: string }

export interface AllowOptions {
  readonly tables: readonly ShownTable[]
  /** Where the tables are; null: where the connection looks. */
  readonly schema: string | null
  /** Most rows; one more is asked for, so that it shows when there are more. */
  readonly rows: number
}

const longest = 4000

/**
 * One SELECT over the shown tables, or why not: everything that its parse tree holds must stand in `grammar.ts`. What is run is parsed and walked
 * again as a whole: the text in its parentheses must be just the tree that was allowed.
 */
export const allowSql = async (text: string, { tables, schema, rows }: AllowOptions, parse: ParseSql): Promise<Allowed> => {
  const shown = text.trim().replace(/(?:\s*;)+$/, '')
  const refused = (why: string): Allowed => ({ isAllowed: false, why })
  if (shown === '') return refused('There is no statement.')
  if (shown.length > longest) return refused(`The statement is longer than ${longest} characters.`)
  // A server may read a backslash as the start of an escape where the parser does not.
  if (/[\\[\p{Cc}--[\t\n\r]]]/v.test(shown)) return refused('The statement holds a backslash or a sign that cannot be seen.')
  const inner = await selectOf(shown, parse)
  if ('why' in inner) return refused(inner.why)
  const why = refusalOf(inner.select, { tables: new Set(tables.map(({ name }) => name)) })
  if (why !== null) return refused(why)

  const sql = `${withTables(tables, schema)}\nselect * from (\n${shown}\n) as ${quoted('found')} limit ${rows + 1}`
  const whole = await selectOf(sql, parse)
  if ('why' in whole || !isSame(withinOf(whole.select), inner.select)) return refused('The statement does not stay in its parentheses.')
  return { isAllowed: true, sql, shown }
}

const selectOf = async (text: string, parse: ParseSql): Promise<{ select: unknown } | { why: string }> => {
  try {
    const { stmts } = (await parse(text)) as { stmts?: { stmt?: Record<string, unknown> }[] }
    if (stmts?.length !== 1) return { why: 'It has to be one statement.' }
    const [kind, ...others] = Object.keys(stmts[0]!.stmt ?? {})
    if (kind !== 'SelectStmt' || others.length > 0) return { why: 'It has to be a SELECT.' }
    return { select: stmts[0]!.stmt!['SelectStmt'] }
  } catch (error) {
    return { why: `PostgreSQL cannot read it: ${error instanceof Error ? error.message.slice(0, 200) : 'no reason told'}.` }
  }
}

/** The statement in the parentheses of what is run. */
const withinOf = (select: unknown): unknown => {
  const from = (select as { fromClause?: { RangeSubselect?: { subquery?: { SelectStmt?: unknown } } }[] }).fromClause
  return from?.length === 1 ? from[0]!.RangeSubselect?.subquery?.SelectStmt : undefined
}

/** But for where it stands in its text. */
const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one, withoutPlaces) === JSON.stringify(other, withoutPlaces)

const places = new Set(['location', 'list_start', 'list_end', 'rexpr_list_start', 'rexpr_list_end', 'stmt_location', 'stmt_len'])
const withoutPlaces = (key: string, value: unknown): unknown => (places.has(key) ? undefined : value)
