/**
 * The closed check of a request, whoever made it: rules, or a model. What passes names only what is described and visible, holds values of the
 * fields' own types, and no predicate of identity. Returns what is wrong, a sentence each; empty: nothing.
 */
import type { Entity, Field, FieldRef, FieldType, RecordsDescription } from '../domain/record-description.ts'
import { comparisons, figures, type Comparison, type Condition, type Picked, type RecordRequest } from '../domain/record-request.ts'
import { entityNamed, fieldOf, isVisible, namesACustomer, pathBetween } from './described.ts'

export const mostConditions = 12
export const mostFields = 24
export const mostValues = 20
const longestValue = 200
const farthest = 10_000

export const checkRequest = (description: RecordsDescription, request: RecordRequest, isStaff: boolean): readonly string[] => {
  const entity = entityNamed(description, request.entity)
  if (!entity) return [`There is no "${request.entity}" in the description.`]
  if (entity.owner.kind === 'staff' && !isStaff) return [`The ${entity.plural} are for staff alone.`]
  const check = { description, entity, isStaff }
  return [
    ...(request.kind === 'find'
      ? faultsOfFind(check, request)
      : request.kind === 'figure'
        ? faultsOfFigure(check, request)
        : ['It is neither "find" nor "figure".']),
    ...faultsOfConditions(check, request.where),
    ...(request.within ? faultsOfPicked(check, request.within) : []),
    ...faultsOfLimit(request.limit, description.limits.rows),
  ]
}

interface Check {
  readonly description: RecordsDescription
  readonly entity: Entity
  readonly isStaff: boolean
}

const faultsOfFind = (check: Check, { fields, order, offset }: Extract<RecordRequest, { kind: 'find' }>): string[] => [
  ...(fields.length > mostFields ? [`It asks for more than ${mostFields} fields.`] : []),
  ...fields.flatMap((field) => faultsOfField(check, field, 'one')),
  ...(order ? faultsOfOrder(check, order.by) : []),
  ...(Number.isInteger(offset) && offset >= 0 && offset <= farthest ? [] : [`The offset must be a whole number from 0 to ${farthest}.`]),
]

/** What says which is newer may order rows though its values are never told. */
const faultsOfOrder = (check: Check, by: FieldRef): string[] => {
  const isNewest = entityNamed(check.description, by.entity)?.newestBy === by.field
  const seen = isNewest ? { ...check, isStaff: true } : check
  return [...faultsOfField(seen, by, 'one'), ...(typeOf(check, by) === 'properties' ? [`"${nameOf(by)}" has no order.`] : [])]
}

/** Its own conditions and order are seen from the picked entity. */
const faultsOfPicked = (check: Check, { entity, where, order, offset, limit }: Picked): string[] => {
  const { description, isStaff } = check
  const path = pathBetween(description, check.entity.name, entity)
  if (path === null || path === 'ambiguous') return [`Not one relation leads from ${check.entity.name} to ${entity}.`]
  return [...checkRequest(description, { kind: 'find', entity, fields: [], where, order, offset, limit }, isStaff)]
}

const faultsOfFigure = (check: Check, { figure, of, by }: Extract<RecordRequest, { kind: 'figure' }>): string[] => {
  if (!figures.includes(figure)) return [`There is no figure "${figure}".`]
  const type = of && typeOf(check, of)
  return [
    ...(of ? faultsOfField(check, of, 'one') : figure === 'count' ? [] : [`"${figure}" needs a field.`]),
    ...(type && !countable[figure].includes(type) ? [`There is no ${figure} of "${nameOf(of!)}", which is of type ${type}.`] : []),
    ...(by ? faultsOfField(check, by, 'one') : []),
    ...(by && typeOf(check, by) === 'properties' ? [`Nothing can be grouped by "${nameOf(by)}".`] : []),
  ]
}

const numbers: readonly FieldType[] = ['count', 'number', 'money']
const countable = {
  count: ['id', 'text', 'choice', 'boolean', 'date', 'time', ...numbers],
  sum: numbers,
  average: numbers,
  least: [...numbers, 'date', 'time'],
  most: [...numbers, 'date', 'time'],
} satisfies Record<(typeof figures)[number], readonly FieldType[]>

const faultsOfConditions = (check: Check, where: readonly Condition[]): string[] => [
  ...(where.length > mostConditions ? [`It has more than ${mostConditions} conditions.`] : []),
  ...where.flatMap((condition) => faultsOfCondition(check, condition)),
]

const faultsOfCondition = (check: Check, { field: ref, is, values }: Condition): string[] => {
  const faults = faultsOfField(check, ref, 'many')
  const field = fieldOf(check.description, ref)
  if (faults.length > 0 || !field) return faults
  if (!check.isStaff && namesACustomer(check.description, ref)) return [`"${nameOf(ref)}" says whose rows are meant, and that comes from the credential alone.`]
  if (!comparisons.includes(is)) return [`There is no comparison "${is}".`]
  if (!comparable[field.type].includes(is)) return [`"${nameOf(ref)}" is of type ${field.type} and cannot be compared by "${is}".`]
  const [least, most] = howMany(is)
  if (values.length < least || values.length > most) return [`"${is}" takes ${least === most ? least : `${least} to ${most}`} values.`]
  return values.flatMap((value) =>
    isValue(field, value) ? [] : [`"${String(value).slice(0, 40)}" is no value of "${nameOf(ref)}", which is of type ${field.type}.`],
  )
}

/** `equal` and `not` with several values mean any of them. */
const howMany = (is: Comparison): readonly [number, number] =>
  is === 'missing' || is === 'present' ? [0, 0] : is === 'between' ? [2, 2] : is === 'equal' || is === 'not' ? [1, mostValues] : [1, 1]

const always: readonly Comparison[] = ['equal', 'not', 'missing', 'present']
const ordered: readonly Comparison[] = [...always, 'less', 'at_most', 'more', 'at_least', 'between']
const comparable: Readonly<Record<FieldType, readonly Comparison[]>> = {
  id: always,
  text: [...always, 'contains'],
  choice: always,
  boolean: always,
  count: ordered,
  number: ordered,
  money: ordered,
  date: ordered,
  time: ordered,
  properties: ['contains', 'missing', 'present'],
}

const isValue = (field: Field, value: string): boolean => {
  if (typeof value !== 'string' || value.length > longestValue || value.includes('\0') || !value.isWellFormed()) return false
  switch (field.type) {
    case 'choice':
      return Object.keys(field.values).length === 0 || Object.hasOwn(field.values, value)
    case 'boolean':
      return value === 'true' || value === 'false'
    case 'count':
      return /^-?\d{1,15}$/.test(value)
    case 'number':
    case 'money':
      return /^-?\d{1,15}(\.\d{1,10})?$/.test(value)
    case 'date':
      return isDay(value)
    case 'time':
      return isDay(value) || (moment.test(value) && isDay(value.slice(0, 10)) && !Number.isNaN(Date.parse(value)))
    default:
      return value !== ''
  }
}

const moment = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)$/
const isDay = (value: string): boolean => {
  if (!/^\d{4}-\d\d-\d\d$/.test(value) || value.startsWith('0000')) return false
  const at = new Date(`${value}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(value)
}

/** What is told, ordered or counted stands once for each row; a condition may also ask whether any of several fits. */
const faultsOfField = ({ description, entity, isStaff }: Check, ref: FieldRef, rows: 'one' | 'many'): string[] => {
  const at = entityNamed(description, ref.entity)
  const field = fieldOf(description, ref)
  // A field that may not be seen is told apart from one that is not there by nobody.
  if (!at || !field || !isVisible(at, field, isStaff)) return [`There is no field "${nameOf(ref)}" that may be asked for.`]
  const path = pathBetween(description, entity.name, ref.entity)
  if (path === null) return [`No relation leads from ${entity.name} to ${ref.entity}.`]
  if (path === 'ambiguous') return [`Several relations lead from ${entity.name} to ${ref.entity}, and nothing says which.`]
  if (rows === 'one' && path.some(({ toOne }) => !toOne)) return [`A row of ${entity.name} may have several of ${ref.entity}: ask for ${ref.entity} itself.`]
  return []
}

const faultsOfLimit = (limit: number, most: number): string[] =>
  Number.isInteger(limit) && limit >= 1 && limit <= most ? [] : [`The limit must be a whole number from 1 to ${most}.`]

const typeOf = ({ description }: Check, ref: FieldRef): FieldType | null => fieldOf(description, ref)?.type ?? null
const nameOf = ({ entity, field }: FieldRef): string => `${entity}.${field}`
