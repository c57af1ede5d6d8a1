/** Which words of a question stand as whole words in values that whoever asks may see. */
import type { Entity, Field, RecordsDescription } from '../../domain/record-description.ts'
import type { FindValues } from '../../domain/record-request.ts'
import type { Statement } from '../../domain/record-store.ts'
import { compiling, tableAs, type Compiling } from './context.ts'
import { visibleOf } from './compile-find.ts'
import { valueOf } from './expressions.ts'
import type { Looking } from './find-records.ts'

// Of one field: a name that stands in more different values narrows nothing.
const mostValues = 20
const mostMatches = 400

export const findValuesOf =
  ({ description, store, reader }: Looking): FindValues =>
  async (words, signal) => {
    const places = placesOf(description, reader.kind === 'staff')
    if (words.length === 0 || places.length === 0) return []
    const statement = compileFindValues(description, places, words, reader.kind === 'staff')
    const { rows } = await store.read(reader, statement, { ...description.limits, rows: mostMatches }, signal)
    return rows.map(([place, word, value]) => {
      const { entity, field } = places[Number(place)]!
      return { words: String(word), field: { entity: entity.name, field: field.name }, value: String(value) }
    })
  }

interface Place {
  readonly entity: Entity
  readonly field: Field
}

/** Where names stand: texts, ids, a row's own properties, and choices that the description does not list. */
const placesOf = (description: RecordsDescription, isStaff: boolean): readonly Place[] =>
  description.entities.flatMap((entity) =>
    visibleOf({ isStaff }, entity)
      .filter(({ type, values }) => type === 'text' || type === 'id' || type === 'properties' || (type === 'choice' && Object.keys(values).length === 0))
      .map((field) => ({ entity, field })),
  )

const compileFindValues = (description: RecordsDescription, places: readonly Place[], words: readonly string[], isStaff: boolean): Statement => {
  const context = compiling(description, isStaff)
  const asked = context.bindAll(words)
  const parts = places.map(
    ({ entity, field }, index) =>
      `(select ${index} as place, word, value from (${valuesIn(context, entity, field)}) as held, unnest(${asked}) as word where strpos(${spaced('value')}, ${spaced('word')}) > 0 and trim(${spaced('word')}) <> '' limit ${mostValues})`,
  )
  return { sql: `select place::text, word, value from (${parts.join(' union all ')}) as found`, values: context.values }
}

const valuesIn = (context: Compiling, entity: Entity, field: Field): string => {
  const alias = context.alias()
  const value = valueOf(context, entity, field, alias)
  if (field.type !== 'properties') return `select distinct ${value} as value from ${tableAs(entity, alias)}`
  return `select distinct property.value as value from ${tableAs(entity, alias)}, jsonb_each_text(case jsonb_typeof(${value}) when 'object' then ${value} end) as property`
}

/** Between single blanks, so that only whole words are found. */
const spaced = (sql: string): string => `(' ' || trim(lower(regexp_replace(${sql}, '[^[:alnum:]]+', ' ', 'g'))) || ' ')`
