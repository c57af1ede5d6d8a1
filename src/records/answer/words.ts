/** What things are called in a sentence. */
import type { Entity, Field, FieldRef, RecordsDescription } from '../../domain/record-description.ts'
import type { Cell, FoundRow } from '../../domain/record-store.ts'
import { fieldOf } from '../described.ts'
import { namedBy } from '../named-by.ts'
import { harmlessText } from '../harmless-text.ts'
import { showValue } from './show-value.ts'

/** `first_name` → `first name`; with a question: the word for it that the question used. */
export const fieldWords = (field: Field, question = ''): string => {
  // The first of several: `address1`.
  const name = field.name.replaceAll('_', ' ').replace(/(?<=\p{L})1$/u, '')
  // As the description writes it where it does: `Abschlag`.
  const own = field.called.find((word) => word.toLowerCase() === name.toLowerCase()) ?? name
  const asked = ` ${question.toLowerCase().replace(/[^\p{L}\p{N}-]+/gu, ' ')} `
  const isSaid = (word: string) => asked.includes(` ${word.toLowerCase()} `)
  if (question === '' || isSaid(own)) return own
  return field.called.filter(isSaid).toSorted((a, b) => b.length - a.length)[0] ?? own
}

export const countOf = (entity: Entity, count: number): string => `${groupedCount(count)} ${count === 1 ? entity.name : entity.plural}`

/** `1 fine` is said as `one fine` where it is no figure that was asked for. */
export const wholeOf = (entity: Entity, count: number): string => (count === 1 ? `one ${entity.name}` : countOf(entity, count))

/** `a total`, `an amount`; what is said of many has none. */
export const articled = (name: string): string => (/[^siu]s$/.test(name) ? name : `${/^[aeiou](?!ni|se|ser)/i.test(name) ? 'an' : 'a'} ${name}`)

const groupedCount = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, ',')

/** Does it make sense to say "your" of its rows? */
export const isOwned = ({ owner }: Entity, isStaff: boolean): boolean => !isStaff && (owner.kind === 'field' || owner.kind === 'via')

/** `your order #W2611340`, `product Water Bottle`; where its key says nothing by itself, `payment of order #W2611340`. */
export const rowWords = (description: RecordsDescription, entity: Entity, row: FoundRow, isStaff: boolean): string => {
  const your = isOwned(entity, isStaff) ? 'your ' : ''
  if (entity.name === description.customers.entity && !isStaff) return 'you'
  const name = nameOf(description, entity, row)
  if (name !== null) return `${your}${entity.name} ${name}`
  const parent = parentOf(description, entity, row)
  return parent ? `the ${entity.name} of ${isOwned(entity, isStaff) ? 'your ' : ''}${parent}` : `${your}${entity.name} ${harmlessText(row.id)}`
}

/** The field that names a row: its label, its one key, or the label of what names it; null where nothing does. */
export const nameField = (description: RecordsDescription, entity: Entity): FieldRef | null => {
  const own = entity.label ?? (entity.key.length === 1 ? entity.key[0]! : null)
  if (own !== null) return { entity: entity.name, field: own }
  // Whether its reader may see it was asked when it was read.
  const naming = namedBy(description, entity, true)
  return naming && { entity: naming.entity.name, field: naming.label }
}

export const nameCell = (description: RecordsDescription, entity: Entity, row: FoundRow): Cell | null => {
  const ref = nameField(description, entity)
  return row.cells.find(({ field, value }) => field.entity === ref?.entity && field.field === ref.field && value !== null) ?? null
}

export const nameOf = (description: RecordsDescription, entity: Entity, row: FoundRow): string | null => {
  const cell = nameCell(description, entity, row)
  const field = cell && fieldOf(description, cell.field)
  return field && cell.value !== null ? showValue({ ...field, unit: null }, cell.value, description) : null
}

/** The row that it belongs to, by the field that leads there: `order #W2611340`. */
export const parentOf = (description: RecordsDescription, entity: Entity, row: FoundRow): string | null => {
  for (const { from, to } of description.relations) {
    if (from.entity !== entity.name || to.entity === description.customers.entity || to.entity === entity.name) continue
    const cell = row.cells.find((it) => it.field.entity === entity.name && it.field.field === from.fields[0])
    if (from.fields.length === 1 && cell && cell.value !== null) return `${to.entity} ${harmlessText(String(cell.value))}`
  }
  // The key's first part, where it is the way to the parent's parent.
  const first = entity.key[0]
  const cell = row.cells.find((it) => it.field.entity === entity.name && it.field.field === first)
  const whose = description.entities.find((it) => it.name !== entity.name && it.key.length === 1 && it.key[0] === first)
  return cell && cell.value !== null && whose ? `${whose.name} ${harmlessText(String(cell.value))}` : null
}

export const sentenceCase = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

export const listed = (parts: readonly string[], last = 'and'): string =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} ${last} ${parts.at(-1)}`
