import type { Entity, Field, RecordsDescription } from '../../domain/record-description.ts'
import type { RecordQuestion } from '../../domain/record-request.ts'
import { stem } from '../../base/stem.ts'
import { isVisible } from '../described.ts'

/** What a model may choose from for one question: local models read slowly, so what the question's words do not speak of is left out first. */
export interface ShownThings {
  readonly entities: readonly { readonly entity: Entity; readonly fields: readonly Field[] }[]
  /** `order.status` */
  readonly fields: readonly string[]
}

const mostFields = 28

export const shownThings = ({ text, history, description, isStaff }: RecordQuestion): ShownThings => {
  const stems = new Set(stemsOf([text, ...history.slice(-2).map(({ content }) => content.slice(0, 400))].join(' ')))
  const scored = description.entities
    .filter(({ owner }) => isStaff || owner.kind !== 'staff')
    .flatMap((entity) =>
      entity.fields
        .filter((field) => isVisible(entity, field, isStaff))
        .map((field, index) => ({ entity, field, score: scoreOf(entity, field, description, stems) - index / 1000 })),
    )
  const kept = new Set([...scored].sort((one, other) => other.score - one.score).slice(0, mostFields))
  const entities = description.entities
    .map((entity) => ({ entity, fields: scored.filter((it) => it.entity === entity && kept.has(it)).map(({ field }) => field) }))
    .filter(({ fields }) => fields.length > 0)
  return { entities, fields: entities.flatMap(({ entity, fields }) => fields.map(({ name }) => `${entity.name}.${name}`)) }
}

/** What the question names comes first, then what rows are told by. */
const scoreOf = (entity: Entity, field: Field, { customers }: RecordsDescription, stems: ReadonlySet<string>): number => {
  const named = [field.name, ...field.called, ...Object.keys(field.values), ...Object.values(field.values).flat(), field.meaning]
  const isNamed = stemsOf(named.join(' ')).some((it) => stems.has(it))
  const isEntityNamed = stemsOf([entity.name, entity.plural, ...entity.called].join(' ')).some((it) => stems.has(it))
  const isKey = entity.key.includes(field.name) || field.name === entity.newestBy || field.name === entity.label
  return (isNamed ? 4 : 0) + (isEntityNamed ? 3 : 0) + (isKey ? 2 : 0) + (field.isUsual ? 1 : 0) + (entity.name === customers.entity ? 0 : 0.5)
}

const stemsOf = (text: string): string[] => (text.toLowerCase().match(/\p{L}{2,}/gu) ?? []).filter((it) => !common.has(it)).map((it) => stem(it, 'en'))

const common = new Set('the of my is it in on to for and are was were do did does have has what which when how id an'.split(' '))

/** A line a thing, with the words for it. */
export const thingsText = ({ entities }: ShownThings): string =>
  entities
    .map(({ entity, fields }) => {
      const called = entity.called.length > 0 ? ` (${entity.called.slice(0, 4).join(', ')})` : ''
      return `${entity.name}${called}: ${fields.map(fieldText).join('; ')}`
    })
    .join('\n')

const fieldText = ({ name, type, values, meaning, called }: Field): string => {
  const choices = Object.keys(values).slice(0, 10)
  const words = [meaning.slice(0, 60), ...called.slice(0, 3)].filter((it) => it !== '')
  return `${name} ${choices.length > 0 ? choices.join('|') : type}${words.length > 0 ? ` (${words.join(', ')})` : ''}`
}
