import type { CaseRow } from '../../domain/eval-run.ts'
import { documentsOf, forgetDocument, removedMark, type Forgettable } from '../../domain/forget-document.ts'
import { toJson, type Query } from './database.ts'
import { forgetJudgements } from './live-judgements.ts'
import { isUuid } from './read-document.ts'

/** The words of a removed document in what was answered from it. In the transaction that removes it, after its row is gone. */
export const forgetInJournal = async (query: Query, documentId: string): Promise<void> => {
  for (;;) {
    const rows = await query<Forgettable & { traceId: string }>(rowsSql, [documentId, rowsAtOnce])
    for (const { traceId, ...entry } of rows) {
      const { answer, detail } = forgetDocument(entry, documentId)
      await query('update journal set answer = $2, detail = $3::jsonb where trace_id = $1', [traceId, answer, toJson(detail)])
    }
    await forgetInRuns(
      query,
      rows.map(({ traceId }) => traceId),
    )
    await forgetJudgements(
      query,
      rows.map(({ traceId }) => traceId),
    )
    await query('delete from journal_document where document_id = $1 and trace_id = any ($2::text[])', [documentId, rows.map(({ traceId }) => traceId)])
    if (rows.length < rowsAtOnce) break
  }
  await query('delete from cited_version where document_id = $1', [documentId])
  await query('delete from investigation_document where document_id = $1::uuid', [documentId])
}

const rowsAtOnce = 100

/** Rows of evaluations that were answered from it keep their figures. */
const forgetInRuns = async (query: Query, traceIds: readonly string[]): Promise<void> => {
  const rows = await query<{ runId: string; detail: CaseRow }>(evalRowsSql, [traceIds])
  for (const { runId, detail } of rows) {
    await query('update eval_row set detail = $5::jsonb where run_id = $1 and variant = $2 and case_id = $3 and repeat = $4::int', [
      runId,
      detail.variant,
      detail.caseId,
      detail.repeat,
      toJson(traceIds.includes(detail.traceId ?? '') ? forgottenRow(detail) : forgottenComparisons(detail)),
    ])
  }
}

// With the other answers to the same case, which may have been compared with it.
const evalRowsSql = `
  select run_id as "runId", detail from eval_row
  where (run_id, case_id, repeat) in (select run_id, case_id, repeat from eval_row where trace_id = any ($1::text[]))`

/** Faults and what judges wrote repeat the answer, and name its sources. */
export const forgottenRow = (row: CaseRow): CaseRow => ({
  ...forgottenComparisons(row),
  faults: row.faults.map(() => removedMark),
  failure: row.failure && removedMark,
  judgements: row.judgements.map((it) => ({ ...it, explanation: removedMark, failure: it.failure && removedMark })),
})

/** What was said of two answers may repeat either; what failed says so among the faults too. */
export const forgottenComparisons = (row: CaseRow): CaseRow => {
  if (!row.comparedAnswers?.length) return row
  const failures = row.comparedAnswers.map(({ failure }) => failure).filter((failure) => failure !== null)
  return {
    ...row,
    faults: row.faults.map((fault) => (failures.some((failure) => fault.endsWith(failure)) ? removedMark : fault)),
    comparedAnswers: row.comparedAnswers.map((it) => ({ ...it, explanation: removedMark, failure: it.failure && removedMark })),
  }
}

const rowsSql = `
  select trace_id as "traceId", answer, abstained, detail from journal
  where trace_id in (select trace_id from journal_document where document_id = $1 limit $2::int) for update`

/**
 * What jobs remember of it: its name, its id, and remarks about it. Jobs that are not over keep their input: they may be about to bring it again.
 */
export const forgetInJobs = async (query: Query, document: { readonly documentId: string; readonly source: string }): Promise<void> => {
  const rows = await query<{ id: string; input: unknown; progress: unknown }>(jobsSql, [document.documentId, JSON.stringify(document.source)])
  for (const { id, input, progress } of rows) {
    await query('update job set input = $2::jsonb, progress = $3::jsonb where id = $1', [
      id,
      toJson(forgotten(input, document)),
      toJson(forgotten(progress, document)),
    ])
  }
}

/** The answer of a write that named it is not given again; that it was done stays known, so that a late retry does not bring it back. */
export const forgetInWrites = async (query: Query, document: { readonly documentId: string; readonly source: string }): Promise<void> => {
  await query('update idempotent_write set response = null where position($1::text in response::text) > 0 or position($2 in response::text) > 0', [
    document.documentId,
    JSON.stringify(document.source),
  ])
}

const jobsSql = `
  select id, input, progress from job where state in ('done', 'failed')
    and (position($1::text in progress::text) > 0 or position($2 in progress::text) > 0 or position($2 in input::text) > 0) for update`

/** An object that names it by id or source keeps its shape, and says nothing. */
const forgotten = (value: unknown, document: { readonly documentId: string; readonly source: string }): unknown => {
  if (Array.isArray(value)) return value.map((item) => forgotten(item, document))
  if (value === document.source) return removedMark
  if (value === null || typeof value !== 'object') return value
  const fields = Object.entries(value)
  const isOfIt = fields.some(([, field]) => field === document.documentId || field === document.source)
  return Object.fromEntries(fields.map(([name, field]) => [name, isOfIt && typeof field === 'string' ? removedMark : forgotten(field, document)]))
}

/**
 * For the row that a question is about to leave: of its documents, those that are gone meanwhile are forgotten at once. The others are held
 * until the transaction ends, so that whoever removes one afterwards finds this row.
 */
export const withoutRemoved = async (query: Query, entry: Forgettable): Promise<{ entry: Forgettable; documentIds: string[] }> => {
  const named = documentsOf(entry.detail).filter(isUuid)
  if (named.length === 0) return { entry, documentIds: [] }
  const rows = await query<{ id: string }>('select id from document where id = any ($1::uuid[]) order by id for key share', [named])
  const documentIds = rows.map(({ id }) => id)
  const gone = named.filter((id) => !documentIds.includes(id))
  return { entry: gone.reduce((left, id) => ({ ...left, ...forgetDocument(left, id) }), entry), documentIds }
}
