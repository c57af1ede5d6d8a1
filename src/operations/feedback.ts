import { z } from 'zod'
import { AppError } from '../base/error.ts'
import { ratings } from '../domain/feedback.ts'
import { operation } from './operation.ts'
import { assertOwn } from './own-traces.ts'
import { plainText, traceId } from './schemas.ts'

export const giveFeedback = operation({
  name: 'giveFeedback',
  summary: 'Say whether an answer was good; the latest word on an answer counts',
  effect: 'write',
  // Whoever may ask may say what they think of the answer.
  access: 'ask',
  forCustomers: true,
  http: { method: 'POST', path: '/feedback' },
  cli: { words: ['feedback'], positional: ['trace_id', 'rating'] },
  mcp: { name: 'give_feedback', description: 'Keeps what the user thinks of an answer, by the trace_id that ask gave.' },
  input: z.strictObject({
    trace_id: traceId.describe('The trace_id of the answer'),
    rating: z.enum(ratings, 'must be "up" or "down"').describe('up or down'),
    comment: plainText.max(2000, 'must have at most 2,000 characters').optional().describe('Why'),
    correction: plainText.max(10_000, 'must have at most 10,000 characters').optional().describe('What the answer should have said'),
  }),
  output: z.object({ trace_id: z.string(), rating: z.enum(ratings) }),
  run: async (app, { trace_id, rating, comment, correction }) => {
    await assertOwn(app, trace_id)
    const isKept = await app.feedback.give({ traceId: trace_id, rating, comment: comment?.trim() || null, correction: correction?.trim() || null })
    if (!isKept) throw new AppError('not_found', `No answer has the trace "${trace_id}". Traces are kept on the machine that answered.`)
    return { trace_id, rating }
  },
})
