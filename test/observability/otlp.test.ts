import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { phoenixMissing, startPhoenix } from '../support/phoenix.ts'
import { post, serve, workplace, type Server, type Workplace } from '../support/program.ts'
import { startStubModel, type StubModel } from '../support/stub-model/server.ts'

const documentCanary = 'ZANZIBARDOCUMENT'
const questionCanary = 'QUOKKAQUESTION'
const mail = 'jane.doe@acme-widgets.com'
const files = { 'budgets.md': `# Budgets\n\nEach key of the ${documentCanary} has a budget of 50 euros a month; ask ${mail} for more.\n` }
const question = `What budget does each key of the ${documentCanary} ${questionCanary} have?`

let place: Workplace
let stub: StubModel
before(async () => {
  place = workplace(files)
  stub = await startStubModel()
})
after(async () => {
  await stub?.close()
  place?.[Symbol.dispose]()
})

let folders = 0
const start = (env: Readonly<Record<string, string>>): Promise<Server> =>
  serve([place.documents, '--data', `${place.data}-${folders++}`], {
    env: { ANSWERABLE_GENERATOR: `compatible:stub@${stub.url}/v1`, ANSWERABLE_PRICES: 'stub=1/2', ...env },
  })

interface Receiver extends AsyncDisposable {
  readonly url: string
  /** Everything that came, one after the other. Protobuf holds texts as they are, and ids as bytes. */
  bytes(): Buffer
  readonly headers: Readonly<Record<string, unknown>>[]
}

const startReceiver = async (): Promise<Receiver> => {
  const pieces: Buffer[] = []
  const headers: Readonly<Record<string, unknown>>[] = []
  const server = createServer((request, response) => {
    if (request.url !== '/v1/traces') return response.writeHead(404).end()
    headers.push(request.headers)
    request.on('data', (piece: Buffer) => pieces.push(piece))
    request.on('end', () => response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end())
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    bytes: () => Buffer.concat(pieces),
    headers,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

test('spans that leave hold no question, no passage and no answer; a caller’s trace is linked to and never taken over', async () => {
  await using receiver = await startReceiver()
  const server = await start({
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
    OTEL_EXPORTER_OTLP_HEADERS: 'x-tenant=blue%20one',
    OTEL_SERVICE_NAME: 'answers-of-blue',
  })
  const theirs = { trace: '0af7651916cd43dd8448eb211c80319c', span: 'b7ad6b7169203331' }
  const response = await post(server.url, '/ask', { question }, { traceparent: `00-${theirs.trace}-${theirs.span}-01` })
  const { trace_id: traceId, answer } = (await response.json()) as { trace_id: string; answer: string }
  assert.match(answer, /50 euros/)
  assert.notEqual(traceId, theirs.trace)
  assert.equal(response.headers.get('x-trace-id'), traceId)
  // What waits is sent before it ends.
  await server.stop()
  const sent = receiver.bytes()
  for (const text of ['chat stub', 'retrieval default', 'ask default', 'POST /ask', 'gen_ai.usage.input_tokens', 'answers-of-blue'])
    assert.ok(sent.includes(text), text)
  assert.ok(sent.includes(Buffer.from(traceId, 'hex')))
  assert.ok(sent.includes(Buffer.from(theirs.trace, 'hex')), 'the link')
  for (const canary of [documentCanary, questionCanary, mail, '50 euros']) assert.ok(!sent.includes(canary), canary)
  assert.equal(receiver.headers[0]!['x-tenant'], 'blue one')
  assert.equal(receiver.headers[0]!['content-type'], 'application/x-protobuf')
})

test('content leaves only where the settings ask for it, with personal data masked', async () => {
  await using receiver = await startReceiver()
  const server = await start({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, ANSWERABLE_TRACE_EXPORT_CONTENT: 'true' })
  await (await post(server.url, '/ask', { question })).json()
  await server.stop()
  const sent = receiver.bytes()
  for (const text of [documentCanary, questionCanary, 'gen_ai.input.messages', '[email]']) assert.ok(sent.includes(text), text)
  assert.ok(!sent.includes(mail))
})

test('a receiver that is down costs spans, which are counted, and never an answer', async () => {
  const gone = await startReceiver()
  await gone[Symbol.asyncDispose]()
  await using server = await start({ OTEL_EXPORTER_OTLP_ENDPOINT: gone.url })
  const response = await post(server.url, '/ask', { question })
  assert.equal(response.status, 200)
  for (;;) {
    const dropped = /^answerable_spans_dropped_total (\d+)$/m.exec(await (await fetch(`${server.url}/metrics`)).text())
    if (Number(dropped?.[1]) >= 5) break
    await delay(200)
  }
  assert.equal((await post(server.url, '/ask', { question: `${question} Once more.` })).status, 200)
})

test('Phoenix takes the spans, and shows them with kinds, parents, tokens and failures', { skip: phoenixMissing }, async () => {
  await using phoenix = await startPhoenix()
  await using server = await start({ OTEL_EXPORTER_OTLP_ENDPOINT: phoenix.url })
  const { trace_id: traceId, usage } = (await (await post(server.url, '/ask', { question })).json()) as {
    trace_id: string
    usage: { input_tokens: number; output_tokens: number }
  }
  const spans = await phoenix.spans(traceId, 4)
  const named = (name: string) => spans.find((span) => span.name === name)!
  const [request, asked, chat, retrieval] = [named('POST /ask'), named('ask default'), named('chat stub'), named('retrieval default')]
  assert.equal(request.parent_id, null)
  assert.equal(asked.parent_id, request.context.span_id)
  assert.deepEqual([chat.parent_id, retrieval.parent_id], [asked.context.span_id, asked.context.span_id])
  assert.deepEqual([asked.span_kind, chat.span_kind, retrieval.span_kind], ['CHAIN', 'LLM', 'RETRIEVER'])
  assert.equal(chat.attributes['llm.token_count.prompt'], usage.input_tokens)
  assert.equal(chat.attributes['llm.token_count.completion'], usage.output_tokens)
  assert.equal(chat.attributes['gen_ai.operation.name'], 'chat')
  assert.equal(typeof chat.attributes['gen_ai.response.time_to_first_chunk'], 'number')

  stub.set({ fault: { kind: 'status', status: 500 } })
  const failed = (await (await post(server.url, '/ask', { question: 'What is the budget of the broken model?' })).json()) as { trace_id: string }
  stub.set({ mode: 'honest' })
  const failedChat = (await phoenix.spans(failed.trace_id, 4)).find((span) => span.name === 'chat stub')!
  assert.equal(failedChat.status_code, 'ERROR')
  assert.equal(failedChat.attributes['error.type'], 'upstream')
})
