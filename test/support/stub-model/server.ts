/**
 * A model server on loopback that speaks OpenAI's and Anthropic's formats and behaves as the test chooses: what holds with its worst modes
 * holds with any model.
 * `set` changes it between requests. Runs alone too: `node test/support/stub-model/main.ts --port 8099 --mode attacker`.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { anthropicFormat } from './anthropic-format.ts'
import { attack } from './attacker.ts'
import { stubVector } from './embedding.ts'
import { failEarly, refuse, type EarlyAnswer } from './fail-early.ts'
import { honestAnswer } from './honest.ts'
import { obedientAnswer } from './obeys.ts'
import { openAiFormat } from './openai-format.ts'
import type { StubAbort, StubBill, StubOptions, StubRequest } from './options.ts'
import { sendStream } from './send-stream.ts'
import { textOf, tokensOf, tokensOfChat } from './tokens.ts'
import { speak, type Completion, type Piece, type SpeechEnd, type WireFormat } from './wire-format.ts'

export interface StubModel extends AsyncDisposable {
  /** Without `/v1`. */
  readonly url: string
  readonly requests: readonly StubRequest[]
  /** Responses that the client left, in the order it left them. */
  readonly aborted: readonly StubAbort[]
  /** What a provider would bill: each completion and each request for embeddings that was begun, with what was said of it up to now. */
  readonly billed: readonly StubBill[]
  openSockets(): number
  /** Replaces the options given before; `mode` stays when not named. */
  set(options: Partial<StubOptions>): void
  close(): Promise<void>
}

export const startStubModel = async (given: Partial<StubOptions> & { port?: number } = {}): Promise<StubModel> => {
  const { port = 0, ...first } = given
  const state: State = { options: { mode: 'honest', ...first }, requests: [], aborted: [], billed: [], failed: 0, said: 0 }
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
    billed: state.billed,
    openSockets: () => sockets.size,
    set: (options) => {
      state.options = { mode: state.options.mode, ...options }
      state.failed = 0
      state.said = 0
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

interface State {
  options: StubOptions
  requests: StubRequest[]
  aborted: StubAbort[]
  billed: StubBill[]
  /** How many requests the present fault has failed. */
  failed: number
  /** How many of `texts` were said. */
  said: number
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

  const format = formats.find(({ paths }) => paths.includes(path)) ?? (request.headers['x-api-key'] === undefined ? openAiFormat : anthropicFormat)
  const early = failEarly(state, record, format)
  if (early === 'refuse') {
    response.setHeader('x-stub-fault', 'refuse')
    return void request.socket.destroy()
  }
  if (early) return sendBody(response, early)
  const route = state.options.routes?.[path]
  if (route !== undefined) return sendJson(response, 200, route)
  if (path === '/v1/models') return sendJson(response, 200, { object: 'list', data: modelsOf(state).map((id) => ({ id, object: 'model' })) })
  if (path === '/v1/embeddings') return sendEmbeddings(state, response, body ?? {})
  if (format.paths.includes(path)) return complete(state, format, body ?? {}, response)
  sendBody(response, { status: 404, body: format.error(404, `No route ${path}.`, 'not_found') })
}

const formats: readonly WireFormat[] = [openAiFormat, anthropicFormat]

const modelsOf = ({ options }: State): readonly string[] => options.models ?? ['stub-1', 'stub-2']

const complete = (state: State, format: WireFormat, body: Record<string, unknown>, response: ServerResponse): Promise<void> | void => {
  const { options } = state
  const refusal = refuse(options, format, body, modelsOf(state))
  if (refusal) return sendBody(response, refusal)
  const completion = format.readRequest(body)
  const speech = metered(state, completion, speak(completion, piecesOf(state, completion), options))
  if (completion.stream && !options.ignoresStream) return sendStream(response, format.events(completion, speech, options), options)
  return sendStream(response, [JSON.stringify(format.whole(completion, speech, options))], options, 'application/json')
}

/** Writes down what is said while it is said: who leaves in the middle pays for what was sent. */
function* metered(state: State, { model, messages }: Completion, speech: Generator<Piece, SpeechEnd>): Generator<Piece, SpeechEnd> {
  let said = ''
  const bill = {
    model,
    input: tokensOfChat(messages),
    get output() {
      return tokensOf(said)
    },
  }
  state.billed.push(bill)
  for (;;) {
    const step = speech.next()
    if (step.done) return step.value
    said += step.value.text
    yield step.value
  }
}

const piecesOf = (state: State, { messages, schema }: Completion): Iterable<string> => {
  const { options } = state
  if (options.say) return [options.say({ schema, prompt: messages.map(({ content }) => textOf(content)).join('\n') })]
  if (options.texts) return [options.texts[Math.min(state.said++, options.texts.length - 1)]!]
  if (options.text !== undefined) return [options.text]
  if (options.mode === 'attacker') return attack(options.attack ?? 'all', messages)
  return [options.mode === 'obeys' ? obedientAnswer(messages) : honestAnswer(messages)]
}

const sendEmbeddings = (state: State, response: ServerResponse, body: Record<string, unknown>): void => {
  const texts = Array.isArray(body.input) ? body.input.map(String) : [String(body.input ?? '')]
  const tokens = texts.reduce((sum, text) => sum + tokensOf(text), 0)
  state.billed.push({ model: String(body.model ?? ''), input: tokens, output: 0 })
  const dimensions = typeof body.dimensions === 'number' ? body.dimensions : undefined
  sendJson(response, 200, {
    object: 'list',
    model: body.model,
    data: texts.map((text, index) => ({ object: 'embedding', index, embedding: stubVector(text, dimensions) })),
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  })
}

const sendJson = (response: ServerResponse, status: number, value: unknown): void => sendBody(response, { status, body: value })

const sendBody = (response: ServerResponse, { status, body, headers = {} }: EarlyAnswer): void => {
  const isText = typeof body === 'string'
  response.writeHead(status, { 'content-type': isText ? 'text/plain' : 'application/json', ...headers }).end(isText ? body : JSON.stringify(body))
}

const readJson = async (request: IncomingMessage): Promise<Record<string, unknown> | null> => {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8')) as Record<string, unknown>
  } catch {
    return null
  }
}
