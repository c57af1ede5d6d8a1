import { requestJson, request, toRequestError, RequestError } from './request.ts'
import { textOf } from './response-text.ts'
import { serverSentEvents } from './server-sent-events.ts'
import type { Model } from './types.ts'

export const listModels = async (): Promise<readonly Model[]> => (await requestJson<{ models: Model[] }>('models')).models

export type PullEvent =
  | { readonly type: 'line'; readonly line: string }
  | { readonly type: 'bytes'; readonly file: string; readonly received: number; readonly total: number }

/** Ends when the model is here. Aborting stops the download; the next one goes on where it was. */
export async function* pullModel(model: string, signal: AbortSignal): AsyncGenerator<PullEvent> {
  const response = await request('models/pull', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ model }),
    signal,
  })
  let done = false
  for await (const { event, data } of serverSentEvents(textOf(response, signal))) {
    const it = JSON.parse(data)
    if (event === 'error') throw toRequestError(it, 500)
    if (event === 'line') yield { type: 'line', line: it.line }
    if (event === 'bytes') yield { type: 'bytes', file: it.file, received: it.received_bytes, total: it.total_bytes }
    done ||= event === 'done'
  }
  if (!done) throw new RequestError('cut_off', 'The connection ended before the model was here. Fetch it again: it goes on where it was.')
}
