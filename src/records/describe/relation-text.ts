import type { Relation } from '../../domain/record-description.ts'
import { namePattern } from './names.ts'

const end = String.raw`(${namePattern})\.(?:(${namePattern})|\(([^()]*)\))`
const whole = new RegExp(String.raw`^\s*${end}\s*->\s*${end}\s*$`, 'u')

/** `item.order_id -> order.order_id`, with several fields `parcel.(order_id, number) -> shipment.(order_id, number)`. Null: it is written otherwise. */
export const readRelation = (text: string): Relation | null => {
  const match = whole.exec(text)
  if (!match) return null
  const from = { entity: match[1]!, fields: fieldsOf(match[2], match[3]) }
  const to = { entity: match[4]!, fields: fieldsOf(match[5], match[6]) }
  return from.fields.length === to.fields.length && [...from.fields, ...to.fields].every((it) => it !== '') ? { from, to } : null
}

const fieldsOf = (one: string | undefined, several: string | undefined): string[] => (one === undefined ? several!.split(',').map((it) => it.trim()) : [one])

export const relationText = ({ from, to }: Relation): string => `${endText(from)} -> ${endText(to)}`

const endText = ({ entity, fields }: Relation['from']): string => `${entity}.${fields.length === 1 ? fields[0] : `(${fields.join(', ')})`}`
