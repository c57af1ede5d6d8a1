/** Conditions as SQL. On other entities they are `exists`, so that no row is told or counted twice. */
import type { Condition, Picked, RecordRequest } from '../../domain/record-request.ts'
import type { Entity, Field } from '../../domain/record-description.ts'
import { along, idOf, isNumeric, valueOf } from './expressions.ts'
import { entityOf, pathTo, tableAs, visibleField, type Compiling } from './context.ts'
import { orderOf } from './order.ts'

/** ` where …`, or nothing. */
export const whereOf = (compiling: Compiling, entity: Entity, alias: string, { where, within }: Pick<RecordRequest, 'where' | 'within'>): string => {
  const all = [...conditionsOf(compiling, entity, alias, where), ...(within ? [isWithin(compiling, entity, alias, within)] : [])]
  return all.length === 0 ? '' : ` where ${all.join(' and ')}`
}

const conditionsOf = (compiling: Compiling, entity: Entity, alias: string, where: readonly Condition[]): string[] => {
  const own = where.filter(({ field }) => field.entity === entity.name)
  const others = where.filter(({ field }) => field.entity !== entity.name)
  // "No lamp" is said of the order, not of one of its items; what is said of one item together is meant of the same one.
  const denied = others.filter(({ is }) => is === 'not' || is === 'missing')
  const asked = Map.groupBy(
    others.filter((condition) => !denied.includes(condition)),
    ({ field }) => field.entity,
  )
  return [
    ...own.map((condition) => compare(compiling, condition, alias)),
    ...[...asked].map(([other, conditions]) => exists(compiling, entity, alias, other, conditions)),
    ...denied.map(
      (condition) => `not ${exists(compiling, entity, alias, condition.field.entity, [{ ...condition, is: positive[condition.is as 'not' | 'missing'] }])}`,
    ),
  ]
}

const positive = { not: 'equal', missing: 'present' } as const

const exists = (compiling: Compiling, entity: Entity, alias: string, other: string, conditions: readonly Condition[]): string => {
  const end = along(compiling, entity.name, alias, pathTo(compiling, entity.name, other))
  return `exists (select 1 from ${end.tables} where ${[end.where, ...conditions.map((it) => compare(compiling, it, end.alias))].join(' and ')})`
}

/** It belongs to one of the rows that are picked by their place in an order, or is one. */
const isWithin = (compiling: Compiling, entity: Entity, alias: string, picked: Picked): string => {
  const of = entityOf(compiling, picked.entity)
  const inner = compiling.alias()
  const rows = `select ${idOf(compiling, of, inner)} from ${tableAs(of, inner)}${whereOf(compiling, of, inner, picked)}${orderOf(compiling, of, inner, picked.order)} limit ${whole(picked.limit)} offset ${whole(picked.offset)}`
  const path = pathTo(compiling, entity.name, picked.entity)
  if (path.length === 0) return `${idOf(compiling, of, alias)} in (${rows})`
  const end = along(compiling, entity.name, alias, path)
  return `exists (select 1 from ${end.tables} where ${end.where} and ${idOf(compiling, of, end.alias)} in (${rows}))`
}

/** A number that stands in the text itself. */
export const whole = (limit: number): string => String(Math.max(0, Math.trunc(limit)))

const compare = (compiling: Compiling, { field: ref, is, values }: Condition, alias: string): string => {
  const field = visibleField(compiling, ref)
  const value = valueOf(compiling, entityOf(compiling, ref.entity), field, alias)
  if (is === 'missing') return `(${value}) is null`
  if (is === 'present') return `(${value}) is not null`
  if (is === 'equal') return isAnyOf(compiling, field, value, values)
  if (is === 'not') return `${isAnyOf(compiling, field, value, values)} is not true`
  if (is === 'contains') return contains(compiling, field, value, values[0]!)
  if (is === 'between') return `(${inOrder(compiling, field, value, 'at_least', values[0]!)} and ${before(compiling, field, value, values[1]!)})`
  return inOrder(compiling, field, value, is, values[0]!)
}

/** Days and moments half open, amounts with both ends. */
const before = (compiling: Compiling, field: Field, value: string, end: string): string =>
  inOrder(compiling, field, value, isNumeric(field.type) ? 'at_most' : 'less', end)

const isAnyOf = (compiling: Compiling, field: Field, value: string, values: readonly string[]): string => {
  if (field.type === 'id') return `${value} = any (${compiling.bindAll(values)})`
  if (field.type === 'text' || field.type === 'choice')
    return `lower(${value}) = any (array(select lower(word) from unnest(${compiling.bindAll(values)}) as word))`
  return `(${values.map((it) => (field.type === 'time' && isDay(it) ? `(${value})::date = (${compiling.bind(it)})::date` : `(${value}) = ${typed(compiling, field, it)}`)).join(' or ')})`
}

const contains = (compiling: Compiling, field: Field, value: string, part: string): string => {
  const word = compiling.bind(part)
  if (field.type !== 'properties') return `strpos(lower(${value}), lower(${word})) > 0`
  return `exists (select 1 from jsonb_each_text(case jsonb_typeof(${value}) when 'object' then ${value} end) as property (name, held) where strpos(lower(concat(held, ' ', name, ' ', held)), lower(${word})) > 0)`
}

const signs = { less: '<', at_most: '<=', more: '>', at_least: '>=' } as const

/** A day as the bound of a moment is the whole day. */
const inOrder = (compiling: Compiling, field: Field, value: string, is: keyof typeof signs, bound: string): string =>
  field.type === 'time' && isDay(bound)
    ? `(${value})::date ${signs[is]} (${compiling.bind(bound)})::date`
    : `(${value}) ${signs[is]} ${typed(compiling, field, bound)}`

const typed = (compiling: Compiling, { type }: Field, value: string): string => {
  const bound = `(${compiling.bind(value)})`
  if (isNumeric(type)) return `${bound}::numeric`
  if (type === 'date') return `${bound}::date`
  if (type === 'time') return `(${bound}::timestamptz at time zone ${compiling.bind(compiling.description.zone)})`
  if (type === 'boolean') return `${bound}::boolean`
  return bound
}

const isDay = (value: string): boolean => /^\d{4}-\d\d-\d\d$/.test(value)
