/**
 * An OpenAI-compatible server on loopback whose behaviour is chosen by the test: what holds with its worst modes holds with any model.
 * `set` changes it between requests. Runs alone too: `node test/support/stub-model/main.ts --port 8099 --mode attacker`.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { attack } from './attacker.ts'
import { stubVector } from './embedding.ts'
import { honestAnswer } from './honest.ts'
import { obedientAnswer } from './obeys.ts'
import type { StubAbort, StubOptions, StubRequest } from './options.ts'
import { sendStream } from './send-stream.ts'
import { sseEvents, usageOf, type Completion } from './sse.ts'
import { tokensOf, type ChatMessage } from './tokens.ts'

export interface StubModel extends AsyncDisposable {
  /** Without `/v1`. */
  readonly url: string
  readonly requests: readonly StubRequest[]
  /** Responses that the client left, in the order it left them. */
  readonly aborted: readonly StubAbort[]
  openSockets(): number
  /** Replaces the options given before; `mode` stays when not named. */
  set(options: Partial<StubOptions>): void
  close(): Promise<void>
}

export const startStubModel = async (given: Partial<StubOptions> & { port?: number } = {}): Promise<StubModel> => {
  const { port = 0, ...first } = given
  const state: State = { options: { mode: 'honest', ...first }, requests: [], aborted: [], failed: 0 }
  const server = createServer((request, response) => {
    void answer(state, request, response).catch((error: unknown) => response.destroy(error as Error))
  })
  const sockets = new Set<unknown>()
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const close = (): Promise<void> => closeServer(server)
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: state.requests,
    aborted: state.aborted,
    openSockets: () => sockets.size,
    set: (options) => {
      state.options = { mode: state.options.mode, ...options }
      state.failed = 0
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

interface State {
  options: StubOptions
  requests: StubRequest[]
  aborted: StubAbort[]
  /** How many requests the present fault has failed. */
  failed: number
}

const closeServer = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })

const answer = async (state: State, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const body = await readJson(request)
  const path = new URL(request.url ?? '/', 'http://stub').pathname
  const record: StubRequest = { method: request.method ?? '', path, headers: request.headers, body, atMs: performance.now() }
  state.requests.push(record)
  const bytesBefore = request.socket.bytesWritten
  response.on('close', () => {
    if (response.writableFinished || response.getHeader('x-stub-fault')) return
    state.aborted.push({ request: record, atMs: performance.now(), bytesSent: request.socket.bytesWritten - bytesBefore })
  })

  if (failsEarly(state, request, response)) return
  if (path === '/v1/models') return sendJson(response, 200, { object: 'list', data: modelsOf(state).map((id) => ({ id, object: 'model' })) })
  if (path === '/v1/embeddings') return sendEmbeddings(response, body ?? {})
  if (path === '/v1/chat/completions') return complete(state.options, body ?? {}, response, modelsOf(state))
  sendError(response, 404, `No route ${path}.`, 'not_found')
}

const modelsOf = ({ options }: State): readonly string[] => options.models ?? ['stub-1', 'stub-2']

const failsEarly = (state: State, request: IncomingMessage, response: ServerResponse): boolean => {
  const { fault, apiKey } = state.options
  const sent = request.headers.authorization?.replace(/^Bearer /, '')
  if (apiKey !== undefined && sent !== apiKey) {
    sendError(response, 401, `Incorrect API key provided: ${sent}. You can find your key in the console.`, 'invalid_api_key')
    return true
  }
  if (request.url?.endsWith('/models') || (fault?.kind !== 'status' && fault?.kind !== 'refuse')) return false
  if (state.failed >= (fault.times ?? Infinity)) return false
  state.failed += 1
  if (fault.kind === 'refuse') {
    response.setHeader('x-stub-fault', 'refuse')
    request.socket.destroy()
    return true
  }
  if (fault.retryAfterSeconds !== undefined) response.setHeader('retry-after', String(fault.retryAfterSeconds))
  if (fault.body !== undefined) response.writeHead(fault.status, { 'content-type': 'text/plain' }).end(fault.body)
  else sendError(response, fault.status, `Failing with ${fault.status} as asked.`, 'stub_fault')
  return true
}

const complete = async (options: StubOptions, body: Record<string, unknown>, response: ServerResponse, models: readonly string[]): Promise<void> => {
  const messages = (body.messages ?? []) as ChatMessage[]
  const model = String(body.model ?? '')
  const unsupported = options.unsupported?.find((name) => body[name] !== undefined)
  if (unsupported)
    return sendError(response, 400, `Unsupported parameter: '${unsupported}' is not supported with this model.`, 'unsupported_parameter', unsupported)
  if (options.strictModels && !models.includes(model)) return sendError(response, 404, `The model '${model}' does not exist.`, 'model_not_found')

  const maxTokens = Number(body.max_tokens ?? body.max_completion_tokens ?? 4096)
  const completion: Completion = { model, messages, maxTokens, includeUsage: (body.stream_options as { include_usage?: boolean })?.include_usage === true }
  const pieces = piecesOf(options, messages)
  if (body.stream) return sendStream(response, sseEvents(completion, pieces, options), options)
  const text = [...pieces].join('')
  const message = { role: 'assistant', content: text, ...(options.refusal !== undefined && { refusal: options.refusal }) }
  sendJson(response, 200, {
    id: 'chatcmpl-stub',
    object: 'chat.completion',
    created: 1_780_000_000,
    model,
    choices: [{ index: 0, message, finish_reason: options.finishReason ?? 'stop' }],
    usage: usageOf(completion, text, options),
  })
}

const piecesOf = (options: StubOptions, messages: readonly ChatMessage[]): Iterable<string> => {
  if (options.text !== undefined) return [options.text]
  if (options.mode === 'attacker') return attack(options.attack ?? 'all', messages)
  return [options.mode === 'obeys' ? obedientAnswer(messages) : honestAnswer(messages)]
}

const sendEmbeddings = (response: ServerResponse, body: Record<string, unknown>): void => {
  const texts = Array.isArray(body.input) ? body.input.map(String) : [String(body.input ?? '')]
  const tokens = texts.reduce((sum, text) => sum + tokensOf(text), 0)
  const dimensions = typeof body.dimensions === 'number' ? body.dimensions : undefined
  sendJson(response, 200, {
    object: 'list',
    model: body.model,
    data: texts.map((text, index) => ({ object: 'embedding', index, embedding: stubVector(text, dimensions) })),
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  })
}

const sendJson = (response: ServerResponse, status: number, value: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))
}

const sendError = (response: ServerResponse, status: number, message: string, code: string, param: string | null = null): void =>
  sendJson(response, status, { error: { message, type: 'invalid_request_error', param, code } })

const readJson = async (request: IncomingMessage): Promise<Record<string, unknown> | null> => {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8')) as Record<string, unknown>
  } catch {
    return null
  }
}
