/** A request read from a store: its rows or figures, how many there are, and how many there would be without its conditions. */
import { AppError, isAppError } from '../../base/error.ts'
import type { FindRecords, RecordRequest } from '../../domain/record-request.ts'
import type { ConnectedRecords, FoundRecords, FoundRow, ReadRows, RecordReader, Statement } from '../../domain/record-store.ts'
import { compileFigure } from './compile-figure.ts'
import { compileFind } from './compile-find.ts'
import { compileTotal } from './compile-request.ts'

export interface Looking extends Pick<ConnectedRecords, 'description' | 'store'> {
  readonly reader: RecordReader
  /** Milliseconds, only differences count. */
  readonly clock: () => number
}

/** The same statements for a row of somebody else as for one that is not there. Fails as the store does. */
export const findRecords = async (looking: Looking, request: RecordRequest, signal?: AbortSignal): Promise<FoundRecords> => {
  const { description, reader, clock } = looking
  const isStaff = reader.kind === 'staff'
  const started = clock()
  const found = request.kind === 'find' ? await rowsOf(looking, request, signal) : await figuresOf(looking, request, signal)
  const asksAnew = (found.total === 0 || found.figures.every(({ rows }) => rows === 0)) && found.rows.length === 0 && isNarrowed(request)
  const without = asksAnew ? await countOf(looking, compileTotal(description, { entity: request.entity, where: [] }, isStaff), signal) : null
  return { ...found, request, without, ms: clock() - started }
}

/** The row of this id among those that its reader may see; null: there is none. */
export const findRow = async (looking: Looking, entity: string, id: string, signal?: AbortSignal): Promise<FoundRow | null> => {
  const request: FindRecords = { kind: 'find', entity, fields: [], where: [], order: null, offset: 0, limit: 1 }
  const { statement, rows } = compileFind(looking.description, request, looking.reader.kind === 'staff', id)
  return rows(await readWith(looking, statement, signal))[0] ?? null
}

const isNarrowed = (request: RecordRequest): boolean =>
  request.where.length > 0 || request.within !== undefined || (request.kind === 'find' && request.offset > 0)

type Found = Omit<FoundRecords, 'request' | 'without' | 'ms'>

const rowsOf = async (looking: Looking, request: FindRecords, signal?: AbortSignal): Promise<Found> => {
  const { description, reader } = looking
  const isStaff = reader.kind === 'staff'
  const { statement, rows } = compileFind(description, request, isStaff)
  const read = await readWith(looking, statement, signal)
  // Not one row fits: that is no reason to say that there is none.
  if (read.isCut && read.rows.length === 0) throw tooLarge(request.entity, description.limits.bytes)
  const isAll = read.rows.length <= request.limit && !read.isCut && (request.offset === 0 || read.rows.length > 0)
  const total = isAll ? request.offset + read.rows.length : await countOf(looking, compileTotal(description, request, isStaff), signal)
  return { rows: rows(read), figures: [], total, isCut: read.isCut, sql: statement.sql }
}

const tooLarge = (entity: string, bytes: number): AppError =>
  new AppError(
    'too_large',
    `One ${entity} holds more than the ${bytes} bytes that may be read at once. Raise "bytes" of the description's "limits", or leave its longest field out.`,
  )

const figuresOf = async (looking: Looking, request: Extract<RecordRequest, { kind: 'figure' }>, signal?: AbortSignal): Promise<Found> => {
  const { statement, figures } = compileFigure(looking.description, request, looking.reader.kind === 'staff')
  const read = await readWith(looking, statement, signal)
  const all = figures(read)
  return { rows: [], figures: all, total: request.by ? null : (all[0]?.rows ?? 0), isCut: read.isCut, sql: statement.sql }
}

/** Null where that took too long: the rows are good without it. */
const countOf = async (looking: Looking, statement: Statement, signal?: AbortSignal): Promise<number | null> => {
  try {
    const { rows } = await readWith(looking, statement, signal)
    return Number(rows[0]?.[0] ?? 0)
  } catch (error) {
    if (isAppError(error) && error.code === 'upstream_timeout') return null
    throw error
  }
}

const readWith = ({ store, reader, description }: Looking, statement: Statement, signal?: AbortSignal): Promise<ReadRows> =>
  // One row more than is told is asked for.
  store.read(reader, statement, { ...description.limits, rows: description.limits.rows + 1 }, signal)
