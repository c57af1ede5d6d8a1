/** A field's value as SQL: to compare and count with, and as the text that is told. */
import type { Arithmetic, Entity, Field, FieldType } from '../../domain/record-description.ts'
import { fractionDigits } from '../money-digits.ts'
import type { Step } from '../described.ts'
import { entityOf, pathTo, quoteName, tableAs, type Compiling } from './context.ts'

export const isNumeric = (type: FieldType): boolean => type === 'count' || type === 'number' || type === 'money'

/** Of its own type: `numeric`, `date`, `timestamp` in the description's zone, `boolean`, `jsonb`, `text`. */
export const valueOf = (compiling: Compiling, entity: Entity, field: Field, alias: string): string => {
  if (field.computed) return computed(compiling, entity, field, alias)
  const column = `${alias}.${quoteName(field.column)}`
  if (isNumeric(field.type)) return `${column}::numeric`
  switch (field.type) {
    case 'date':
      // Of a moment, the day that it is in the description's zone.
      return `(${momentIn(compiling, column)})::date`
    case 'time':
      return momentIn(compiling, column)
    case 'boolean':
      // Whatever the database keeps them as: boolean, 0 and 1, Y and N.
      return `(lower(${column}::text) in ('true', 't', '1', 'yes', 'y'))`
    case 'properties':
      return `${column}::jsonb`
    default:
      return `${column}::text`
  }
}

/** A column without a zone of its own holds moments of the description's. */
const momentIn = (compiling: Compiling, column: string): string =>
  `case when pg_typeof(${column})::text in ('timestamp without time zone', 'date') then ${column}::timestamp else ${column}::timestamptz at time zone ${compiling.bind(compiling.description.zone)} end`

/** As text that says the same on every server: exact decimals, `1997-05-12`, `1997-05-12T08:30:00` in the description's zone. */
export const textOf = (compiling: Compiling, entity: Entity, field: Field, alias: string): string => asText(field, valueOf(compiling, entity, field, alias))

export const asText = ({ type }: Pick<Field, 'type'>, value: string): string => {
  switch (type) {
    case 'date':
      return `to_char((${value}), 'YYYY-MM-DD')`
    case 'time':
      return `to_char((${value}), 'YYYY-MM-DD"T"HH24:MI:SS')`
    case 'count':
      return `trim_scale(${value})::text`
    case 'id':
    case 'text':
    case 'choice':
      return value
    default:
      return `(${value})::text`
  }
}

/** What names a row of it: its key's values, with `/` between several. */
export const idOf = (compiling: Compiling, entity: Entity, alias: string): string => {
  const parts = entity.key.map((name) =>
    textOf(
      compiling,
      entity,
      entity.fields.find((field) => field.name === name)!,
      alias,
    ),
  )
  return parts.length === 1 ? parts[0]! : `concat_ws('/', ${parts.join(', ')})`
}

/** `a.x = b.y and …` for one step of a path. */
export const joined = (compiling: Compiling, { relation }: Step, from: string, fromAlias: string, toAlias: string): string => {
  const isForward = relation.from.entity === from
  const [near, far] = isForward ? [relation.from, relation.to] : [relation.to, relation.from]
  const columns = (side: typeof near, alias: string) =>
    side.fields.map((name) => `${alias}.${quoteName(entityOf(compiling, side.entity).fields.find((field) => field.name === name)!.column)}`)
  const left = columns(near, fromAlias)
  return columns(far, toAlias)
    .map((column, index) => `${column} = ${left[index]}`)
    .join(' and ')
}

/** The tables of a path that begins at `fromAlias`, for a `from` of its own: the first is tied to it by `where`. */
export const along = (
  compiling: Compiling,
  from: string,
  fromAlias: string,
  path: readonly Step[],
): { readonly tables: string; readonly where: string; readonly alias: string } => {
  let at = { entity: from, alias: fromAlias }
  let [tables, where] = ['', '']
  for (const step of path) {
    const alias = compiling.alias()
    const on = joined(compiling, step, at.entity, at.alias, alias)
    const table = tableAs(entityOf(compiling, step.to), alias)
    if (tables === '') [tables, where] = [table, on]
    else tables += ` join ${table} on ${on}`
    at = { entity: step.to, alias }
  }
  return { tables, where, alias: at.alias }
}

/** Added up over the rows that lead here, or worked out of the row's own fields. Money to the smallest coin. */
const computed = (compiling: Compiling, entity: Entity, { computed: how, type, currency }: Field, alias: string): string => {
  const { sumOver, of } = how!
  const digits = fractionDigits(currency ?? compiling.description.currency)
  const rounded = (sql: string) => (type === 'money' ? `round(${sql}, ${digits})` : `trim_scale(${sql})`)
  if (sumOver === null) return rounded(arithmetic(entity, of, alias))
  const { tables, where, alias: end } = along(compiling, entity.name, alias, pathTo(compiling, entity.name, sumOver))
  return `(select ${rounded(`sum(${arithmetic(entityOf(compiling, sumOver), of, end)})`)} from ${tables} where ${where})`
}

const arithmetic = (entity: Entity, of: Arithmetic, alias: string): string => {
  if (of.kind === 'number') return `${of.value}::numeric`
  if (of.kind === 'field') return `${alias}.${quoteName(entity.fields.find(({ name }) => name === of.field)!.column)}::numeric`
  const [left, right] = [arithmetic(entity, of.left, alias), arithmetic(entity, of.right, alias)]
  return of.operator === '/' ? `(${left} / nullif(${right}, 0))` : `(${left} ${of.operator} ${right})`
}
