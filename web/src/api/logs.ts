import type { z } from 'zod'
import type { summariseLog } from '../../../src/operations/logs.ts'
import { RequestError, serverIsAway, toRequestError } from './request.ts'
import { parseBlocks } from './server-sent-events.ts'

export type LogReport = z.output<typeof summariseLog.output>
export type LogTemplate = LogReport['templates'][number]
export type LogFinding = LogReport['findings'][number]

export type LogEvent =
  | { readonly type: 'sent'; readonly share: number }
  | { readonly type: 'read'; readonly lines: number }
  /** What is counted; a model still reads it. */
  | { readonly type: 'report'; readonly report: LogReport }
  | { readonly type: 'done'; readonly report: LogReport }

export interface LogRequest {
  readonly log: Blob
  readonly older: Blob | null
  readonly useModel: boolean
}

const mostTemplates = 1000

/** Sends a log and tells what comes back, `done` last. With XMLHttpRequest, because fetch does not tell how far an upload is. */
export const readLog = ({ log, older, useModel }: LogRequest, onEvent: (event: LogEvent) => void, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const call = new XMLHttpRequest()
    let [seen, isDone] = [0, false]
    const takeEvents = (): void => {
      const end = call.responseText.lastIndexOf('\n\n')
      if (end <= seen) return
      const text = call.responseText.slice(seen, end + 2)
      seen = end + 2
      for (const { event, data } of parseBlocks(text)) {
        if (event === 'error') return void reject(toRequestError(JSON.parse(data), 500))
        const told = toEvent(event, JSON.parse(data))
        isDone ||= told?.type === 'done'
        if (told) onEvent(told)
      }
    }
    call.open('POST', new URL('logs/summaries', document.baseURI))
    call.setRequestHeader('accept', 'text/event-stream')
    call.upload.onprogress = ({ loaded, total, lengthComputable }) => lengthComputable && onEvent({ type: 'sent', share: loaded / total })
    call.onprogress = () => call.status === 200 && takeEvents()
    call.onerror = () => reject(new RequestError('unreachable', serverIsAway))
    call.onload = () => {
      if (call.status !== 200) return reject(toRequestError(jsonOrNull(call.responseText), call.status))
      takeEvents()
      if (isDone) resolve()
      else reject(new RequestError('cut_off', 'The connection ended before the log was read. Try again.'))
    }
    signal.addEventListener('abort', () => {
      call.abort()
      reject(new DOMException('Stopped', 'AbortError'))
    })
    call.send(formOf(log, older, useModel))
  })

const formOf = (log: Blob, older: Blob | null, useModel: boolean): FormData => {
  const form = new FormData()
  form.append('summary', useModel ? 'model' : 'plain')
  form.append('top', String(mostTemplates))
  form.append('files', log, 'the log')
  if (older) form.append('compare', older, 'the older log')
  return form
}

const toEvent = (event: string, data: any): LogEvent | null => {
  if (event === 'steps') return { type: 'read', lines: data.lines }
  if (event === 'report') return { type: 'report', report: { summary: null, ...data } }
  return event === 'done' ? { type: 'done', report: data } : null
}

const jsonOrNull = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
