/** What people and documents say in a journal row, apart from its figures. */
import type { JournalEntry } from './journal.ts'

export type Worded = Pick<JournalEntry, 'question' | 'answer' | 'detail'>

/** Changes every text of a row: question, answer, quotes, titles, remarks. Figures, offsets, ids and names of documents stay. */
export const mapContent = <Entry extends Worded>(entry: Entry, map: (text: string) => string): Entry => ({
  ...entry,
  question: map(entry.question),
  answer: map(entry.answer),
  detail: mapTexts(entry.detail, map) as JournalEntry['detail'],
})

/** The row of a question whose words are not kept, or no longer. */
export const withoutContent = <Entry extends Worded>(entry: Entry): Entry => mapContent(entry, () => '')

// Named the other way round, so that a text which a later version adds is content until somebody says that it is none.
const plainKeys: ReadonlySet<string> = new Set(
  'chunkId documentId version source collection mediaType language verdict field by schemaHash part kind model removed'.split(' '),
)

const mapTexts = (value: unknown, map: (text: string) => string): unknown => {
  if (typeof value === 'string') return map(value)
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, map))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plainKeys.has(key) ? inner : mapTexts(inner, map)]))
}

/** Each finding covered letter by letter, so that offsets into the text stay true. */
export const covered = (text: string, findings: readonly { readonly start: number; readonly end: number }[]): string =>
  findings.reduce((left, { start, end }) => left.slice(0, start) + '•'.repeat(end - start) + left.slice(end), text)
