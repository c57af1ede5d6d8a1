import { readFileSync, statSync } from 'node:fs'
import { basename, extname } from 'node:path'
import { AppError } from '../../../base/error.ts'
import { assertStorable } from './assert-storable.ts'
import { decodeText } from './decode-text.ts'
import { flatten, uniqueColumn } from './flatten.ts'
import type { RawTable } from './imported.ts'
import { tableNameOf, unusedName } from './name-tables.ts'
import { readCsv } from './read-csv.ts'
import { readJson, readJsonLines } from './read-json.ts'
import { readSqlite } from './read-sqlite.ts'

export type ImportSource = { readonly kind: 'sqlite'; readonly path: string } | { readonly kind: 'files'; readonly paths: readonly string[] }

/** More is a database's: load it into PostgreSQL and connect that. */
const mostBytes = 500_000_000
/** V8 holds no longer text than 2^29 units. */
const mostBytesOfText = 400_000_000

/** All tables of a source, in memory. Fails with `invalid` or `too_large`, naming file and line. */
export const readSource = (source: ImportSource): { readonly tables: readonly RawTable[]; readonly notes: readonly string[] } => {
  const paths = source.kind === 'sqlite' ? [source.path] : source.paths
  const bytes = paths.map(sizeOf)
  if (bytes.reduce((sum, it) => sum + it, 0) > mostBytes) throw tooLarge('The files together hold', mostBytes)
  const read = source.kind === 'sqlite' ? readSqlite(source.path, basename(source.path)) : { tables: source.paths.flatMap(readFile), notes: [] }
  assertStorable(read.tables)
  return read
}

const sizeOf = (path: string): number => {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (!stat?.isFile()) throw new AppError('not_found', `There is no file "${path}". Paths of a description are meant from its own folder.`)
  return stat.size
}

const tooLarge = (what: string, limit: number): AppError =>
  new AppError('too_large', `${what} more than ${limit / 1_000_000} MB. Load them into PostgreSQL, and connect that.`)

const readFile = (path: string): RawTable[] => {
  const file = basename(path)
  const kind = extname(path).toLowerCase()
  if (!['.json', '.jsonl', '.ndjson', '.csv', '.tsv'].includes(kind))
    throw new AppError('invalid', `"${file}" is of a kind that is not read. Records come from .json, .jsonl, .csv and .tsv files, or from a SQLite database.`)
  if (sizeOf(path) > mostBytesOfText) throw tooLarge(`"${file}" holds`, mostBytesOfText)
  const text = decodeText(readFileSync(path), file)
  const table = tableNameOf(path)
  if (kind === '.csv' || kind === '.tsv') return [csvTable(table, text, file)]
  const { rows, keys } = kind === '.json' ? readJson(text, file) : readJsonLines(text, file)
  return flatten({ table, from: file, rows: rows as Record<string, unknown>[], keys })
}

const csvTable = (table: string, text: string, file: string): RawTable => {
  const { columns, rows } = readCsv(text, file)
  const taken = new Set<string>()
  const named = columns.map((column) => ({ ...column, name: unusedName(column.name, taken) }))
  const position = { name: unusedName('position', taken), isUntyped: false, values: Array.from({ length: rows }, (_, index) => index + 1) }
  const key = uniqueColumn(table, named)
  return { name: table, from: file, columns: [...named, position], key: [(key ?? position).name], foreignKeys: [], rows }
}
