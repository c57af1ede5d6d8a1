import type { DayFigures, JudgedDay, LiveJudgement, LivePeriod, LiveQuality, LiveQuestion } from '../../domain/live-quality.ts'
import type { Database, Scope } from './database.ts'

/** Reads the journal's live rows with what people and judges said of them; what its scope may not see is not there. */
export const openLiveQuality = (database: Database, scope: Scope = '*'): LiveQuality => ({
  questions: async (period, limit) => {
    const rows = await database.query<QuestionRow>(
      `${questionSql} where ${inPeriod} order by asked_at desc, journal.trace_id limit $3::int`,
      [...periodOf(period), limit],
      scope,
    )
    return rows.map(toQuestion)
  },

  find: async (traceId) => {
    const [row] = await database.query<QuestionRow>(`${questionSql} where journal.trace_id = $1`, [traceId], scope)
    return row ? toQuestion(row) : null
  },

  days: async (period) => {
    const values = periodOf(period)
    const [days, reasons] = await Promise.all([
      database.query<Omit<DayFigures, 'abstained'>>(daysSql, values, scope),
      database.query<{ day: string; reasons: DayFigures['abstained'] }>(reasonsSql, values, scope),
    ])
    const byDay = new Map(reasons.map((row) => [row.day, row.reasons]))
    return days.map((row) => ({ ...row, abstained: byDay.get(row.day) ?? {} }))
  },

  judgedDays: (period) => database.query<JudgedDay>(judgedSql, periodOf(period), scope),
})

type QuestionRow = Omit<LiveQuestion, 'judgements'> & { judgements: readonly (Omit<LiveJudgement, 'judgedAt'> & { judgedAt: string })[] | null }

const toQuestion = ({ judgements, ...row }: QuestionRow): LiveQuestion => ({
  ...row,
  judgements: (judgements ?? []).map((it) => ({ ...it, judgedAt: new Date(it.judgedAt) })),
})

const periodOf = ({ collection, since }: LivePeriod): unknown[] => [since, collection]

const inPeriod = `journal.purpose = 'live' and asked_at >= $1 and ($2::text is null or journal.collection = $2)`

const day = `to_char(asked_at at time zone 'utc', 'YYYY-MM-DD')`

const questionSql = `
  select journal.trace_id as "traceId", asked_at as "askedAt", journal.collection, question, answer, abstained, model, purpose, detail,
    case when feedback.trace_id is null then null
      else json_build_object('rating', rating, 'comment', comment, 'correction', correction) end as feedback,
    (select json_agg(json_build_object('rubric', rubric, 'judge', judge, 'verdict', verdict, 'score', score,
        'explanation', explanation, 'failure', failure, 'judgedAt', judged_at) order by rubric, judge)
      from live_judgement where live_judgement.trace_id = journal.trace_id and judged_at is not null) as judgements
  from journal left join feedback on feedback.trace_id = journal.trace_id`

const countVerdicts = (condition: string): string => `coalesce(sum(jsonb_array_length(jsonb_path_query_array(detail, '$.verdicts[*]${condition}'))), 0)::int`

const daysSql = `
  select ${day} as day, count(*)::int as questions,
    ${countVerdicts('')} as sentences, ${countVerdicts(' ? (@.verdict == "supported")')} as supported,
    count(*) filter (where rating = 'up')::int as up, count(*) filter (where rating = 'down')::int as down,
    coalesce(percentile_cont(0.5) within group (order by (detail->'timingsMs'->>'total')::float8), 0) as "p50Ms",
    coalesce(percentile_cont(0.95) within group (order by (detail->'timingsMs'->>'total')::float8), 0) as "p95Ms",
    coalesce(sum((detail->'usage'->>'costUsd')::float8), 0) as "costUsd",
    count(*) filter (where detail->'usage'->>'costUsd' is null)::int as unpriced
  from journal left join feedback on feedback.trace_id = journal.trace_id
  where ${inPeriod} group by 1 order by 1`

const reasonsSql = `
  select day, json_object_agg(abstained, count) as reasons from (
    select ${day} as day, abstained, count(*)::int as count from journal where ${inPeriod} and abstained is not null group by 1, 2) as counted
  group by day`

const judgedSql = `
  select ${day} as day, rubric, rubric_hash as "rubricHash", judge, count(*)::int as judged,
    count(*) filter (where verdict = 'pass')::int as passed, count(*) filter (where verdict is null)::int as failed,
    sum(coalesce(cost_usd, 0) + lost_usd) as "costUsd",
    count(*) filter (where verdict is not null and cost_usd is null)::int as unpriced
  from live_judgement join journal on journal.trace_id = live_judgement.trace_id
  where judged_at is not null and ${inPeriod} group by 1, 2, 3, 4 order by 1, 2, 4`
