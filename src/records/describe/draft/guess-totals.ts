import type { DraftEntity, DraftRelation } from './draft.ts'
import type { DrawnEntity } from './entity-lines.ts'
import { wordsOf } from './words.ts'

/** Of what customers have, not of customers: what a row costs where only the rows within it have prices: `item.price`, `line.unit_price * line.quantity * (1 - line.discount)`. */
export const guessTotals = (drawn: readonly DrawnEntity[], relations: readonly DraftRelation[]): Map<DraftEntity, string> => {
  const found = drawn.flatMap((whole) => {
    const isFree = whole.isOwned && !whole.fields.some((it) => total.test(it.name))
    const [sum] = isFree ? partsOf(whole.entity, drawn, relations).flatMap((it) => sumOf(it) ?? []) : []
    return sum === undefined ? [] : [[whole.entity, sum] as const]
  })
  return new Map(found)
}

const total = /total|amount|price|cost|value/

/** What leads there by one relation, and by no other. */
const partsOf = (whole: DraftEntity, drawn: readonly DrawnEntity[], relations: readonly DraftRelation[]): DrawnEntity[] =>
  drawn.filter((part) => part.isOwned && relations.filter((it) => it.from === part.entity && it.to === whole).length === 1 && part.entity !== whole)

const sumOf = ({ entity, fields }: DrawnEntity): string | null => {
  const shown = fields.filter((it) => it.visibleTo === 'customer')
  const price = shown.find((it) => it.type === 'money' && wordsOf(it.name).at(-1) === 'price')
  if (!price) return null
  const quantity = shown.find((it) => (it.type === 'count' || it.type === 'number') && /^(quantity|qty|pieces)$/.test(it.name))
  const discount = shown.find(
    (it) => it.type === 'number' && it.name === 'discount' && it.column.samples.every((value) => Number(value) >= 0 && Number(value) < 1),
  )
  const field = (name: string): string => `${entity.name}.${name}`
  return [field(price.name), ...(quantity ? [field(quantity.name)] : []), ...(discount ? [`(1 - ${field(discount.name)})`] : [])].join(' * ')
}
