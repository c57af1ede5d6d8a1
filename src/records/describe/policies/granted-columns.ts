import type { Arithmetic, Entity, RecordsDescription } from '../../../domain/record-description.ts'
import type { RecordReader } from '../../../domain/record-store.ts'

/**
 * Columns of one table that a reader may select: those it may see, and those without which its rows cannot be found, joined, put in order or
 * worked out (a customer's own key among them). Empty: the table is none of its business.
 */
export const grantedColumns = (table: string, description: RecordsDescription, reader: RecordReader['kind']): string[] => {
  const entities = description.entities.filter((it) => it.table === table && (reader === 'staff' || it.owner.kind !== 'staff'))
  return [...new Set(entities.flatMap((it) => columnsOf(it, description, reader)))]
}

const columnsOf = (entity: Entity, description: RecordsDescription, reader: RecordReader['kind']): string[] => {
  const isVisible = (it: Entity['fields'][number]): boolean => it.visibleTo === 'customer' || (it.visibleTo === 'staff' && reader === 'staff')
  const visible = entity.fields.filter(isVisible).map((it) => it.name)
  const needed = new Set([...visible, ...structure(entity, description), ...termsWithin(entity, description)])
  return entity.fields.filter((it) => it.computed === null && needed.has(it.name)).map((it) => it.column)
}

/** What holds rows together. */
const structure = (entity: Entity, { relations }: RecordsDescription): string[] => [
  ...entity.key,
  ...(entity.owner.kind === 'field' ? [entity.owner.field] : []),
  ...(entity.newestBy === null ? [] : [entity.newestBy]),
  ...relations.flatMap(({ from, to }) => [from, to].filter((it) => it.entity === entity.name).flatMap((it) => it.fields)),
]

/** Fields of this entity that something is worked out from, its own or another's. */
const termsWithin = (entity: Entity, { entities }: RecordsDescription): string[] =>
  entities.flatMap((other) =>
    other.fields.flatMap(({ computed }) => (computed !== null && (computed.sumOver ?? other.name) === entity.name ? termsOf(computed.of) : [])),
  )

const termsOf = (of: Arithmetic): string[] => {
  if (of.kind === 'calculation') return [...termsOf(of.left), ...termsOf(of.right)]
  return of.kind === 'field' ? [of.field] : []
}
