/** The HTTP door: routes from the table of operations, the page beside them, errors as problem+json. */
import { createServer, type IncomingMessage, type Server } from 'node:http'
import { existsSync } from 'node:fs'
import { chmod, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import multipart from '@fastify/multipart'
import staticFiles from '@fastify/static'
import Fastify, { LogController, type FastifyBaseLogger, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { AppError, isAppError } from '../../base/error.ts'
import type { App } from '../../operations/app.ts'
import { operations } from '../../operations/index.ts'
import { accessOf, perform, type HttpRoute, type Operation } from '../../operations/operation.ts'
import { authenticate, callerOf } from './authenticate.ts'
import { headerKeyOf, ownKeyOf } from './credential.ts'
import { mcpRoute } from '../mcp/http-route.ts'
import { openAiRoutes } from '../openai/routes.ts'
import { openEventStream } from './events.ts'
import { gatherInput } from './gather-input.ts'
import { trackInFlight, type InFlight } from './in-flight.ts'
import { idempotencyKeyOf, performOnce } from './idempotent.ts'
import { takeJsonBodies } from './json-bodies.ts'
import { localRoute } from './local-route.ts'
import { metricsRoute } from './metrics-route.ts'
import { openApi } from './openapi.ts'
import { problemOf, retryAfterOf } from './problem.ts'
import type { RequestFacts } from './request-facts.ts'
import { refuseEarly, type RouteLoad } from './refuse-early.ts'
import { assertOneName, assertSameOrigin } from './same-origin.ts'
import { sessionRoutes } from './session-routes.ts'
import { isLoopbackHost } from './this-machine.ts'
import { traceIdOf, traceRequests } from './trace-requests.ts'
import { receiveLog, takeLogBodies } from './receive-log.ts'
import { discardUpload, receiveUpload } from './upload.ts'

export interface HttpSettings {
  readonly version: string
  readonly host: string
  readonly port: number
  readonly allowedHosts: readonly string[]
  /** Built page, served at `/` when it exists. */
  readonly pageDir: string
  /** Where uploads lie until their job has read them. */
  readonly uploadDir: string
  /** `PUT /documents` takes 2 MiB of text; JSON may double it by escaping. */
  readonly bodyLimitMb: number
  readonly uploadLimitMb: number
  readonly openStreams: number
  readonly log: FastifyBaseLogger
  /** Reads /metrics and nothing else. */
  readonly metricsToken?: string | undefined
}

export interface HttpDoor {
  readonly url: string
  /** Serves the same app on a unix socket that only this user can open; there, local operations are allowed too. */
  listenLocally(socketPath: string): Promise<void>
  /** Waits until all who were let in are answered; who is not after `timeoutMs` is told `reason`. */
  drain(timeoutMs: number, reason: AppError): Promise<void>
  close(): Promise<void>
}

const mebibyte = 1024 * 1024
const putTextLimitBytes = 2 * mebibyte
// For requests of connections that were made as the listener closed.
const lastWordsMs = 1_000

export const openHttpDoor = async (app: App, settings: HttpSettings): Promise<HttpDoor> => {
  const { server, inFlight } = await buildServer(app, settings)
  const url = await listen(server, settings)
  const locals: Server[] = []
  return {
    url,
    listenLocally: async (socketPath) => {
      locals.push(await listenOnSocket(server, socketPath))
    },
    drain: inFlight.drain,
    close: async () => {
      // What has connected and waits in the kernel would be reset with the listener: a turn of the loop takes it in.
      await nextTurn()
      const forced = setTimeout(() => server.server.closeAllConnections(), lastWordsMs)
      await Promise.all([...locals.map((local) => new Promise((resolve) => local.close(resolve).closeAllConnections())), server.close()])
      clearTimeout(forced)
    },
  }
}

/** The same app for commands of this user, on a unix socket and nowhere else. */
export const openLocalDoor = async (app: App, settings: HttpSettings, socketPath: string): Promise<{ close(): Promise<void> }> => {
  const { server } = await buildServer(app, settings)
  await server.ready()
  const local = await listenOnSocket(server, socketPath)
  return {
    close: async () => {
      await new Promise((resolve) => local.close(resolve).closeAllConnections())
      await server.close()
    },
  }
}

const buildServer = async (app: App, settings: HttpSettings): Promise<{ server: FastifyInstance; inFlight: InFlight }> => {
  const server = Fastify({
    loggerInstance: settings.log,
    frameworkErrors: (error, request, reply) => void sendProblem(error, request, reply),
    // Requests are counted and journalled elsewhere; the log is for failures.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: settings.bodyLimitMb * mebibyte,
    // An upload that trickles in holds a socket no longer than this; 50 MB pass in it at 0.7 Mbit/s.
    requestTimeout: 600_000,
    // A connection whose request is still on its way is answered like every other: by the operations, with a time to come again.
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    routerOptions: { maxParamLength: 200 },
  })
  takeJsonBodies(server, app.admission?.bodyRoomBytes ?? Infinity)
  await server.register(multipart, { limits: { fileSize: settings.uploadLimitMb * mebibyte, files: 1000, fields: 10 } })
  server.setErrorHandler((error, request, reply) => sendProblem(error, request, reply))
  const isOpen = !isLoopbackHost(settings.host)
  traceRequests(server, app.tracer, (request) => methodsOf(pathOf(request)).length > 0 || isOfOtherDoor(request.url))
  server.addHook('onRequest', async (request) => {
    // Where nobody needs a key, a header that any page may make up must not open the door to names that are not ours.
    const key = isOpen ? headerKeyOf(request.headers) : ownKeyOf(request.headers)
    if (isLocal(request.raw)) return
    assertOneName(request.raw.rawHeaders)
    assertSameOrigin(request.headers, request.method, key === null ? settings.allowedHosts : '*')
  })
  const inFlight = trackInFlight(server)
  authenticate(server, { gate: app.gate, isOpen, isLocal })
  refuseEarly(server, { admission: app.admission, inFlight, mostOpen: settings.openStreams }, (request) => callerOf(request).id)
  server.addHook('onSend', async (_request, reply) => {
    if (app.admission?.isStopping) reply.header('connection', 'close')
    reply.header('x-content-type-options', 'nosniff')
    reply.header('referrer-policy', 'no-referrer')
    reply.header('content-security-policy', contentSecurityPolicy)
  })
  for (const it of operations) if (it.http && !takesLogs(it)) addRoute(server, app, settings, inFlight, it, it.http)
  await server.register(async (scope) => {
    takeLogBodies(scope)
    for (const it of operations) if (it.http && takesLogs(it)) addRoute(scope, app, settings, inFlight, it, it.http)
  })
  sessionRoutes(server, app)
  server.get('/openapi.json', { config: { access: null } }, async () => openApi(settings.version))
  const facts: RequestFacts = { callerOf, signalOf: inFlight.signalOf, logFailure }
  openAiRoutes(server, app, facts)
  mcpRoute(server, app, facts, settings.version)
  metricsRoute(server, app.metrics, settings.metricsToken)
  localRoute(server, app, facts, isLocal)
  await addPage(server, settings.pageDir)
  server.setNotFoundHandler(async (request, reply) => {
    const allowed = methodsOf(pathOf(request))
    if (allowed.length > 0) return sendWrongMethod(request, reply, allowed)
    throw new AppError('not_found', `There is no ${request.method} ${pathOf(request)}. See /docs for what there is.`)
  })
  return { server, inFlight }
}

/** The page is ours and brings all it needs; whatever a document smuggles in stays without effect. */
const contentSecurityPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"

const addRoute = (server: FastifyInstance, app: App, settings: HttpSettings, inFlight: InFlight, it: Operation, route: HttpRoute): void => {
  const load: RouteLoad = { line: it.line, isVital: it.access === 'anyone' || it.name === 'status' }
  server.route({
    method: route.method,
    url: route.path.replace(/\{(\w+)\}/g, ':$1'),
    config: { load, access: accessOf(it), forCustomers: it.forCustomers },
    handler: async (request, reply) => {
      const key = idempotencyKeyOf(request, it)
      const input = await inputOf(it, route, request, settings)
      if (it.name === 'putDocument') assertTextSize(input)
      const signal = inFlight.signalOf(reply)
      // Nothing of a log is kept beyond its reading; other uploads belong to their job.
      const afterwards = takesLogs(it) ? () => discardUpload(input) : async () => {}
      if (it.streams && wantsEvents(request, input)) return streamOperation(app, it, input, reply, signal).finally(afterwards)
      const { status, body, isReplayed } = await performOnce(app, it, route, { input, key, caller: callerOf(request), signal }).finally(afterwards)
      if (isReplayed) reply.header('idempotent-replayed', 'true')
      return status === 204 ? reply.code(204).send() : reply.code(status).send(body)
    },
  })
}

const takesLogs = ({ name }: Operation): boolean => name === 'summariseLog'

const inputOf = async (it: Operation, route: HttpRoute, request: FastifyRequest, { uploadDir, uploadLimitMb }: HttpSettings): Promise<unknown> => {
  if (takesLogs(it)) return receiveLog(request, uploadDir, uploadLimitMb * mebibyte)
  return it.name === 'uploadDocuments' ? receiveUpload(request, uploadDir) : gatherInput(route, request)
}

const assertTextSize = (input: unknown): void => {
  const { text } = input as { text?: unknown }
  if (typeof text === 'string' && Buffer.byteLength(text) > putTextLimitBytes) {
    throw new AppError('too_large', 'The text is larger than 2 MiB. Upload it as a file with POST /documents, or split it.')
  }
}

/** What the body says wins over the header. */
const wantsEvents = (request: FastifyRequest, input: unknown): boolean => {
  const { stream } = input as { stream?: unknown }
  return typeof stream === 'boolean' ? stream : acceptsEvents(request.headers.accept ?? '')
}

const acceptsEvents = (accept: string): boolean =>
  accept
    .toLowerCase()
    .split(',')
    .some((range) => /^\s*text\/event-stream\s*(;|$)/.test(range) && !/;\s*q=0(\.0*)?\s*(;|$)/.test(range))

const streamOperation = async (app: App, it: Operation, input: unknown, reply: FastifyReply, signal: AbortSignal): Promise<FastifyReply> => {
  // An input that is not valid still gets its own status: the stream begins with the first event.
  let events: ReturnType<typeof openEventStream> | null = null
  const open = (): ReturnType<typeof openEventStream> =>
    (events ??= openEventStream(reply.hijack().raw, { 'content-security-policy': contentSecurityPolicy, 'x-content-type-options': 'nosniff' }))
  try {
    const output = await perform(app, it, input, { signal, caller: callerOf(reply.request), onEvent: (event) => open().send(event.type, event.data) })
    await open().send('done', output)
  } catch (error) {
    if (!events) throw error
    logFailure(error, reply.request)
    void open().send('error', { ...problemOf(error), trace_id: traceIdOf(reply.request) ?? undefined })
  }
  await open().end()
  return reply
}

const sendProblem = (error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
  logFailure(error, request)
  const problem = problemOf(error)
  const retryAfter = retryAfterOf(error)
  if (retryAfter !== null) reply.header('retry-after', retryAfter)
  return reply
    .code(problem.status)
    .type('application/problem+json')
    .send({ ...problem, trace_id: traceIdOf(request) ?? undefined })
}

/** A token may have been put behind it. */
const pathOf = ({ url }: FastifyRequest): string => url.split('?')[0]!

const logFailure = (error: unknown, request: FastifyRequest): void => {
  const problem = problemOf(error)
  if (problem.code === 'internal') request.log.error({ err: error, method: request.method, url: pathOf(request) }, 'internal error')
  else if (isAppError(error) && error.cause)
    request.log.warn({ code: problem.code, cause: String(error.cause), method: request.method, url: pathOf(request) }, problem.detail)
  else request.log.debug({ code: problem.code, method: request.method, url: pathOf(request) }, problem.detail)
}

/** OpenAI's API and MCP: the same operations in other words. */
const isOfOtherDoor = (url: string): boolean => /^\/(v1|mcp)(\/|\?|$)/.test(url)

/** The methods that a path of the table has; none for a path that is not in it. */
const methodsOf = (path: string): string[] =>
  operations.flatMap((it) => (it.http && new RegExp(`^${it.http.path.replace(/\{\w+\}/g, '[^/]+')}$`).test(path) ? [it.http.method] : []))

const sendWrongMethod = (request: FastifyRequest, reply: FastifyReply, allowed: readonly string[]): FastifyReply => {
  const problem = problemOf(new AppError('invalid', `${request.method} is not for this path; it takes ${allowed.join(', ')}. See /docs.`))
  return reply
    .code(405)
    .header('allow', allowed.join(', '))
    .type('application/problem+json')
    .send({ ...problem, title: 'Wrong method', status: 405 })
}

const addPage = async (server: FastifyInstance, pageDir: string): Promise<void> => {
  if (!existsSync(join(pageDir, 'index.html'))) return
  // The page itself is no secret; what it shows is asked for with a key.
  await server.register(async (page) => {
    page.addHook('onRoute', (route) => void (route.config = { ...route.config, access: null }))
    await page.register(staticFiles, { root: pageDir, wildcard: false, index: ['index.html'] })
    if (existsSync(join(pageDir, 'docs.html'))) page.get('/docs', async (_request, reply) => reply.sendFile('docs.html'))
  })
}

const listen = async (server: FastifyInstance, { host, port }: HttpSettings): Promise<string> => {
  try {
    // Whoever starts it says where, once; this line is for the log alone.
    return await server.listen({ host, port, listenTextResolver: (address) => `HTTP door open: ${address}` })
  } catch (error) {
    throw listenError(error, host, port)
  }
}

/** Fails like `openHttpDoor` would, without having opened anything. */
export const assertPortIsFree = ({ host, port }: Pick<HttpSettings, 'host' | 'port'>): Promise<void> =>
  new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', (error) => reject(listenError(error, host, port)))
    probe.listen({ host, port }, () => probe.close(() => resolve()))
  })

const listenError = (error: unknown, host: string, port: number): unknown => {
  const { code } = error as { code?: string }
  if (code === 'EADDRINUSE')
    return new AppError('conflict', `Port ${port} on ${host} is taken by another program. Choose one with --port, e.g. --port ${port + 1}.`, { cause: error })
  if (code === 'EACCES')
    return new AppError('forbidden', `Port ${port} needs more rights than this user has. Choose one above 1024 with --port.`, { cause: error })
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return new AppError('invalid', `"${host}" is no address of this machine. Use --host 127.0.0.1, or 0.0.0.0 to be reachable from outside.`, { cause: error })
  return error
}

const localRequests = new WeakSet<object>()
const isLocal = (request: IncomingMessage): boolean => localRequests.has(request.socket)

const listenOnSocket = async (server: FastifyInstance, socketPath: string): Promise<Server> => {
  await rm(socketPath, { force: true })
  const local = createServer((request, response) => server.routing(request, response))
  local.on('connection', (socket) => localRequests.add(socket))
  await new Promise<void>((resolve, reject) => local.once('error', reject).listen(socketPath, resolve))
  await chmod(socketPath, 0o600)
  return local
}
