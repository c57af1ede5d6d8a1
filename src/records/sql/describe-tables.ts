import type { RecordsDescription } from '../../domain/record-description.ts'
import type { ShownColumn, ShownTable } from './shown-tables.ts'

/** The shown tables as a model reads them, a line a table, with the joins below. Names, meanings and choices are the operator's words. */
export const describeTables = (tables: readonly ShownTable[], { relations, entities, currency }: RecordsDescription): string => {
  const tableOf = new Map(entities.map(({ name, table }) => [name, tables.find((it) => it.table === table)]))
  const columnOf = (entity: string, field: string): string | null => {
    const table = tableOf.get(entity)
    const described = entities.find(({ name }) => name === entity)?.fields.find(({ name }) => name === field)
    const column = table?.columns.find((it) => it.field.column === described?.column)
    return table && column ? `${table.name}.${column.name}` : null
  }
  const joins = relations.flatMap(({ from, to }) => {
    const pairs = from.fields.map((field, index) => [columnOf(from.entity, field), columnOf(to.entity, to.fields[index]!)])
    return pairs.every(([left, right]) => left && right) ? [pairs.map(([left, right]) => `${left} = ${right}`).join(' and ')] : []
  })
  return [
    ...tables.map(({ name, columns }) => `${name}(${columns.map((column) => columnWords(column, currency)).join(', ')})`),
    ...(joins.length > 0 ? ['Joins:', ...joins] : []),
  ].join('\n')
}

const mostChoices = 12
const mostMeaning = 80

const columnWords = ({ name, field }: ShownColumn, currency: string | null): string => {
  const { type, unit, meaning, values } = field
  const choices = Object.keys(values).slice(0, mostChoices)
  const money = type === 'money' ? (field.currency ?? currency) : null
  const notes = [
    ...(choices.length > 0 ? [choices.map((it) => `'${it.replaceAll("'", "''")}'`).join(' | ')] : []),
    ...(money ? [money] : []),
    ...(unit ? [unit] : []),
    ...(meaning ? [meaning.slice(0, mostMeaning)] : []),
  ]
  return `${name} ${sqlTypes[type]}${notes.length > 0 ? ` -- ${notes.join('; ')} --` : ''}`
}

const sqlTypes = {
  id: 'text',
  text: 'text',
  choice: 'text',
  count: 'integer',
  number: 'numeric',
  money: 'numeric',
  date: 'date',
  time: 'timestamp',
  boolean: 'boolean',
  properties: 'jsonb',
} as const
