import { AppError } from '../../../base/error.ts'
import { mostColumns, type RawTable } from './imported.ts'

/** Fails with `invalid` where PostgreSQL could not make these tables, before anything is made. */
export const assertStorable = (tables: readonly RawTable[]): void => {
  const names = new Set<string>()
  for (const table of tables) {
    if (names.has(table.name)) throw new AppError('invalid', `Two files give a table "${table.name}". Rename one of them.`)
    names.add(table.name)
    assertColumns(table)
  }
}

const assertColumns = ({ from, name: table, columns }: RawTable): void => {
  if (columns.length > mostColumns) throw new AppError('invalid', `"${from}" has ${columns.length} columns, and a table holds at most ${mostColumns}.`)
  const broken = [table, ...columns.map(({ name }) => name)].find((name) => !name.isWellFormed() || name.includes('\0'))
  if (broken !== undefined)
    throw new AppError(
      'invalid',
      `"${from}" has a name with a character that no text holds (NUL, or half a letter): ${JSON.stringify(broken)}. Rename it there.`,
    )
  const kept = columns.find(({ name }) => ofSystem.has(name))
  if (kept) throw new AppError('invalid', `"${from}" has a column "${kept.name}", a name that PostgreSQL keeps for itself. Rename it there.`)
}

/** PostgreSQL, "System Columns": every table has them. */
const ofSystem = new Set(['tableoid', 'xmin', 'cmin', 'xmax', 'cmax', 'ctid'])
