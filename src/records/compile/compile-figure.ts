/** One figure, or one for each value of a field, computed by the database over rows that are each counted once. */
import type { RecordsDescription } from '../../domain/record-description.ts'
import type { FigureRecords } from '../../domain/record-request.ts'
import type { Figure, ReadRows, Statement } from '../../domain/record-store.ts'
import { fractionDigits } from '../money-digits.ts'
import { compiling, entityOf, pathTo, tableAs, visibleField, type Compiling } from './context.ts'
import { whereOf, whole } from './conditions.ts'
import { along, asText, idOf, isNumeric, valueOf } from './expressions.ts'
import type { Entity, Field, FieldRef } from '../../domain/record-description.ts'

export interface CompiledFigure {
  readonly statement: Statement
  readonly figures: (read: ReadRows) => readonly Figure[]
}

// Named with a figure: enough to look it over.
const mostIds = 50

/** Fails with `invalid` where no relation, or more than one, leads to a field. */
export const compileFigure = (description: RecordsDescription, request: FigureRecords, isStaff: boolean): CompiledFigure => {
  const context = compiling(description, isStaff)
  const entity = entityOf(context, request.entity)
  const alias = context.alias()
  const of = request.of && { ref: request.of, field: visibleField(context, request.of) }
  const by = request.by && { ref: request.by, field: visibleField(context, request.by) }
  const value = of ? reach(context, entity, alias, of.ref, of.field) : 'null'
  const group = by ? asText(by.field, reach(context, entity, alias, by.ref, by.field)) : 'null'
  const groupId = by ? reachId(context, entity, alias, by.ref) : 'null'
  const inner = `select ${idOf(context, entity, alias)} as id, ${value} as v, ${group} as g, ${groupId} as gid, row_number() over (${by ? `partition by ${group}` : ''}) as n from ${tableAs(entity, alias)}${whereOf(context, entity, alias, request)}`
  const figure = figureOf(request, of?.field ?? null, description)
  const ids = `to_jsonb(array_agg(id) filter (where n <= ${mostIds}))::text`
  // The largest first: by the figure's own value, not by its text.
  const groups = by ? ` group by g order by ${figure.sort} desc nulls last, g limit ${whole(request.limit)}` : ''
  const sql = `select ${figure.text}, count(*)::text, ${ids}, ${by ? 'g, min(gid)' : 'null, null'} from (${inner}) as matched${groups}`
  return {
    statement: { sql, values: context.values },
    figures: ({ rows }) => rows.map((row) => toFigure(row, by?.ref ?? null)),
  }
}

const figureOf = ({ figure }: FigureRecords, field: Field | null, description: RecordsDescription): { readonly text: string; readonly sort: string } => {
  if (figure === 'count') return { text: `count(${field ? 'v' : '*'})::text`, sort: `count(${field ? 'v' : '*'})` }
  const sql = `${{ sum: 'sum', average: 'avg', least: 'min', most: 'max' }[figure]}(v)`
  if (!field || !isNumeric(field.type)) return { text: asText(field ?? { type: 'text' }, sql), sort: sql }
  if (field.type === 'money') {
    const rounded = `round(${sql}, ${fractionDigits(field.currency ?? description.currency)})`
    return { text: `${rounded}::text`, sort: sql }
  }
  // What does not end is told to four digits.
  return { text: `trim_scale(${figure === 'average' ? `round(${sql}, 4)` : sql})::text`, sort: sql }
}

const reach = (context: Compiling, entity: Entity, alias: string, ref: FieldRef, field: Field): string => {
  const at = entityOf(context, ref.entity)
  if (at.name === entity.name) return valueOf(context, at, field, alias)
  const end = along(context, entity.name, alias, pathTo(context, entity.name, at.name))
  return `(select ${valueOf(context, at, field, end.alias)} from ${end.tables} where ${end.where} limit 1)`
}

const reachId = (context: Compiling, entity: Entity, alias: string, ref: FieldRef): string => {
  const at = entityOf(context, ref.entity)
  if (at.name === entity.name) return idOf(context, at, alias)
  const end = along(context, entity.name, alias, pathTo(context, entity.name, at.name))
  return `(select ${idOf(context, at, end.alias)} from ${end.tables} where ${end.where} limit 1)`
}

const toFigure = ([value, rows, ids, group, groupId]: ReadRows['rows'][number], by: FieldRef | null): Figure => ({
  value: value === null || value === undefined ? null : String(value),
  rows: Number(rows ?? 0),
  ids: ids ? (JSON.parse(String(ids)) as string[]) : [],
  group: by && { field: by, id: String(groupId ?? ''), value: group ?? null },
})
