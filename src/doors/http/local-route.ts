/** The route by which commands of the same user reach the process that owns the data folder: any operation, progress included. */
import type { IncomingMessage } from 'node:http'
import type { FastifyInstance } from 'fastify'
import { AppError } from '../../base/error.ts'
import type { App } from '../../operations/app.ts'
import { findOperation } from '../../operations/index.ts'
import { perform } from '../../operations/operation.ts'
import { openEventStream } from './events.ts'
import { problemOf } from './problem.ts'

export const localRoute = (server: FastifyInstance, app: App, isLocal: (request: IncomingMessage) => boolean): void => {
  server.post<{ Params: { name: string } }>('/local/:name', async (request, reply) => {
    const it = isLocal(request.raw) ? findOperation(request.params.name) : undefined
    if (!it) throw new AppError('not_found', `There is no POST ${request.url.split('?')[0]}. See /docs for what there is.`)
    const controller = new AbortController()
    reply.raw.on('close', () => controller.abort(new AppError('cancelled', 'The command was stopped.')))
    const events = openEventStream(reply.hijack().raw)
    try {
      const output = await perform(app, it, request.body, { signal: controller.signal, onEvent: (event) => events.send(event.type, event.data) })
      events.send('done', output)
    } catch (error) {
      if (problemOf(error).code === 'internal') request.log.error({ err: error, operation: it.name }, 'internal error')
      events.send('error', problemOf(error))
    }
    await events.end()
    return reply
  })
}
