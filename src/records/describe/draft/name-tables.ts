import type { Catalogue, CatalogueTable } from '../../../domain/record-store.ts'
import { familyOf } from '../check/column-types.ts'
import { isName } from '../names.ts'
import type { DraftEntity } from './draft.ts'
import { pluralOf, singularOf, wordsOf } from './words.ts'

/** Of programs that look after a schema. */
const upkeep =
  /^(_?prisma_migrations|schema_migrations|schema_version|flyway_.*|knex_.*|django_.*|alembic_version|ar_internal_metadata|spatial_ref_sys|databasechangelog.*)$/i

/** Views are left out: their tables are there. */
export const nameTables = (catalogue: Catalogue): DraftEntity[] => {
  const tables = catalogue.tables.filter((it) => !it.isView && !upkeep.test(it.name))
  const prefix = sharedStart(tables.map((it) => it.name))
  const taken = new Set<string>()
  // Short names first, so that `orders` is the order and not `orders_archive`.
  const inOrder = [...tables].sort((one, other) => wordsOf(one.name).length - wordsOf(other.name).length)
  const named = new Map(inOrder.map((table) => [table, takeName(candidates(table, tables, prefix), taken)]))
  return tables.flatMap((table) => {
    const { name, plural } = named.get(table)!
    const names = nameColumns(table, name)
    return names.size === 0 ? [] : [{ table, name, plural, ...keyOf(table, names), names }]
  })
}

/** What names begin with, all of at least three: `tbl_`; `sb` where each is one word. Its length. */
export const sharedStart = (names: readonly string[]): number => {
  if (names.length < 3) return 0
  let length = 0
  while (names.every((it) => it.length > length + 1 && it[length] === names[0]![length])) length++
  if (names.every((it) => wordsOf(it).length === 1)) return length >= 2 ? length : 0
  // Only up to where words end.
  const ends = Array.from({ length: length + 1 }, (_, at) => at).filter((at) => names.every((it) => isBoundary(it, at)))
  return ends.at(-1) ?? 0
}

const isBoundary = (name: string, at: number): boolean =>
  /[_\W]/.test(name[at - 1] ?? '_') || (/\p{Ll}|\p{N}/u.test(name[at - 1]!) && /\p{Lu}/u.test(name[at] ?? ''))

/** `orders_items` beside `orders` is an item, then an order item. */
const candidates = (table: CatalogueTable, tables: readonly CatalogueTable[], prefix: number): string[] => {
  const words = wordsOf(table.name.slice(prefix))
  const whole = singularOf(words.join(' '))
  const parent = tables.filter((it) => table.name.startsWith(`${it.name}_`)).sort((one, other) => other.name.length - one.name.length)[0]
  if (!parent) return [whole, words.join(' ')]
  const own = singularOf(wordsOf(table.name.slice(parent.name.length)).join(' '))
  const before = singularOf(wordsOf(parent.name.slice(prefix)).join(' '))
  return [own, `${before} ${own}`, whole, words.join(' ')]
}

const takeName = (wanted: readonly string[], taken: Set<string>): { name: string; plural: string } => {
  const fallback = Array.from({ length: 1000 }, (_, index) => `thing ${index + 1}`)
  const numbered = wanted.flatMap((it) => [2, 3, 4, 5].map((number) => `${it} ${number}`))
  const name = [...wanted, ...numbered, ...fallback].find((it) => isName(it) && !taken.has(it) && !taken.has(pluralOf(it)))!
  const plural = pluralOf(name)
  taken.add(name).add(plural)
  return { name, plural }
}

/** In the words of the column, without what all columns of the table begin with. */
const nameColumns = ({ columns }: CatalogueTable, entity: string): Map<string, string> => {
  const usable = columns.filter((it) => familyOf(it.type) !== 'opaque' && !it.name.includes('\0'))
  const prefix = usable.length >= 4 ? sharedStart(usable.map((it) => it.name)) : 0
  const taken = new Set<string>()
  return new Map(
    usable.map(({ name }, index) => {
      // A list of single values became a table: each value is what the table is called.
      const isItem = name === 'value' && columns.some((it) => it.name === 'position')
      const words = isItem ? wordsOf(entity) : withoutEcho(wordsOf(name.slice(prefix)))
      const wanted = [words.join('_'), wordsOf(name).join('_'), `field_${words.join('_')}`, `field_${index + 1}`, `column_${index + 1}`]
      const chosen = wanted.find((it) => isName(it) && !taken.has(it) && !reserved.has(it))!
      taken.add(chosen)
      return [name, chosen]
    }),
  )
}

/** `address_address1`, `name_first_name`: of an object within a row, each of whose names says it again. */
const withoutEcho = ([first, ...rest]: readonly string[]): string[] =>
  rest.length > 0 && (rest[0]!.startsWith(first!) || rest.at(-1) === first) ? rest : [first!, ...rest]

/** Words that an owner is said with. */
const reserved = new Set(['everyone', 'staff', 'via'])

const keyOf = ({ primaryKey, uniqueKeys, columns, rows }: CatalogueTable, names: ReadonlyMap<string, string>): Pick<DraftEntity, 'key' | 'isKeyGuessed'> => {
  const declared = [primaryKey, ...[...uniqueKeys].sort((one, other) => one.length - other.length)]
  const key = declared.find((it) => it.length > 0 && it.every((column) => names.has(column)))
  if (key) return { key, isKeyGuessed: false }
  const ids = columns.filter((it) => names.has(it.name) && wordsOf(it.name).at(-1) === 'id')
  const [id] = ids
  if (!id) return { key: [[...names.keys()][0]!], isKeyGuessed: true }
  // The same id again and again is told apart by when.
  const moment = columns.find((it) => ['date', 'moment'].includes(familyOf(it.type)))
  const isRepeated = id.distinct !== null && rows !== null && id.distinct < Math.min(rows, 1000)
  return { key: isRepeated && moment ? [id.name, moment.name] : [id.name], isKeyGuessed: true }
}
