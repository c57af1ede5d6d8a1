import { isAppError } from '../../base/error.ts'
import type { RecordsDescription } from '../../domain/record-description.ts'
import type { ReadRows, RecordReader, RecordStore } from '../../domain/record-store.ts'
import type { TaskModel } from '../../domain/task.ts'
import { asData, complete, type Completed, type PromptText } from '../by-model/complete.ts'
import { allowSql, type ParseSql } from './allow.ts'
import { describeTables } from './describe-tables.ts'
import { shownTables } from './shown-tables.ts'

export interface SqlWriter {
  readonly model: TaskModel
  readonly prompt: PromptText
  readonly parse: ParseSql
  readonly store: Pick<RecordStore, 'explain' | 'read'>
}

/** A statement that was written for a question, and what it found. */
export interface WrittenSql {
  readonly attempts: readonly SqlAttempt[]
  /** Null: no attempt could be run. */
  readonly found: { /** As it was written. */ readonly sql: string; readonly rows: ReadRows; readonly estimatedRows: number } | null
  readonly model: string
}

export interface SqlAttempt {
  readonly sql: string
  /** `refused`: it never reached the database. `failed`: the database did not take it. */
  readonly outcome: 'ran' | 'refused' | 'costly' | 'failed'
  readonly why: string | null
  readonly usage: Completed['usage']
}

const mostTokens = 400
const mostAttempts = 2
/** In the planner's units: about a second of work on a small machine. */
export const costliest = 200_000

const staff: RecordReader = { kind: 'staff' }

/**
 * For staff, where no operation answers: the model writes a SELECT over what staff may see, the walk allows it or not, the planner says what it costs,
 * and the database runs it as the staff reader. Told once what was wrong. Fails as the model and the store do (down, slow, row security off).
 */
export const writeSql = async (
  question: string,
  description: RecordsDescription,
  { model, prompt, parse, store }: SqlWriter,
  signal?: AbortSignal,
): Promise<WrittenSql> => {
  const tables = shownTables(description)
  const shown = describeTables(tables, description)
  const attempts: SqlAttempt[] = []
  let writer = model.generator.id
  while (attempts.length < mostAttempts) {
    const values = { tables: shown, question: asData('question', question), earlier: earlierWords(attempts.at(-1)) }
    const written = await complete(model, prompt, values, { mostTokens }, signal)
    writer = written.model
    const sql = statementIn(written.text)
    const attempt = (outcome: SqlAttempt['outcome'], why: string | null): void => void attempts.push({ sql, outcome, why, usage: written.usage })
    const allowed = await allowSql(sql, { tables, schema: null, rows: description.limits.rows }, parse)
    if (!allowed.isAllowed) {
      attempt('refused', allowed.why)
      continue
    }
    const statement = { sql: allowed.sql, values: [] }
    try {
      const { cost, rows: estimatedRows } = await store.explain(staff, statement, signal)
      if (cost > costliest) {
        attempt('costly', 'It would read too much. Ask for less, with a condition or along the listed joins.')
        continue
      }
      const rows = await store.read(staff, statement, description.limits, signal)
      attempt('ran', null)
      return { attempts, found: { sql: allowed.shown, rows, estimatedRows }, model: writer }
    } catch (error) {
      const why = fixable(error)
      if (why === null) throw error
      attempt('failed', why)
    }
  }
  return { attempts, found: null, model: writer }
}

/** The block, else what begins with SELECT or WITH. */
export const statementIn = (text: string): string => {
  const block = /```(?:sql|postgresql)?\s*\n?([\s\S]*?)(?:```|$)/i.exec(text)?.[1] ?? text
  const start = block.search(/\b(?:select|with)\b/i)
  return (start < 0 ? block : block.slice(start)).trim().replace(/(?:\s*;)+$/, '')
}

const earlierWords = (attempt: SqlAttempt | undefined): string =>
  attempt ? `\nYour query was:\n${attempt.sql.slice(0, 1000)}\nIt was not accepted: ${attempt.why}\nWrite it again so that it is.` : ''

/**
 * What is wrong with a statement, for whoever wrote it; null where it is the database's own trouble. Faults of names and types alone (class 42) are
 * told in PostgreSQL's words: those of other classes may hold values of rows.
 */
const fixable = (error: unknown): string | null => {
  if (!isAppError(error)) return null
  const state = String(error.details?.['sqlState'] ?? '')
  if (state.startsWith('42') && state !== '42501') return error.cause instanceof Error ? error.cause.message.slice(0, 200) : error.message
  return state.startsWith('22') ? 'A value in it is not of the type that it is used as.' : null
}
