import type { FastifyInstance, FastifyRequest } from 'fastify'
import { withinCall } from '../../domain/call.ts'
import type { Span, Tracer } from '../../domain/trace.ts'
import { callerIdOf } from './authenticate.ts'

const spans = new WeakMap<FastifyRequest, Span>()

/** Of the request; null for what is no operation (the page, its files). */
export const traceIdOf = (request: FastifyRequest): string | null => spans.get(request)?.traceId ?? null

/** A server span around every operation, which says its id in the header `x-trace-id`. What the handler does belongs to it. */
export const traceRequests = (server: FastifyInstance, tracer: Tracer, isTraced: (request: FastifyRequest) => boolean): void => {
  server.addHook('onRequest', (request, reply, done) => {
    if (!isTraced(request)) return done()
    const route = request.routeOptions.url ?? ''
    const span = tracer.start(
      `${request.method} ${route}`,
      'request',
      { 'http.request.method': request.method, 'http.route': route, 'url.path': request.url.split('?')[0]! },
      { linkedTo: request.headers.traceparent as string | undefined },
    )
    spans.set(request, span)
    reply.header('x-trace-id', span.traceId)
    // Also when the client has gone, and for answers that are streamed past Fastify.
    reply.raw.once('close', () => {
      const status = reply.raw.writableFinished ? reply.raw.statusCode : clientGone
      span.set({ 'http.response.status_code': status })
      span.end()
      request.log.info(
        { method: request.method, route, status, duration_ms: Math.round(reply.elapsedTime), trace_id: span.traceId, caller: callerIdOf(request) },
        'request',
      )
    })
    done()
  })
  // Here and not above: reading a body leaves the call behind.
  server.addHook('preHandler', (request, _reply, done) => {
    const span = spans.get(request)
    return span ? withinCall({ span }, done) : done()
  })
}

/** nginx's number for a client that closed the connection. */
const clientGone = 499
