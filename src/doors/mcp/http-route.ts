/** MCP over streamable HTTP, without sessions: each request stands alone, so any process behind a balancer may answer it. */
import { createMcpHandler } from '@modelcontextprotocol/server'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { AppError } from '../../base/error.ts'
import type { Caller } from '../../domain/call.ts'
import type { App } from '../../operations/app.ts'
import { perform } from '../../operations/operation.ts'
import { problemOf, retryAfterOf } from '../http/problem.ts'
import type { RequestFacts } from '../http/request-facts.ts'
import { cancellations } from './cancellations.ts'
import { openMcpServer } from './server.ts'

export const mcpRoute = (server: FastifyInstance, app: App, facts: RequestFacts, version: string): void => {
  const handler = createMcpHandler(
    ({ authInfo }) => {
      const { caller, request } = authInfo!.extra as unknown as Arrived
      return openMcpServer({
        caller,
        version,
        invoke: (it, input, context) => perform(app, it, input, context),
        logFailure: (error) => facts.logFailure(error, request),
      })
    },
    // Nothing here is subscribed to.
    { maxSubscriptions: 1 },
  )
  const cancelled = cancellations()
  const route = async (scope: FastifyInstance): Promise<void> => {
    scope.setErrorHandler((error, request, reply) => {
      facts.logFailure(error, request)
      return sendError(error, reply)
    })
    scope.route({
      method: ['GET', 'POST', 'DELETE'],
      url: '/mcp',
      config: { access: 'ask', forCustomers: true, load: {} },
      handler: async (request, reply) => {
        // Revision 2025-03-26 had batches, and no later one: a hundred questions in one request would pass every limit as one.
        if (Array.isArray(request.body)) throw new AppError('invalid', 'Send one message at a time: batches are not part of the protocol any more.')
        const caller = facts.callerOf(request)
        const exchange = cancelled.begin(caller.id, request.headers, request.body)
        const response = await handler.fetch(webRequest(request, AbortSignal.any([facts.signalOf(reply), exchange.signal])), {
          parsedBody: request.body,
          authInfo: { token: '', clientId: caller.id, scopes: [caller.scope], extra: { caller, request } satisfies Arrived },
        })
        reply.raw.once('close', exchange.end)
        if (exchange.newSession) response.headers.set('mcp-session-id', exchange.newSession)
        return reply.send(response)
      },
    })
  }
  void server.register(route)
  server.addHook('onClose', () => handler.close())
}

interface Arrived extends Record<string, unknown> {
  readonly caller: Caller
  readonly request: FastifyRequest
}

/** The body travels beside it, parsed. */
const webRequest = ({ url, method, headers, host, protocol }: FastifyRequest, signal: AbortSignal): Request => {
  const fields = Object.entries(headers).flatMap(([name, value]): [string, string][] => (value === undefined ? [] : [[name, String(value)]]))
  return new Request(new URL(url, `${protocol}://${host || 'localhost'}`), { method, headers: fields, signal })
}

const sendError = (error: unknown, reply: FastifyReply): FastifyReply => {
  const { code, detail, status } = problemOf(error)
  const retryAfter = retryAfterOf(error)
  if (retryAfter !== null) reply.header('retry-after', retryAfter)
  const isUnreadable = !(error instanceof AppError) && code === 'invalid' && status === 400
  return reply
    .code(status === 422 ? 400 : status)
    .send({ jsonrpc: '2.0', id: null, error: { code: isUnreadable ? -32700 : -32600, message: detail, data: { code } } })
}
