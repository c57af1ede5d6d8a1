import { withoutContent, type Worded } from '../../domain/content.ts'
import { toJson, type Database, type Query } from './database.ts'

const rowsAtOnce = 200

/**
 * Takes the words out of questions of people that were asked before: of the journal, of what judges said of the answers, of traces. Figures stay;
 * document versions that only they cited need not be kept any more. Gives how many rows were emptied; fewer than all when `signal` is aborted.
 */
export const forgetContent = async (database: Database, askedBefore: Date, signal: AbortSignal): Promise<number> => {
  let emptied = 0
  while (!signal.aborted) {
    const rows = await database.transaction((query) => emptySome(query, askedBefore))
    emptied += rows
    if (rows < rowsAtOnce) break
  }
  await database.query(forgetTracesSql, [askedBefore])
  await database.query('delete from answer_cache where made_at < $1', [askedBefore])
  await database.query(forgetInvestigationsSql, [askedBefore])
  return emptied
}

const emptySome = async (query: Query, askedBefore: Date): Promise<number> => {
  const rows = await query<Worded & { traceId: string }>(oldRowsSql, [askedBefore, rowsAtOnce])
  for (const { traceId, ...row } of rows) {
    const { question, answer, detail } = withoutContent(row)
    await query('update journal set question = $2, answer = $3, detail = $4::jsonb, content_removed_at = now() where trace_id = $1', [
      traceId,
      question,
      answer,
      toJson(detail),
    ])
  }
  const traceIds = rows.map(({ traceId }) => traceId)
  await query('delete from cited_version where trace_id = any ($1::text[])', [traceIds])
  await query(`update live_judgement set explanation = '', failure = null where trace_id = any ($1::text[])`, [traceIds])
  return rows.length
}

const oldRowsSql = `
  select trace_id as "traceId", question, answer, detail from journal
  where purpose = 'live' and content_removed_at is null and asked_at < $1 order by asked_at limit $2::int for update skip locked`

// How it ended and what it took stay.
const forgetInvestigationsSql = `
  with emptied as (
    update investigation set question = '', observations = '[]', diagnosis = null, error = null, content_removed_at = now()
    where content_removed_at is null and started_at < $1 returning id)
  delete from investigation_document where investigation_id in (select id from emptied)`

// The code of a failure says what it was; its sentence may repeat what was asked.
const forgetTracesSql = `
  update trace set question = null, spans = (
    select coalesce(jsonb_agg(case when span ->> 'error' is null then span else jsonb_set(span, '{error}', '"(no longer kept)"') end order by position), '[]')
    from jsonb_array_elements(spans) with ordinality as given (span, position)), content_removed_at = now()
  where purpose = 'live' and content_removed_at is null and asked_at < $1 and (question is not null or jsonb_path_exists(spans, '$[*] ? (@.error != null)'))`
