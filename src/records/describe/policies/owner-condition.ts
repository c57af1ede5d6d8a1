import type { Entity, RecordsDescription, Relation } from '../../../domain/record-description.ts'
import type { Catalogue } from '../../../domain/record-store.ts'
import { quoteName, quoteText } from './quote.ts'

/** Where tables are, and what is known of their columns. */
export interface Tables {
  readonly schema: string
  /** Null: not looked; columns that are compared are then taken to be of one type. */
  readonly catalogue: Catalogue | null
}

export const tableName = (table: string, { schema }: Pick<Tables, 'schema'>): string => `${quoteName(schema)}.${quoteName(table)}`

/**
 * True of the rows that belong to the customer of the transaction, as a condition over the entity's own table. Without a customer (the setting
 * is missing or empty) it is true of no row.
 */
export const ownerCondition = (entity: Entity, description: RecordsDescription, tables: Tables): string =>
  conditionOf(entity, quoteName(entity.table), 1, { description, tables })

interface Around {
  readonly description: RecordsDescription
  readonly tables: Tables
}

const conditionOf = (entity: Entity, row: string, depth: number, around: Around): string => {
  const { owner } = entity
  if (owner.kind === 'everyone') return 'true'
  if (owner.kind === 'staff') return 'false'
  if (owner.kind === 'field') {
    // As text, so that a customer whose name is no number sees nothing instead of failing. Selected, so that it is worked out once a statement.
    const setting = `(select nullif(current_setting(${quoteText(around.description.customers.setting)}, true), ''))`
    return `${row}.${quoteName(columnOf(entity, owner.field))}::text = ${setting}`
  }
  const parent = entityNamed(owner.entity, around.description)
  const relation = around.description.relations.find((it) => it.from.entity === entity.name && it.to.entity === parent.name)!
  const alias = quoteName(`owner ${depth}`)
  const rows = `from ${tableName(parent.table, around.tables)} as ${alias}`
  const inner = conditionOf(parent, alias, depth + 1, around)
  const pairs = relation.from.fields.map((field, index) => pairOf(entity, field, parent, relation.to.fields[index]!, around.tables))
  // An array that is made once lets an index of the child's column find its rows; `exists` alone would be tried with every row of the table.
  const [first] = pairs as [Pair, ...Pair[]]
  const among = `${row}.${first.child} = any (array(select ${alias}.${first.parent} ${rows} where ${inner}))`
  if (pairs.length === 1) return among
  const exact = `exists (select ${rows} where ${pairs.map((it) => `${alias}.${it.parent} = ${row}.${it.child}`).join(' and ')} and ${inner})`
  return depth === 1 ? `${among} and ${exact}` : exact
}

const entityNamed = (name: string, { entities }: RecordsDescription): Entity => entities.find((it) => it.name === name)!

const columnOf = (entity: Entity, field: string): string => entity.fields.find((it) => it.name === field)!.column

interface Pair {
  readonly child: string
  readonly parent: string
}

/** Both columns quoted, both as text where their types differ. */
const pairOf = (child: Entity, field: string, parent: Entity, target: string, { catalogue }: Tables): Pair => {
  const [childColumn, parentColumn] = [columnOf(child, field), columnOf(parent, target)]
  const cast = familyOf(catalogue, child.table, childColumn) === familyOf(catalogue, parent.table, parentColumn) ? '' : '::text'
  return { child: `${quoteName(childColumn)}${cast}`, parent: `${quoteName(parentColumn)}${cast}` }
}

/** Types that PostgreSQL compares with each other, as one word. */
const familyOf = (catalogue: Catalogue | null, table: string, column: string): string => {
  const type = catalogue?.tables.find((it) => it.name === table)?.columns.find((it) => it.name === column)?.type ?? ''
  if (/^(smallint|integer|bigint|numeric|real|double)/.test(type)) return 'number'
  return /^(character|text|varchar|char)/.test(type) ? 'text' : type
}

/** Columns of an entity's table by which its policy looks rows up: an index of each keeps big tables fast. */
export const lookedUpBy = (entity: Entity, { relations, entities }: RecordsDescription): string[] => {
  const { owner } = entity
  if (owner.kind === 'field') return [columnOf(entity, owner.field)]
  if (owner.kind !== 'via') return []
  const relation: Relation = relations.find(
    (it) => it.from.entity === entity.name && it.to.entity === entities.find((other) => other.name === owner.entity)?.name,
  )!
  return relation.from.fields.map((it) => columnOf(entity, it))
}
