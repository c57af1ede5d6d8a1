import papa from 'papaparse'
import { languageOfData } from './data-language.ts'
import { mediaTypes } from './detect-type.ts'
import type { Block, ParsedDocument } from './parsed.ts'

/**
 * A table of values as Markdown, made once: each row is a list item that names its columns, because a row is found and understood
 * alone, far from its header; rows too long for that become sections of their own. What this gains stands in docs/decisions/0010.
 */
export const parseCsv = (text: string): ParsedDocument => parseTable(text, mediaTypes.csv)

export const parseTsv = (text: string): ParsedDocument => parseTable(text, mediaTypes.tsv, '\t')

const parseTable = (source: string, mediaType: string, delimiter?: string): ParsedDocument => {
  const { data, errors } = papa.parse(source, { ...(delimiter && { delimiter }), skipEmptyLines: 'greedy' })
  const rows = data.map((row) => row.map(oneLine))
  const { above, columns, records } = withColumns(rows)
  const { text, blocks } = write([...above, `Columns: ${columns.join(', ')}`], columns.map(inWords), records)
  return {
    title: '',
    language: languageOfData(text),
    metadata: { rows: records.length },
    mediaType,
    text,
    pageStarts: [],
    blocks,
    notes: errors.some(({ code }) => code === 'MissingQuotes') ? ['A quotation mark is never closed; what follows it was read as one value.'] : [],
  }
}

const oneLine = (value: string): string => value.replace(/\s+/g, ' ').trim()

/** `unit_price` and `UnitPrice` as people ask for them; the line above all rows keeps the names as they are. */
const inWords = (column: string): string => (/\s/.test(column) ? column : column.replace(/(?<=[\p{L}\d])_+(?=[\p{L}\d])|(?<=\p{Ll})(?=\p{Lu})/gu, ' '))

interface Table {
  /** Lines before the header: what the table is called, when it was made. */
  readonly above: readonly string[]
  readonly columns: readonly string[]
  readonly records: readonly (readonly string[])[]
}

/** The first row as wide as most is the header, unless it holds numbers, gaps or a name twice: then columns are numbered. */
const withColumns = (rows: readonly string[][]): Table => {
  const width = usualWidth(rows)
  const at = Math.max(
    0,
    rows.findIndex((row) => row.length >= width),
  )
  const above = rows.slice(0, at).map((row) => row.filter(Boolean).join(' '))
  const header = rows[at] ?? []
  if (isHeader(header)) return { above, columns: header, records: rows.slice(at + 1) }
  return { above, columns: header.map((_, index) => `Column ${index + 1}`), records: rows.slice(at) }
}

const usualWidth = (rows: readonly string[][]): number => {
  const counts = new Map<number, number>()
  for (const { length } of rows.slice(0, 100)) counts.set(length, (counts.get(length) ?? 0) + 1)
  return [...counts].reduce((best, entry) => (entry[1] > best[1] ? entry : best), [1, 0])[0]
}

const isHeader = (row: readonly string[]): boolean => {
  const named = row.filter(Boolean)
  return (
    named.length > 0 && named.length >= row.length - 1 && new Set(named).size === named.length && named.every((name) => name.length <= 100 && !isValue(name))
  )
}

/** A number, a date, an amount: no name of a column, but of a year. */
const isValue = (cell: string): boolean => /^[-+(]?[^\p{L}\s]*\d[\d.,:/\s%€$£)-]*$/u.test(cell) && !/^(?:19|20)\d\d$/.test(cell)

// Two of them fill a chunk. Above it a row would be cut, and its second half would not say of what it tells.
const longRow = 400

const write = (lead: readonly string[], columns: readonly string[], records: Table['records']): { text: string; blocks: Block[] } => {
  const parts = [`${lead.join('\n\n')}\n\n`]
  const blocks: Block[] = [{ kind: 'paragraph', start: 0, end: parts[0]!.length }]
  let offset = parts[0]!.length
  let list: { start: number; cuts: number[] } | null = null
  const closeList = (): void => {
    if (list) blocks.push({ kind: 'list', start: list.start, end: offset, cuts: list.cuts })
    list = null
  }
  const put = (part: string): void => {
    parts.push(part)
    offset += part.length
  }
  for (const record of records) {
    const fields = fieldsOf(columns, record)
    const line = `- ${fields.join('; ')}\n`
    if (line.length <= longRow) {
      list ??= { start: offset, cuts: [] }
      list.cuts.push(offset)
      put(line)
      continue
    }
    closeList()
    const name = nameOf(record)
    const heading = `## ${name}`
    blocks.push({ kind: 'heading', start: offset, end: offset + heading.length, depth: 2, title: name })
    put(`${heading}\n\n`)
    list = { start: offset, cuts: [] }
    for (const field of fields) {
      list.cuts.push(offset)
      put(`- ${field}\n`)
    }
    closeList()
    put('\n')
  }
  closeList()
  return { text: parts.join(''), blocks }
}

/** Empty cells say nothing; cells beyond the header stand alone. */
const fieldsOf = (columns: readonly string[], record: readonly string[]): string[] =>
  record.flatMap((cell, index) => (cell === '' ? [] : [columns[index] ? `${columns[index]}: ${cell}` : cell]))

/** What a row is about: its first words that are no number, else its first value. */
const nameOf = (record: readonly string[]): string => {
  const named = record.find((cell) => cell.length <= 120 && /\p{L}/u.test(cell)) ?? record.find(Boolean) ?? ''
  return named.slice(0, 120).toWellFormed()
}
