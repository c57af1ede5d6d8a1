import type { Feedback, FeedbackStore } from '../../domain/feedback.ts'
import { toStorable, type Database, type Scope } from './database.ts'

/** Feedback beside the journal; what its scope may not see is not there. */
export const openFeedback = (database: Database, scope: Scope = '*'): FeedbackStore => ({
  give: async ({ traceId, rating, comment, correction }) => {
    const given = await database.query(giveSql, [traceId, rating, comment && toStorable(comment), correction && toStorable(correction)], scope)
    return given.length > 0
  },

  find: async (traceId) => {
    const [row] = await database.query<Feedback & { givenAt: Date }>(
      'select trace_id as "traceId", rating, comment, correction, given_at as "givenAt" from feedback where trace_id = $1',
      [traceId],
      scope,
    )
    return row ?? null
  },
})

// The collection is the journal's: whoever may not see the answer cannot speak of it.
const giveSql = `
  insert into feedback (trace_id, collection, rating, comment, correction)
  select trace_id, collection, $2, $3, $4 from journal where trace_id = $1
  on conflict (trace_id) do update set rating = excluded.rating, comment = excluded.comment, correction = excluded.correction, given_at = now()
  returning trace_id`
