import { request, RequestError, toRequestError } from './request.ts'
import { textOf } from './response-text.ts'
import { serverSentEvents } from './server-sent-events.ts'
import type { Answer, Citation, Passage } from './types.ts'

export type AskEvent =
  | { readonly type: 'passages'; readonly passages: readonly Passage[] }
  | { readonly type: 'delta'; readonly text: string }
  | { readonly type: 'citation'; readonly citation: Citation }
  | { readonly type: 'done'; readonly answer: Answer }

export interface Turn {
  readonly role: 'user' | 'assistant'
  readonly content: string
}

export interface AskRequest {
  readonly question: string
  readonly collection: string
  /** What was said before, oldest first. */
  readonly history: readonly Turn[]
}

/** Asks and yields as the server verifies; the last event is `done`. Aborting the signal closes the connection, which stops the server's work. */
export async function* askQuestion({ history, ...asked }: AskRequest, signal: AbortSignal): AsyncGenerator<AskEvent> {
  const response = await request('ask', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ ...asked, ...(history.length > 0 && { history }) }),
    signal,
  })
  let done = false
  for await (const { event, data } of serverSentEvents(textOf(response, signal))) {
    const parsed = toAskEvent(event, JSON.parse(data))
    if (parsed) yield parsed
    done ||= parsed?.type === 'done'
  }
  if (!done) throw new RequestError('cut_off', 'The connection ended before the answer was complete. Ask again.')
}

const toAskEvent = (event: string, data: any): AskEvent | null => {
  switch (event) {
    case 'passages':
      return { type: 'passages', passages: data.passages }
    case 'delta':
      return { type: 'delta', text: data.text }
    case 'citation':
      return { type: 'citation', citation: data }
    case 'done':
      return { type: 'done', answer: data }
    case 'error':
      throw toRequestError(data, 500)
    default:
      return null
  }
}
