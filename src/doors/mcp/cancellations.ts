/**
 * Clients up to revision 2025-11-25 cancel by a message of its own, `notifications/cancelled`, which comes as another request. A session id that
 * only they know tells whose work it means; it stands for nothing else. Newer ones close the request they cancel.
 * A message that reaches another process of several stops nothing: the work then runs to its end.
 */
import type { IncomingHttpHeaders } from 'node:http'
import { newTraceId } from '../../base/id.ts'
import { AppError } from '../../base/error.ts'

export interface Exchange {
  /** Aborted when its client cancels it. */
  readonly signal: AbortSignal
  /** For the answer to `initialize`; null for all others. */
  readonly newSession: string | null
  end(): void
}

interface RpcMessage {
  readonly method?: unknown
  readonly id?: unknown
  readonly params?: { readonly requestId?: unknown } | null
}

export const cancellations = (): { begin(callerId: string, headers: IncomingHttpHeaders, body: unknown): Exchange } => {
  const running = new Map<string, AbortController>()
  return {
    begin: (callerId, headers, body) => {
      const { method, id, params } = (body ?? {}) as RpcMessage
      const session = String(headers['mcp-session-id'] ?? '')
      const keyOf = (requestId: unknown): string => JSON.stringify([callerId, session, requestId])
      if (session !== '' && method === 'notifications/cancelled')
        running.get(keyOf(params?.requestId))?.abort(new AppError('cancelled', 'The client cancelled its request.'))
      const controller = new AbortController()
      const key = session !== '' && id !== undefined && method === 'tools/call' ? keyOf(id) : null
      if (key !== null) running.set(key, controller)
      return {
        signal: controller.signal,
        newSession: method === 'initialize' ? newTraceId() : null,
        end: () => {
          if (key !== null && running.get(key) === controller) running.delete(key)
        },
      }
    },
  }
}
