/** The HTTP door: routes from the table of operations, the page beside them, errors as problem+json. */
import { createServer, type IncomingMessage, type Server } from 'node:http'
import { existsSync } from 'node:fs'
import { chmod, rm } from 'node:fs/promises'
import { join } from 'node:path'
import multipart from '@fastify/multipart'
import staticFiles from '@fastify/static'
import Fastify, { LogController, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { AppError, isAppError } from '../../base/error.ts'
import type { App } from '../../operations/app.ts'
import { operations } from '../../operations/index.ts'
import { perform, type HttpRoute, type Operation } from '../../operations/operation.ts'
import { openEventStream } from './events.ts'
import { gatherInput } from './gather-input.ts'
import { localRoute } from './local-route.ts'
import { openApi } from './openapi.ts'
import { problemOf, retryAfterOf } from './problem.ts'
import { assertSameOrigin } from './same-origin.ts'
import { assertThisMachine } from './this-machine.ts'
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
  readonly logLevel: string
}

export interface HttpDoor {
  readonly url: string
  /** Serves the same app on a unix socket that only this user can open; there, local operations are allowed too. */
  listenLocally(socketPath: string): Promise<void>
  close(): Promise<void>
}

/** `PUT /documents` takes 2 MiB of text; JSON may double it by escaping. */
const bodyLimitBytes = 5 * 1024 * 1024
const putTextLimitBytes = 2 * 1024 * 1024
const uploadLimitBytes = 50 * 1024 * 1024

export const openHttpDoor = async (app: App, settings: HttpSettings): Promise<HttpDoor> => {
  const server = await buildServer(app, settings)
  const url = await listen(server, settings)
  const locals: Server[] = []
  return {
    url,
    listenLocally: async (socketPath) => {
      locals.push(await listenOnSocket(server, socketPath))
    },
    close: async () => {
      await Promise.all(locals.map((local) => new Promise((resolve) => local.close(resolve).closeAllConnections())))
      await server.close()
    },
  }
}

const buildServer = async (app: App, settings: HttpSettings): Promise<FastifyInstance> => {
  const server = Fastify({
    // stdout belongs to answers.
    logger: { level: settings.logLevel, redact: ['req.headers.authorization'], stream: process.stderr },
    frameworkErrors: (error, request, reply) => void sendProblem(error, request, reply),
    // Requests are counted and journalled elsewhere; the log is for failures.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: bodyLimitBytes,
    // A body that trickles in holds a socket no longer than this; 50 MB pass in it at 0.7 Mbit/s.
    requestTimeout: 600_000,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 200 },
  })
  await server.register(multipart, { limits: { fileSize: uploadLimitBytes, files: 1000, fields: 10 } })
  server.setErrorHandler((error, request, reply) => sendProblem(error, request, reply))
  server.addHook('onRequest', async (request) => {
    if (!isLocal(request.raw)) assertSameOrigin(request.headers, request.method, settings.allowedHosts)
  })
  server.addHook('onSend', async (_request, reply) => {
    reply.header('x-content-type-options', 'nosniff')
    reply.header('referrer-policy', 'no-referrer')
    reply.header('content-security-policy', contentSecurityPolicy)
  })
  for (const it of operations) if (it.http) addRoute(server, app, settings, it, it.http)
  server.get('/openapi.json', async () => openApi(settings.version))
  localRoute(server, app, isLocal)
  await addPage(server, settings.pageDir)
  server.setNotFoundHandler(async (request, reply) => {
    const allowed = methodsOf(request.url.split('?')[0]!)
    if (allowed.length > 0) return sendWrongMethod(request, reply, allowed)
    throw new AppError('not_found', `There is no ${request.method} ${request.url.split('?')[0]}. See /docs for what there is.`)
  })
  return server
}

/** The page is ours and brings all it needs; whatever a document smuggles in stays without effect. */
const contentSecurityPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

const addRoute = (server: FastifyInstance, app: App, settings: HttpSettings, it: Operation, route: HttpRoute): void => {
  server.route({
    method: route.method,
    url: route.path.replace(/\{(\w+)\}/g, ':$1'),
    handler: async (request, reply) => {
      if (route.onlyThisMachine && !isLocal(request.raw)) assertThisMachine({ remoteAddress: request.socket.remoteAddress, headers: request.headers })
      const input = it.name === 'uploadDocuments' ? await receiveUpload(request, settings.uploadDir) : gatherInput(route, request)
      if (it.name === 'putDocument') assertTextSize(input)
      const signal = signalOf(reply)
      if (it.streams && wantsEvents(request, input)) return streamOperation(app, it, input, reply, signal)
      const output = await perform(app, it, input, { signal }).catch(async (error: unknown) => {
        // No job will read them.
        if (it.name === 'uploadDocuments') await discardUpload(input)
        throw error
      })
      const status = typeof route.status === 'function' ? route.status(output) : (route.status ?? 200)
      return status === 204 ? reply.code(204).send() : reply.code(status).send(output)
    },
  })
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
    const output = await perform(app, it, input, { signal, onEvent: (event) => open().send(event.type, event.data) })
    open().send('done', output)
  } catch (error) {
    if (!events) throw error
    logFailure(error, reply.request)
    open().send('error', problemOf(error))
  }
  await open().end()
  return reply
}

/** Aborted when the client has gone before the answer was sent. */
const signalOf = (reply: FastifyReply): AbortSignal => {
  const controller = new AbortController()
  reply.raw.on('close', () => {
    if (!reply.raw.writableFinished) controller.abort(new AppError('cancelled', 'The client closed the connection.'))
  })
  return controller.signal
}

const sendProblem = (error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
  logFailure(error, request)
  const problem = problemOf(error)
  const retryAfter = retryAfterOf(error)
  if (retryAfter !== null) reply.header('retry-after', retryAfter)
  return reply.code(problem.status).type('application/problem+json').send(problem)
}

const logFailure = (error: unknown, request: FastifyRequest): void => {
  const problem = problemOf(error)
  if (problem.code === 'internal') request.log.error({ err: error, method: request.method, url: request.url }, 'internal error')
  else if (isAppError(error) && error.cause)
    request.log.warn({ code: problem.code, cause: String(error.cause), method: request.method, url: request.url }, problem.detail)
  else request.log.debug({ code: problem.code, method: request.method, url: request.url }, problem.detail)
}

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
  await server.register(staticFiles, { root: pageDir, wildcard: false, index: ['index.html'] })
  if (existsSync(join(pageDir, 'docs.html'))) server.get('/docs', async (_request, reply) => reply.sendFile('docs.html'))
}

const listen = async (server: FastifyInstance, { host, port }: HttpSettings): Promise<string> => {
  try {
    return await server.listen({ host, port })
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
