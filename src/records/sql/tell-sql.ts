import { sha256 } from '../../base/id.ts'
import type { Citation } from '../../domain/answer.ts'
import type { ReadRows } from '../../domain/record-store.ts'
import type { Card } from '../answer/card.ts'
import type { ToldRecords } from '../answer/tell-records.ts'
import { harmlessText } from '../harmless-text.ts'
import type { WrittenSql } from './write-sql.ts'

const mostShown = 20
const longestCell = 80

/** The statement, the rows that it found, each cited, and that a model wrote it. Null where none could be run. */
export const tellSql = (collection: string, { found, model }: WrittenSql): ToldRecords | null => {
  if (!found) return null
  const { sql, rows } = found
  const card = cardOf(collection, sql, rows)
  const shown = rows.rows.slice(0, mostShown)
  const fence = fenceAround(sql)
  const start = `${model} wrote this query for the question; nobody has checked that it asks what was meant.\n\n${fence}sql\n${sql}\n${fence}\n\n${foundWords(rows, shown.length)}`
  if (shown.length === 0) return { text: start, citations: [], cards: [card] }
  let text = `${start}\n\n${tableRow(rows.columns.map(cellText))}\n${tableRow(rows.columns.map(() => '---'))}`
  const citations: Citation[] = []
  for (const [index, row] of shown.entries()) {
    text += '\n'
    const line = tableRow(row.map(cellText))
    citations.push(citationOf(card, index, row, rows, text.length, text.length + line.length))
    text += line
  }
  return { text, citations, cards: [card] }
}

const foundWords = ({ rows, isCut }: ReadRows, shown: number): string => {
  if (rows.length === 0) return 'It found no rows.'
  const count = isCut ? `more than ${rows.length} rows` : rows.length === 1 ? 'one row' : `${rows.length} rows`
  return `It found ${count}${shown < rows.length ? `; the first ${shown} are` : ''}:`
}

/** The result as a text that can be cited: a line a row. */
const cardOf = (collection: string, sql: string, { columns, rows }: ReadRows): Card => {
  const title = 'query result'
  const lines = new Map<string, { start: number; end: number }>()
  let text = `${title}\nquery: ${sql.replace(/\s+/g, ' ')}`
  for (const [index, row] of rows.slice(0, mostShown).entries()) {
    const line = columns.map((column, at) => `${cellText(column)}: ${cellText(row[at] ?? null)}`).join('; ')
    lines.set(String(index), { start: text.length + 1, end: text.length + 1 + line.length })
    text += `\n${line}`
  }
  const version = sha256(text)
  return { documentId: `record:${collection}:query:${version.slice(0, 16)}`, source: 'query', title, version, text, lines }
}

const citationOf = (card: Card, index: number, row: ReadRows['rows'][number], rows: ReadRows, answerStart: number, answerEnd: number): Citation => {
  const { start, end } = card.lines.get(String(index))!
  return {
    answerStart,
    answerEnd,
    documentId: card.documentId,
    source: card.source,
    title: card.title,
    heading: '',
    version: card.version,
    page: null,
    quote: card.text.slice(start, end),
    start,
    end,
    verdict: 'supported',
    field: null,
    record: {
      entity: 'query',
      id: null,
      field: rows.columns.join(', '),
      value: row.map(cellText).join(', '),
      figure: { kind: 'query', rows: rows.rows.length, ids: [] },
    },
  }
}

/** A fence as long ends a block of code, also from within a text of the statement. */
const fenceAround = (sql: string): string => '`'.repeat(Math.max(3, ...(sql.match(/`+/g) ?? []).map((it) => it.length + 1)))

const cellText = (value: string | boolean | null): string => (value === null ? 'none' : harmlessText(String(value)).slice(0, longestCell))

const tableRow = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
