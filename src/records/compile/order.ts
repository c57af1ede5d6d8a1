import type { Entity, FieldRef } from '../../domain/record-description.ts'
import { along, valueOf } from './expressions.ts'
import { entityOf, pathTo, visibleField, type Compiling } from './context.ts'

/** Rows without the value last, and the key breaks ties, so that the same rows come again. Newest first where nothing else was asked. */
export const orderOf = (compiling: Compiling, entity: Entity, alias: string, order: { readonly by: FieldRef; readonly descending: boolean } | null): string => {
  const by = order
    ? [`${sortValue(compiling, entity, alias, order.by)} ${order.descending ? 'desc' : 'asc'} nulls last`]
    : newestFirst(compiling, entity, alias)
  return ` order by ${[...by, ...keyOrder(compiling, entity, alias)].join(', ')}`
}

/** Nobody sees the value by it, so a field that is hidden may say which is newer. */
const newestFirst = (compiling: Compiling, entity: Entity, alias: string): string[] => {
  const field = entity.fields.find(({ name }) => name === entity.newestBy)
  return field ? [`${valueOf(compiling, entity, field, alias)} desc nulls last`] : []
}

const keyOrder = (compiling: Compiling, entity: Entity, alias: string): string[] =>
  entity.key.map((name) =>
    valueOf(
      compiling,
      entity,
      entity.fields.find((field) => field.name === name)!,
      alias,
    ),
  )

const sortValue = (compiling: Compiling, entity: Entity, alias: string, ref: FieldRef): string => {
  const of = entityOf(compiling, ref.entity)
  const field = of.fields.find(({ name }) => name === ref.field)
  const value = (at: string) => valueOf(compiling, of, field && of.newestBy === ref.field ? field : visibleField(compiling, ref), at)
  if (of.name === entity.name) return value(alias)
  const end = along(compiling, entity.name, alias, pathTo(compiling, entity.name, of.name))
  return `(select ${value(end.alias)} from ${end.tables} where ${end.where} limit 1)`
}
