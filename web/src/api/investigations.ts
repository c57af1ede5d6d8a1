import type { z } from 'zod'
import type { investigationSchema, observationSchema } from '../../../src/operations/present-investigation.ts'
import type { Incident } from './incidents.ts'
import { request, RequestError, requestJson, toRequestError } from './request.ts'
import { textOf } from './response-text.ts'
import { serverSentEvents } from './server-sent-events.ts'

export type Investigation = z.output<typeof investigationSchema>
export type Diagnosis = NonNullable<Investigation['diagnosis']>
export type Evidence = NonNullable<Diagnosis['cause']>['evidence'][number]
export type Observation = z.output<typeof observationSchema>

export type InvestigationStep =
  | { readonly type: 'stage'; readonly stage: string }
  | { readonly type: 'observation'; readonly observation: Observation }
  | { readonly type: 'done'; readonly investigation: Investigation }

/** Yields what is looked at as it is looked at; the last is `done`. Aborting the signal stops the server's work. */
export async function* investigate(asked: { readonly question: string; readonly incident?: string }, signal: AbortSignal): AsyncGenerator<InvestigationStep> {
  const response = await request('investigations', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify(asked),
    signal,
  })
  let isDone = false
  for await (const { event, data } of serverSentEvents(textOf(response, signal))) {
    const parsed = JSON.parse(data) as never
    if (event === 'error') throw toRequestError(parsed, 500)
    if (event === 'stage') yield { type: 'stage', stage: (parsed as { stage: string }).stage }
    if (event === 'observation') yield { type: 'observation', observation: parsed }
    if (event === 'done') yield { type: 'done', investigation: parsed }
    isDone ||= event === 'done'
  }
  if (!isDone) throw new RequestError('cut_off', 'The connection ended before the diagnosis was complete. Ask again.')
}

/** Newest first. */
export const listInvestigations = async (incident?: string, limit = 20): Promise<readonly Investigation[]> => {
  const wanted = new URLSearchParams({ limit: String(limit), ...(incident && { incident }) })
  return (await requestJson<{ investigations: readonly Investigation[] }>(`investigations?${wanted}`)).investigations
}

/** Told when it has ended. */
export const diagnoseIncident = ({ incident_id: incident, title }: Incident): Promise<Investigation> =>
  requestJson('investigations', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ question: title.slice(0, mostQuestion), incident }),
  })

const mostQuestion = 500
