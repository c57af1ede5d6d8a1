import Papa from 'papaparse'
import { AppError } from '../../../base/error.ts'
import type { RawColumn } from './imported.ts'
import { noRows } from './read-json.ts'

/** Columns of a file with a header (RFC 4180), separated by comma, semicolon, tab or bar; an empty value is missing. Fails with `invalid` and the row. */
export const readCsv = (text: string, file: string): { readonly columns: RawColumn[]; readonly rows: number } => {
  const { data, errors } = Papa.parse(text, { skipEmptyLines: 'greedy', delimitersToGuess: [',', ';', '\t', '|'] })
  const fault = errors.find(({ type }) => type !== 'Delimiter')
  if (fault) throw new AppError('invalid', `"${file}", row ${(fault.row ?? 0) + 1}: ${fault.message}.`)
  const [header, ...rows] = data
  if (!header || rows.length === 0) throw noRows(file)
  const uneven = rows.findIndex((row) => row.length !== header.length)
  if (uneven >= 0)
    throw new AppError('invalid', `"${file}", row ${uneven + 2}: it has ${rows[uneven]!.length} values, and the header names ${header.length} columns.`)
  const columns = header.map((name, at): RawColumn => ({
    name: name.trim() || `column_${at + 1}`,
    isUntyped: true,
    values: rows.map((row) => (row[at]!.trim() === '' ? null : row[at]!)),
  }))
  return { columns, rows: rows.length }
}
