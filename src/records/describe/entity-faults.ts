import { isAppError } from '../../base/error.ts'
import { didYouMean } from '../../base/nearest.ts'
import type { Fault } from './description-faults.ts'
import { readArithmetic } from './arithmetic.ts'
import type { DescriptionFile, EntityFile, FieldFile } from './description-file.ts'
import { readRelation } from './relation-text.ts'

export const entityFaults = (name: string, given: DescriptionFile): Fault[] => {
  const entity = given.entities[name]!
  const at = ['entities', name]
  return [
    ...entity.key.flatMap((field) => columnFaults(field, name, entity).map((sentence) => ({ path: [...at, 'key'], sentence }))),
    ...missing(entity.label, name, entity).map((sentence) => ({ path: [...at, 'label'], sentence })),
    ...missing(entity.newest_by, name, entity).map((sentence) => ({ path: [...at, 'newest_by'], sentence })),
    ...Object.entries(entity.fields).flatMap(([field, it]) =>
      fieldFaults(field, it, { name, entity, given }).map((sentence) => ({ path: [...at, 'fields', field], sentence })),
    ),
  ]
}

const missing = (field: string | undefined, name: string, { fields }: EntityFile): string[] =>
  field === undefined || Object.hasOwn(fields, field) ? [] : [`"${name}" has no field "${field}".${didYouMean(field, Object.keys(fields))}`]

const isComputed = (field: FieldFile): boolean => field.sum_of !== undefined || field.calculated !== undefined

/** It must be there, and be a column. */
const columnFaults = (field: string, name: string, entity: EntityFile): string[] => {
  const found = missing(field, name, entity)
  if (found.length > 0) return found
  return isComputed(entity.fields[field]!) ? [`"${field}" of "${name}" is computed, and no column.`] : []
}

interface Around {
  readonly name: string
  readonly entity: EntityFile
  readonly given: DescriptionFile
}

const fieldFaults = (name: string, field: FieldFile, around: Around): string[] => {
  const whole = `"${name}" of "${around.name}"`
  return [
    ...(field.type === 'money' && field.currency === undefined && around.given.currency === undefined
      ? [`${whole} is money and names no currency. Write currency: EUR in the field, or above for all of them.`]
      : []),
    ...(field.type !== 'money' && field.currency !== undefined ? [`${whole} has a currency and is no money.`] : []),
    ...(field.type !== 'choice' && field.values !== undefined ? [`${whole} has values and is no choice.`] : []),
    ...(field.type === 'choice' && field.values === undefined ? [`${whole} is a choice and names no values. Write values: { pending: [not sent yet] }.`] : []),
    ...(field.type !== 'id' && field.like !== undefined ? [`${whole} has an example ("like") and is no id.`] : []),
    ...computedFaults(field, around).map((sentence) => `${whole} ${sentence}`),
  ]
}

const numbers: readonly string[] = ['count', 'number', 'money']

const computedFaults = (field: FieldFile, { name, entity, given }: Around): string[] => {
  const text = field.sum_of ?? field.calculated
  if (text === undefined) return []
  if (field.sum_of !== undefined && field.calculated !== undefined) return ['has "sum_of" and "calculated". Keep one.']
  if (field.column !== undefined) return ['has a column and is computed. Keep one.']
  if (!numbers.includes(field.type)) return [`is computed and must be of type ${numbers.join(', ')}.`]
  try {
    const { entities, fields } = readArithmetic(text)
    const over = field.sum_of === undefined ? name : entities[0]
    if (field.sum_of === undefined && entities.length > 0) return ['is calculated from fields of the row itself: write them without a dot.']
    if (entities.length > 1 || over === undefined) return ['adds up fields of one entity: write it before each, like item.price.']
    const summed = field.sum_of === undefined ? entity : given.entities[over]
    if (!summed) return [`adds up "${over}", which is no entity.${didYouMean(over, Object.keys(given.entities))}`]
    return [...(field.sum_of === undefined ? [] : leadingFaults(over, name, given)), ...fields.flatMap((it) => termFaults(it, over, summed))]
  } catch (error) {
    if (isAppError(error)) return [`${error.message}.`]
    throw error
  }
}

/** Rows are added up along one relation, else it were not said which. */
const leadingFaults = (from: string, to: string, { relations }: DescriptionFile): string[] => {
  const leading = relations.map(readRelation).filter((it) => it?.from.entity === from && it.to.entity === to)
  if (leading.length === 1) return []
  return leading.length === 0
    ? [`adds up "${from}", and no relation leads from there to "${to}".`]
    : [`adds up "${from}", and ${leading.length} relations lead from there to "${to}". Keep one.`]
}

const termFaults = (field: string, name: string, entity: EntityFile): string[] => {
  const wrong = columnFaults(field, name, entity)
  if (wrong.length > 0) return wrong.map((it) => `cannot be worked out: ${it}`)
  return numbers.includes(entity.fields[field]!.type) ? [] : [`cannot be worked out: "${field}" of "${name}" is no ${numbers.join(', ')}.`]
}
