import { grammar, type FieldRule } from './grammar.ts'
import { joining } from './vocabulary.ts'

/** What a parse tree may grow to, so that planning and running it stays small work. */
export const sizes = { nodes: 800, depth: 60, relations: 12, digits: 40, joined: 24, length: 1000 } as const

export interface Walk {
  /** Tables that may be named; those of `with` come on top where they are in scope. */
  readonly tables: ReadonlySet<string>
}

/** Why the tree is refused, a sentence; null: every node, field, name and size of it is allowed. Its root is the fields of a `SelectStmt`. */
export const refusalOf = (root: unknown, { tables }: Walk): string | null => {
  const state: State = { nodes: 0, relations: 0, joined: 0 }
  try {
    walkFields('SelectStmt', root, { state, depth: 0, named: tables })
    return null
  } catch (error) {
    if (error instanceof Refused) return error.message
    throw error
  }
}

class Refused extends Error {}

interface State {
  nodes: number
  relations: number
  /** Texts that are put together. */
  joined: number
}

interface Place {
  readonly state: State
  readonly depth: number
  readonly named: ReadonlySet<string>
}

const walkFields = (kind: string, value: unknown, place: Place): void => {
  const rules = Object.hasOwn(grammar, kind) ? grammar[kind]! : undefined
  if (!rules) throw new Refused(`${kind} is no part of the SQL that is allowed here.`)
  if (++place.state.nodes > sizes.nodes || place.depth > sizes.depth) throw new Refused('The statement is too large.')
  if (kind === 'RangeVar' && ++place.state.relations > sizes.relations) throw new Refused(`The statement reads more than ${sizes.relations} tables.`)
  const fields = Object.entries(recordOf(value, kind))
  if ((place.state.joined += joinedBy(kind, value)) > sizes.joined) throw new Refused(`The statement puts more than ${sizes.joined} texts together.`)
  if (kind === 'TypeName' && !hasSmallLengths(value)) throw new Refused(`A type has a length of more than ${sizes.length}.`)
  const inside = { ...place, depth: place.depth + 1, named: kind === 'SelectStmt' ? withOwnTables(value, place) : place.named }
  for (const [name, content] of fields) {
    if (kind === 'SelectStmt' && name === 'withClause') continue
    const rule = Object.hasOwn(rules, name) ? rules[name]! : undefined
    if (!rule) throw new Refused(`${kind} with ${name} is not allowed.`)
    walkField(rule, content, inside, `${kind}.${name}`)
  }
}

const joinedBy = (kind: string, value: unknown): number => {
  const { funcname, name, args } = value as { funcname?: unknown; name?: unknown; args?: unknown }
  const called = partsOf(kind === 'FuncCall' ? funcname : kind === 'A_Expr' ? name : []).at(-1)
  return joining.has(String(called)) ? Math.max(2, listOf(args).length) : 0
}

/** `char(n)` fills up to its length: a small text would be a large one. Those of an interval are bits that name its parts. */
const hasSmallLengths = (type: unknown): boolean => {
  const { names, typmods } = type as { names?: unknown; typmods?: unknown }
  if (typmods === undefined || partsOf(names).at(-1) === 'interval') return true
  return listOf(typmods).every((it) => {
    const constant = (it as { A_Const?: { ival?: { ival?: number } } } | null)?.A_Const
    // The parser leaves a zero out.
    return constant?.ival !== undefined && Math.abs(constant.ival.ival ?? 0) <= sizes.length
  })
}

/** Each table of `with` sees those before it: it is never recursive. */
const withOwnTables = (select: unknown, place: Place): ReadonlySet<string> => {
  const clause = (select as { withClause?: unknown }).withClause
  if (clause === undefined) return place.named
  const { ctes, ...rest } = recordOf(clause, 'WithClause')
  if (Object.keys(rest).some((it) => it !== 'location')) throw new Refused('WITH RECURSIVE is not allowed.')
  const named = new Set(place.named)
  for (const cte of listOf(ctes)) {
    walkNode(cte, { ...place, depth: place.depth + 1, named })
    named.add(String((cte as { CommonTableExpr?: { ctename?: unknown } }).CommonTableExpr?.ctename))
  }
  return named
}

const walkField = (rule: FieldRule, content: unknown, place: Place, where: string): void => {
  switch (rule.kind) {
    case 'nodes':
      for (const node of listOf(content)) walkNode(node, place)
      return
    case 'distinct':
      for (const node of listOf(content)) if (JSON.stringify(node) !== '{}') walkNode(node, place)
      return
    case 'bare':
      return walkFields(rule.of, content, place)
    case 'plain':
      if (!isPlain(content)) throw new Refused(`${where} holds more than a value.`)
      return
    case 'one of':
      if (!rule.values.has(content)) throw new Refused(`${String(content)} is not allowed.`)
      return
    case 'name':
      return checkName(rule, content)
    case 'relation':
      if (!place.named.has(String(content))) throw new Refused(`There is no table ${JSON.stringify(String(content).slice(0, 60))} among those that are shown.`)
      return
    case 'number':
      if (String((content as { fval?: unknown }).fval).length > sizes.digits) throw new Refused(`A number has more than ${sizes.digits} digits.`)
  }
}

const walkNode = (node: unknown, place: Place): void => {
  const [entry, ...others] = Object.entries(recordOf(node, 'A part'))
  if (!entry || others.length > 0) throw new Refused('A part of the statement could not be read.')
  walkFields(entry[0], entry[1], place)
}

const checkName = ({ of, schemas, what }: Extract<FieldRule, { kind: 'name' }>, content: unknown): void => {
  const parts = partsOf(content)
  const last = parts.at(-1)
  const isKnown = parts.length > 0 && parts.length <= 2 && typeof last === 'string' && of.has(last)
  if (!isKnown || (parts.length === 2 && !schemas.has(parts[0] as string))) throw new Refused(`${what} ${parts.join('.').slice(0, 80)} is not allowed.`)
}

const partsOf = (content: unknown): unknown[] => listOf(content).map((it) => (it as { String?: { sval?: unknown } } | null)?.String?.sval)

const listOf = (content: unknown): readonly unknown[] => (Array.isArray(content) ? content : [content])

const recordOf = (value: unknown, what: string): Record<string, unknown> => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Refused(`${what} of the statement could not be read.`)
  return value as Record<string, unknown>
}

/** Parsers put a scalar within one of its own: `{ "ival": { "ival": 5 } }`. */
const isPlain = (content: unknown): boolean =>
  typeof content === 'object' && content !== null ? !Array.isArray(content) && Object.values(content).every((it) => typeof it !== 'object') : true
