import type { CatalogueColumn } from '../../../domain/record-store.ts'
import { compares } from '../check/column-types.ts'
import type { DraftEntity, DraftRelation } from './draft.ts'
import { sharedStart } from './name-tables.ts'
import { singularOf, wordsOf } from './words.ts'

/** Those that are declared, and for columns without one, those that names, types and values speak for. */
export const guessRelations = (entities: readonly DraftEntity[]): DraftRelation[] => {
  const declared = entities.flatMap((from) => declaredOf(from, entities))
  const start = sharedStart(entities.map((it) => it.table.name))
  return [...declared, ...entities.flatMap((from) => guessedOf(from, entities, declared, start))]
}

const declaredOf = (from: DraftEntity, entities: readonly DraftEntity[]): DraftRelation[] => {
  const found = from.table.foreignKeys.flatMap(({ columns, table, references }): DraftRelation[] => {
    const to = entities.find((it) => it.table.name === table)
    const isWhole = to && columns.every((it) => from.names.has(it)) && references.every((it) => to.names.has(it))
    return isWhole ? [{ from, columns, to, references, isGuessed: false }] : []
  })
  // A key may be declared twice.
  return found.filter((it, index) => found.findIndex((other) => signature(other) === signature(it)) === index)
}

const signature = ({ columns, to, references }: DraftRelation): string => JSON.stringify([columns, to.table.name, references])

const guessedOf = (from: DraftEntity, entities: readonly DraftEntity[], declared: readonly DraftRelation[], start: number): DraftRelation[] => {
  const known = new Set(declared.filter((it) => it.from === from).flatMap((it) => it.columns))
  return from.table.columns
    .filter((it) => from.names.has(it.name) && !known.has(it.name))
    .flatMap((column): DraftRelation[] => {
      const targets = entities.filter((to) => to !== from && to.key.length === 1 && !to.isKeyGuessed && leads(column, from, to, start))
      // Its own key is more often found elsewhere than it leads elsewhere: one row each, told apart by who has more columns.
      const isOwnKey = !from.isKeyGuessed && from.key.length === 1 && from.key[0] === column.name
      const [to] = targets
      if (targets.length !== 1 || !to || (isOwnKey && to.table.columns.length <= from.table.columns.length)) return []
      return [{ from, columns: [column.name], to, references: to.key, isGuessed: true }]
    })
}

/** By name: `customer_id` to the key `customer_id`, or to `id` of customers; with any prefix before it. By value: unless all are seen, and none is there. */
const leads = (column: CatalogueColumn, from: DraftEntity, to: DraftEntity, start: number): boolean => {
  const key = to.table.columns.find((it) => it.name === to.key[0])!
  if (!compares(column.type, key.type) || areApart(column, key)) return false
  const own = wordsOf(column.name).join(' ')
  const named = [wordsOf(from.names.get(column.name)!).join(' '), own]
  const keyName = wordsOf(to.names.get(key.name)!).join(' ')
  const wanted = [
    ...(keyName === 'id' || !keyName.includes(' ') ? [] : [keyName]),
    wordsOf(key.name).length > 1 ? wordsOf(key.name).join(' ') : '',
    ...['id', 'key', 'no', 'number', 'code', keyName].map((it) => `${singularOf(wordsOf(to.table.name).join(' '))} ${it}`),
    ...['id', 'key'].map((it) => `${to.name} ${it}`),
  ].filter((it) => it !== '')
  // Where names run together: sbtxcustid to sbcustid, when all tables begin with sb.
  const bare = key.name.slice(start).toLowerCase()
  const isJoined = start > 0 && bare.length >= 4 && column.name.toLowerCase().endsWith(bare)
  return isJoined || named.some((it) => wanted.some((word) => it === word || it.endsWith(` ${word}`)))
}

const areApart = (column: CatalogueColumn, key: CatalogueColumn): boolean => {
  const isWhole = (it: CatalogueColumn): boolean => it.distinct !== null && it.samples.length === it.distinct
  return column.samples.length > 0 && isWhole(key) && !column.samples.some((it) => key.samples.includes(it))
}
