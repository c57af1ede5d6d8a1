/** Rows of an entity, with all that its reader may see of them and of the rows that asked fields stand in. */
import type { Entity, Field, FieldRef, RecordsDescription } from '../../domain/record-description.ts'
import type { FindRecords } from '../../domain/record-request.ts'
import type { Cell, FoundRow, ReadRows, Statement } from '../../domain/record-store.ts'
import { isVisible } from '../described.ts'
import { namedBy } from '../named-by.ts'
import { compiling, entityOf, pathTo, tableAs, visibleField, type Compiling } from './context.ts'
import { whereOf, whole } from './conditions.ts'
import { along, idOf, textOf } from './expressions.ts'
import { orderOf } from './order.ts'

export interface CompiledFind {
  /** Asks for one row more than the request: whether there are more. */
  readonly statement: Statement
  /** Of what it gave. */
  readonly rows: (read: ReadRows) => readonly FoundRow[]
}

/** With `id` the row of that id alone. Fails with `invalid` where no relation, or more than one, leads to a field. */
export const compileFind = (description: RecordsDescription, request: FindRecords, isStaff: boolean, id: string | null = null): CompiledFind => {
  const context = compiling(description, isStaff)
  const entity = entityOf(context, request.entity)
  const alias = context.alias()
  for (const ref of request.fields) visibleField(context, ref)
  const shown = [
    { entity, alias },
    ...[...otherEntities(context, entity, request)].map((name) => ({ entity: entityOf(context, name), alias: context.alias() })),
  ]
  const joins = shown.slice(1).map((other) => ` left join lateral ${oneRow(context, entity, alias, other)} on true`)
  const columns = shown.flatMap((it) => columnsOf(context, it.entity, it.alias, it.entity === entity))
  const where = id === null ? whereOf(context, entity, alias, request) : ` where ${idOf(context, entity, alias)} = ${context.bind(id)}`
  const rest = where + orderOf(context, entity, alias, request.order)
  const sql = `select ${columns.map(({ sql }) => sql).join(', ')} from ${tableAs(entity, alias)}${joins.join('')}${rest} limit ${whole(request.limit + 1)} offset ${whole(request.offset)}`
  return {
    statement: { sql, values: context.values },
    rows: ({ rows }) => rows.slice(0, request.limit).map((row) => toRow(entity, columns, row)),
  }
}

const otherEntities = ({ description, isStaff }: Compiling, own: Entity, { fields }: FindRecords): ReadonlySet<string> => {
  const naming = namedBy(description, own, isStaff)
  return new Set([...fields.map((ref) => ref.entity), ...(naming ? [naming.entity.name] : [])].filter((it) => it !== own.name))
}

interface Column {
  /** Null: the id of a row of it. */
  readonly field: Field | null
  readonly entity: Entity
  readonly sql: string
}

/** The row's own are read from its table; those of another from what `oneRow` gives. */
const columnsOf = (context: Compiling, entity: Entity, alias: string, isOwn: boolean): Column[] => [
  { entity, field: null, sql: isOwn ? idOf(context, entity, alias) : `${alias}.c0` },
  ...visibleOf(context, entity).map((field, index) => ({ entity, field, sql: isOwn ? cellOf(context, entity, field, alias) : `${alias}.c${index + 1}` })),
]

/** At most one, whatever the tables hold: no row is told twice. */
const oneRow = (context: Compiling, from: Entity, fromAlias: string, to: { readonly entity: Entity; readonly alias: string }): string => {
  const { tables, where, alias: end } = along(context, from.name, fromAlias, pathTo(context, from.name, to.entity.name))
  const columns = [idOf(context, to.entity, end), ...visibleOf(context, to.entity).map((field) => cellOf(context, to.entity, field, end))]
  return `(select ${columns.map((sql, index) => `${sql} as c${index}`).join(', ')} from ${tables} where ${where} limit 1) as ${to.alias}`
}

/** No longer than what is too long to be read at all: such a row is refused by its bytes, and never told in part. */
const cellOf = (context: Compiling, entity: Entity, field: Field, alias: string): string => {
  const text = textOf(context, entity, field, alias)
  return ['text', 'choice', 'properties'].includes(field.type) ? `left(${text}, ${whole(context.description.limits.bytes + 1)})` : text
}

export const visibleOf = ({ isStaff }: Pick<Compiling, 'isStaff'>, entity: Entity): readonly Field[] =>
  entity.fields.filter((field) => isVisible(entity, field, isStaff))

const toRow = (entity: Entity, columns: readonly Column[], values: ReadRows['rows'][number]): FoundRow => {
  const ids = new Map<string, string>()
  const cells: Cell[] = []
  columns.forEach(({ entity: of, field }, index) => {
    const value = values[index] ?? null
    if (!field) return void (value !== null && ids.set(of.name, String(value)))
    const id = ids.get(of.name)
    // Of a row that is not there nothing is told.
    if (id !== undefined) cells.push({ field: { entity: of.name, field: field.name } satisfies FieldRef, id, value: told(field, value) })
  })
  return { entity: entity.name, id: ids.get(entity.name) ?? '', cells }
}

const told = ({ type }: Field, value: string | boolean | null): Cell['value'] => (type === 'boolean' && value !== null ? String(value) === 'true' : value)
