/** The route by which commands of the same user reach the process that owns the data folder: any operation, progress included. */
import type { IncomingMessage } from 'node:http'
import type { FastifyInstance } from 'fastify'
import { AppError } from '../../base/error.ts'
import type { App } from '../../operations/app.ts'
import { findOperation } from '../../operations/index.ts'
import { perform } from '../../operations/operation.ts'
import { openEventStream } from './events.ts'
import { problemOf } from './problem.ts'
import type { RequestFacts } from './request-facts.ts'

export const localRoute = (
  server: FastifyInstance,
  app: App,
  { signalOf, logFailure }: Pick<RequestFacts, 'signalOf' | 'logFailure'>,
  isLocal: (request: IncomingMessage) => boolean,
): void => {
  server.post<{ Params: { name: string } }>('/local/:name', async (request, reply) => {
    const it = isLocal(request.raw) ? findOperation(request.params.name) : undefined
    if (!it) throw new AppError('not_found', `There is no POST ${request.url.split('?')[0]}. See /docs for what there is.`)
    const signal = signalOf(reply)
    const events = openEventStream(reply.hijack().raw)
    try {
      const output = await perform(app, it, request.body, { signal, onEvent: (event) => events.send(event.type, event.data) })
      await events.send('done', output)
    } catch (error) {
      logFailure(error, request)
      await events.send('error', problemOf(error))
    }
    await events.end()
    return reply
  })
}
