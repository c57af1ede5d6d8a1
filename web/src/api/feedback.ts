import { requestJson } from './request.ts'

export interface Feedback {
  readonly rating: 'up' | 'down'
  readonly comment: string
  readonly correction: string
}

export const giveFeedback = async (traceId: string, { rating, comment, correction }: Feedback): Promise<void> => {
  await requestJson('feedback', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ trace_id: traceId, rating, ...(comment && { comment }), ...(correction && { correction }) }),
  })
}
