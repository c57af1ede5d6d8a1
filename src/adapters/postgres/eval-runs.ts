import type { CaseRow, EvalRun, EvalRunStore } from '../../domain/eval-run.ts'
import { removedMark } from '../../domain/forget-document.ts'
import { toJson, toStorable, type Database, type Query, type Scope } from './database.ts'
import { forgottenComparisons, forgottenRow } from './forget-in-records.ts'

/** Runs in the database that holds the documents; what its scope may not see is not there. */
export const openEvalRuns = (database: Database, scope: Scope = '*'): EvalRunStore => ({
  begin: async ({ id, suite, suiteHash, plan, collection }) => {
    await database.query(
      'insert into eval_run (id, suite, suite_hash, plan, collection) values ($1, $2, $3, $4, $5)',
      [id, toStorable(suite), suiteHash, plan, collection],
      scope,
    )
  },

  addRow: (runId, row) =>
    database.transaction(async (query) => {
      const kept = await withoutRemoved(query, row)
      await query(addRowSql, [runId, toStorable(kept.caseId), toStorable(kept.variant), kept.repeat, kept.traceId, toJson(kept)])
    }, scope),

  rows: async (runId) => {
    const rows = await database.query<{ detail: CaseRow }>('select detail from eval_row where run_id = $1 order by case_id, variant, repeat', [runId], scope)
    return rows.map(({ detail }) => detail)
  },

  finish: async (runId, report) => {
    // A partial report is kept, and its run stays open, so that the next one may go on with it.
    await database.query(
      'update eval_run set report = $2::jsonb, finished_at = case when $3 then now() end where id = $1',
      [runId, toJson(report), report.state === 'complete'],
      scope,
    )
  },

  find: async (runId) => {
    const [row] = await database.query<EvalRun>(`${runSql} where id = $1`, [runId], scope)
    return row ? read(row) : null
  },

  list: async (suite, limit) => {
    const rows = await database.query<EvalRun>(
      `${runSql} where $1::text is null or suite = $1 order by started_at desc, id desc limit $2::int`,
      [suite, limit],
      scope,
    )
    return rows.map(read)
  },

  unfinished: async (suiteHash, plan) => {
    const [row] = await database.query<EvalRun>(
      `${runSql} where suite_hash = $1 and plan = $2 and finished_at is null order by started_at desc, id desc limit 1`,
      [suiteHash, plan],
      scope,
    )
    return row ? read(row) : null
  },

  remove: async (runId) => (await database.query('delete from eval_run where id = $1 returning id', [runId], scope)).length > 0,
})

/** JSON has no infinity: what no number of cases would have shown is kept as null. */
const read = (run: EvalRun): EvalRun =>
  run.report === null
    ? run
    : { ...run, report: { ...run.report, comparisons: run.report.comparisons.map((it) => ({ ...it, detectable: it.detectable ?? Infinity })) } }

/** Its answer's words, or those of the answer that it was compared with, may be gone already. */
const withoutRemoved = async (query: Query, row: CaseRow): Promise<CaseRow> => {
  if (await isOfRemoved(query, row.traceId)) return forgottenRow(row)
  for (const { againstTraceId } of row.comparedAnswers ?? []) if (await isOfRemoved(query, againstTraceId)) return forgottenComparisons(row)
  return row
}

/** Whether a document of the trace went while its row was under way. Held until the row is in: whoever removes one afterwards finds it. */
const isOfRemoved = async (query: Query, traceId: string | null): Promise<boolean> => {
  if (traceId === null) return false
  const [row] = await query<{ gone: boolean }>(`select position($2 in answer || detail::text) > 0 as gone from journal where trace_id = $1 for share`, [
    traceId,
    removedMark,
  ])
  return row?.gone ?? false
}

// The collection is the run's, so that a scope that cannot see the run cannot add to it.
const addRowSql = `
  insert into eval_row (run_id, case_id, variant, repeat, collection, trace_id, detail)
  select id, $2, $3, $4::int, collection, $5, $6::jsonb from eval_run where id = $1
  on conflict (run_id, variant, case_id, repeat) do nothing`

const runSql = `
  select id, suite, suite_hash as "suiteHash", plan, collection, started_at as "startedAt", finished_at as "finishedAt", report from eval_run`
