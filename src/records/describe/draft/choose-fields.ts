import type { CatalogueColumn } from '../../../domain/record-store.ts'
import type { DraftEntity, DraftField } from './draft.ts'
import { guessType } from './guess-type.ts'
import { guessVisibility } from './guess-visibility.ts'
import { wordsOf } from './words.ts'

export interface FieldsAround {
  /** Columns that relations use, and so hold ids. */
  readonly joined: ReadonlySet<string>
  /** Its value is the same in all rows that a customer sees. */
  readonly ownerColumn: string | null
  readonly owner: string
}

export const chooseFields = ({ table, names, key }: DraftEntity, { joined, ownerColumn, owner }: FieldsAround): DraftField[] => {
  const isForStaff = owner === 'staff'
  return table.columns
    .filter((it) => names.has(it.name))
    .map((column): DraftField => {
      const isPlace = isPosition(column.name)
      const isId = (key.includes(column.name) || joined.has(column.name)) && !isPlace
      const name = names.get(column.name)!
      const visibleTo = guessVisibility(name, owner === 'everyone')
      const isStructure = (column.name === ownerColumn && !(key.length === 1 && key[0] === column.name)) || isPlace
      return {
        name,
        column,
        type: guessType(name, column, table, isId),
        visibleTo: isForStaff && visibleTo === 'staff' ? 'customer' : visibleTo === 'customer' && isStructure ? 'staff' : visibleTo,
      }
    })
}

/** The place in a list that an import wrote down. */
const isPosition = (column: string): boolean => /(?:^|_)position$/.test(column)

/** The field that names a row to people. */
export const chooseLabel = (entity: DraftEntity, fields: readonly DraftField[]): string | null => {
  const texts = fields.filter((it) => it.type === 'text' && it.visibleTo !== 'nobody')
  const ranked = ['name', `${entity.name} name`, 'company name', 'full name', 'first name', 'title', 'label', 'symbol']
  for (const wanted of ranked) {
    const found = texts.find((it) => wordsOf(it.name).join(' ') === wanted)
    if (found) return found.name
  }
  const own = new Set(wordsOf(entity.name))
  return texts.find((it) => wordsOf(it.name).at(-1) === 'name' && wordsOf(it.name).every((word) => word === 'name' || own.has(word)))?.name ?? null
}

const beginning =
  /\b(created|ordered|issued|invoiced|billed|placed|opened|started|booked|registered|submitted|requested|date|time|at|timestamp|datetime|when|day)\b/
/** What comes later, or never. */
const following = /\b(paid|pay|payment|delivered|delivery|arriv\w*|refunded|returned|cancell?ed|completed|resolved|shipped|sent|picked|answered)\b/
const otherMoments =
  /\b(updated|modified|deleted|required|due|expires?|expiry|settle\w*|terminat\w*|approv\w*|appr|birth|hire\w*|end|ended|closed|until|next|last)\b/

/** The moment that a row began; of what customers have themselves, else its place in a list. One that every row has goes before one that may be missing. */
export const chooseNewest = (fields: readonly DraftField[], isListed: boolean): string | null => {
  const words = (it: DraftField): string => wordsOf(it.name).join(' ')
  const rank = (it: DraftField): number =>
    (following.test(words(it)) ? 4 : 0) + (it.column.isNullable ? 2 : 0) + (beginning.test(words(it)) && !following.test(words(it)) ? 0 : 1)
  const moments = fields.filter((it) => (it.type === 'date' || it.type === 'time') && it.visibleTo !== 'nobody' && !otherMoments.test(words(it)))
  // What may be missing and comes later says nothing of rows that it has not come to yet.
  const [first] = moments.filter((it) => !following.test(words(it)) || !it.column.isNullable).sort((one, other) => rank(one) - rank(other))
  return (first ?? fields.find((it) => isListed && it.column.name === 'position'))?.name ?? null
}

const mostUsual = 5

/** What is told of a row when nothing is asked for by name. */
export const chooseUsual = (fields: readonly DraftField[], label: string | null, newest: string | null, key: readonly string[]): Set<string> => {
  const shown = fields.filter((it) => it.visibleTo === 'customer')
  const rank = (it: DraftField): number => {
    if (it.name === label) return 0
    if (key.length === 1 && it.column.name === key[0]) return 1
    if (it.type === 'choice') return 2
    if (it.name === newest) return 3
    if (it.type === 'money') return 4
    return it.type === 'count' || it.type === 'date' || it.type === 'text' ? 5 : 6
  }
  const ranked = [...shown].sort((one, other) => rank(one) - rank(other))
  return new Set(ranked.slice(0, mostUsual).map((it) => it.name))
}

/** An id that the others look like, where its digits are what tells them apart: #W2611340, SO-10203, R-2026-334. */
export const exampleOf = ({ samples }: CatalogueColumn): string | null => {
  const [first] = samples
  if (first === undefined || !/^(?:\P{N}{1,4}\p{N}{2,}|\p{N}{4,}|[^\p{N}\s]{1,4}\p{N}+(?:[-./_]\p{N}+)+)$/u.test(first)) return null
  const form = (it: string): string => it.replaceAll(/\p{N}+/gu, '0')
  return samples.every((it) => form(it) === form(first)) ? first : null
}

const synonyms: Readonly<Record<string, string>> = {
  placed: 'ordered',
  ordered: 'placed',
  shipped: 'sent',
  sent: 'shipped',
  delivered: 'arrived',
  issued: 'billed',
  booked: 'reserved',
  cancelled: 'canceled',
  canceled: 'cancelled',
}

/** `placed_at` is what people call placed, or ordered. Words that stand for another field too, or begin its name, are none of this one's. */
export const calledOf = ({ name, type }: DraftField, fields: readonly DraftField[]): string[] => {
  if (type !== 'date' && type !== 'time') return []
  const [verb = '', ...rest] = wordsOf(name)
  if (rest.length !== 1 || !/^(?:at|on)$/.test(rest[0]!) || !/ed$|^(?:sent|paid|made|begun|due|starts|ends)$/.test(verb)) return []
  const others = new Set(fields.filter((it) => it.name !== name).flatMap((it) => [it.name.toLowerCase(), wordsOf(it.name).join(' '), wordsOf(it.name)[0]!]))
  return [verb, synonyms[verb] ?? ''].filter((it) => it !== '' && !others.has(it))
}
