import type { z } from 'zod'
import type { listLabelSheets, nextToRate, rateAnswer } from '../../../src/operations/evaluation/label.ts'
import { requestJson } from './request.ts'

export type LabelSheet = z.output<typeof listLabelSheets.output>['sheets'][number]
export type ToRate = z.output<typeof nextToRate.output>
export type ShownAnswer = NonNullable<ToRate['item']>
export type Rating = Pick<z.output<typeof rateAnswer.input>, 'accuracy' | 'helpfulness'> & { readonly comment: string }

/** A place in the rater's own order again; or the first one without a rating behind a place, and then from the beginning. */
export type Where = { readonly position: number } | { readonly after: number }

export const listSheets = async (): Promise<readonly LabelSheet[]> => (await requestJson<{ sheets: readonly LabelSheet[] }>('evaluation/sheets')).sheets

export const getNext = (sheetId: string, rater: string, where: Where): Promise<ToRate> => {
  const query = new URLSearchParams({ rater, ...Object.fromEntries(Object.entries(where).map(([name, value]) => [name, String(value)])) })
  return requestJson(`evaluation/sheets/${encodeURIComponent(sheetId)}/next?${query}`)
}

export const rate = async (itemId: string, rater: string, { comment, ...scores }: Rating): Promise<void> => {
  await requestJson('evaluation/ratings', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ item_id: itemId, rater, ...scores, ...(comment.trim() && { comment }) }),
  })
}
