import { isAppError } from '../../base/error.ts'
import { newId } from '../../base/id.ts'
import type { CaseRow, EvalRun, EvalRunStore } from '../../domain/eval-run.ts'
import { runCases, type Stopped } from '../../evaluate/run/run-cases.ts'
import { costsOf } from '../../evaluate/run/row-costs.ts'
import type { Context } from '../../operations/operation.ts'
import type { PreparedRun } from './prepare-run.ts'

export interface AskedRun {
  readonly id: string
  readonly startedAt: Date
  readonly rows: readonly CaseRow[]
  /** How many of them an earlier run had left, that was stopped in the middle. */
  readonly earlier: number
  readonly stopped: Stopped
}

/** Asks what is not asked yet. Whatever goes wrong on the way leaves the rows that are there, and says so. */
export const askSuite = async (prepared: PreparedRun, runs: EvalRunStore, isFresh: boolean, { onEvent, signal }: Context): Promise<AskedRun> => {
  const { run, prior } = await beginOrGoOn(prepared, runs, isFresh)
  const { suite, asking } = prepared
  const total = suite.cases.length * suite.variants.length * suite.repeat
  if (prior.length > 0) {
    const line = `Going on with run ${run.id}: ${prior.length} of ${total} answers are there. "--fresh" begins anew.`
    onEvent?.({ type: 'line', data: { line } })
  }
  const rows = [...prior]
  const asked = runCases(suite, prior, { ...asking, save: (row) => runs.addRow(run.id, row) }, signal)
  const stopped = await collect(asked, (row) => {
    rows.push(row)
    onEvent?.({ type: 'steps', data: { done: rows.length, total, unit: 'answers', note: noteOn(rows) } })
  })
  return { id: run.id, startedAt: run.startedAt, rows, earlier: prior.length, stopped }
}

type Begun = { readonly run: Pick<EvalRun, 'id' | 'startedAt'>; readonly prior: readonly CaseRow[] }

const beginOrGoOn = async ({ suite, plan }: PreparedRun, runs: EvalRunStore, isFresh: boolean): Promise<Begun> => {
  const unfinished = isFresh ? null : await runs.unfinished(suite.hash, plan)
  if (unfinished) return { run: unfinished, prior: await runs.rows(unfinished.id) }
  const id = newId()
  await runs.begin({ id, suite: suite.name, suiteHash: suite.hash, plan, collection: suite.collection })
  return { run: { id, startedAt: new Date() }, prior: [] }
}

const collect = async (asked: AsyncGenerator<CaseRow, Stopped>, onRow: (row: CaseRow) => void): Promise<Stopped> => {
  try {
    for (;;) {
      const step = await asked.next()
      if (step.done) return step.value
      onRow(step.value)
    }
  } catch (error) {
    // A full disk, a database that went away: the rows before it are good.
    if (isAppError(error)) return error.message
    throw error
  }
}

const noteOn = (rows: readonly CaseRow[]): string | undefined => {
  const failed = rows.filter(({ outcome }) => outcome === 'failed').length
  const spent = rows.flatMap(costsOf).reduce<number>((sum, cost) => sum + (cost ?? 0), 0)
  const notes = [...(failed > 0 ? [`${failed} failed`] : []), ...(spent > 0 ? [`$${spent.toFixed(4)}`] : [])]
  return notes.length > 0 ? notes.join(', ') : undefined
}
