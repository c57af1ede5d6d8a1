/** Requests that are under way: what a stop waits for, and whom it tells when the wait is over. */
import type { FastifyInstance, FastifyReply } from 'fastify'
import { sleep } from '../../base/async.ts'
import { AppError } from '../../base/error.ts'

export interface InFlight {
  readonly size: number
  /** Aborted when the client has gone before it was answered, and when the program cannot wait for the answer any longer. */
  signalOf(reply: FastifyReply): AbortSignal
  /** Resolves when none is left. After so long the rest is aborted with `reason`, and gets a moment to be told. */
  drain(timeoutMs: number, reason: AppError): Promise<void>
}

const momentMs = 1_000

/** Covers every route that the server has or gets, hijacked replies included. */
export const trackInFlight = (server: FastifyInstance): InFlight => {
  const controllers = new Map<object, AbortController>()
  let onEmpty = (): void => {}
  server.addHook('onRequest', async (_request, reply) => {
    const response = reply.raw
    const controller = new AbortController()
    controllers.set(response, controller)
    response.once('close', () => {
      if (!response.writableFinished) controller.abort(new AppError('cancelled', 'The client closed the connection.'))
      controllers.delete(response)
      if (controllers.size === 0) onEmpty()
    })
  })
  const untilEmpty = (timeoutMs: number): Promise<void> => {
    if (controllers.size === 0) return Promise.resolve()
    const waited = new AbortController()
    const empty = new Promise<void>((resolve) => (onEmpty = resolve)).finally(() => waited.abort())
    return Promise.race([empty, sleep(timeoutMs, waited.signal).catch(() => {})])
  }
  return {
    get size() {
      return controllers.size
    },
    signalOf: (reply) => controllers.get(reply.raw)!.signal,
    drain: async (timeoutMs, reason) => {
      await untilEmpty(timeoutMs)
      for (const controller of controllers.values()) controller.abort(reason)
      await untilEmpty(momentMs)
    },
  }
}
