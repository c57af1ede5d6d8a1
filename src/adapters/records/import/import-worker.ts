/** The thread that reads files: parsing a hundred megabytes would keep everybody waiting. It holds the tables until they are fetched. */
import { serveWorker } from '../../workers/rpc.ts'
import { typedColumn, type Described, type TypedColumn } from './column-type.ts'
import type { ColumnType, RawTable, TextColumns } from './imported.ts'
import { readSource, type ImportSource } from './read-source.ts'

export interface ImportedTable extends Omit<RawTable, 'columns'> {
  readonly columns: readonly { readonly name: string; readonly type: ColumnType; readonly isNullable: boolean }[]
}

interface Held {
  readonly raw: RawTable
  readonly typed: readonly TypedColumn[]
}

let held: Held[] = []

const handlers = {
  open: ({
    source,
    texts,
    values,
  }: {
    source: ImportSource
    texts: TextColumns
    values: TextColumns
  }): { tables: ImportedTable[]; notes: readonly string[] } => {
    const { tables, notes } = readSource(source)
    held = tables.map((raw) => ({ raw, typed: raw.columns.map((column) => typedColumn(column, describedAs(column.name, texts[raw.name], values[raw.name]))) }))
    return { tables: held.map(({ raw, typed }) => ({ ...raw, columns: typed.map(({ name, type, isNullable }) => ({ name, type, isNullable })) })), notes }
  },

  /** Rows from one on, as JSON: a list of lists of texts, about a megabyte. `next`: the row after them. */
  rows: ({ table, from }: { table: string; from: number }): { json: string; next: number } => {
    const { raw, typed } = held.find((it) => it.raw.name === table)!
    const parts: string[] = []
    let next = from
    for (let size = 0; next < raw.rows && size < batchBytes; next++) {
      const row = JSON.stringify(typed.map((column, at) => storable(column.write(raw.columns[at]!.values[next]!), column.type)))
      parts.push(row)
      size += row.length
    }
    return { json: `[${parts.join(',')}]`, next }
  },
}

const describedAs = (column: string, texts: readonly string[] = [], values: readonly string[] = []): Described =>
  texts.includes(column) ? 'words' : values.includes(column) ? 'values' : null

export type ImportHandlers = typeof handlers

const batchBytes = 1_000_000

/** PostgreSQL's text has no NUL and no half surrogate pairs; within JSON they are escaped. */
const storable = (text: string | null, type: ColumnType): string | null => {
  if (text === null) return null
  if (type === 'jsonb') return text.replaceAll(/(?<!\\)((?:\\\\)*)\\u(?:0000|d[89a-f][0-9a-f]{2})/g, String.raw`$1\ufffd`)
  return text.isWellFormed() && !text.includes('\0') ? text : text.toWellFormed().replaceAll('\0', '\ufffd')
}

serveWorker(handlers)
