import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { embedderContract } from '../../../../test/contracts/embedder.ts'
import { startEmbeddingsServer, vectorOf, type EmbeddingsServer } from '../../../../test/support/embeddings-server.ts'
import type { Answer } from '../../../../test/support/hub.ts'
import { AppError } from '../../../base/error.ts'
import type { Embedder } from '../../../domain/model.ts'
import { openOpenAiEmbedder, type OpenAiEmbedderOptions } from './openai-embedder.ts'

const key = 'sk-very-secret-0123'

const open = (server: EmbeddingsServer, options: Partial<OpenAiEmbedderOptions> = {}): Promise<Embedder> =>
  openOpenAiEmbedder({ baseUrl: server.baseUrl, apiKey: key, model: 'tiny-embed', retryWaitMs: 1, timeoutMs: 5_000, ...options })

const contractServer = await startEmbeddingsServer()
contractServer.delayMs = 20
after(() => contractServer[Symbol.asyncDispose]())
embedderContract('an OpenAI-compatible server', () => open(contractServer, { maxTokens: 100 }), { backlog: 400 })

const failure = async (promise: Promise<unknown>): Promise<AppError> => {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  )
  assert.ok(error instanceof AppError, `expected an AppError, got ${String(error)}`)
  return error
}

test('the first answer tells the dimensions; key, model and prefixes are sent', async () => {
  await using server = await startEmbeddingsServer()
  const embedder = await open(server, { prefixes: { query: 'query: ', document: 'passage: ' } })
  assert.equal(embedder.dimensions, 16)
  assert.match(embedder.id, /^tiny-embed@[0-9a-f]{12}$/)
  const [vector] = await embedder.embed(['cost'], 'document')
  await embedder.embed(['cost'], 'query')
  assert.deepEqual(server.asked.slice(1), [
    { input: ['passage: cost'], model: 'tiny-embed', key: `Bearer ${key}` },
    { input: ['query: cost'], model: 'tiny-embed', key: `Bearer ${key}` },
  ])
  const expected = vectorOf('passage: cost')
  const length = Math.hypot(...expected)
  expected.forEach((value, index) => assert.ok(Math.abs(vector![index]! - value / length) < 1e-6))
  await embedder.close()
})

test('shorter vectors are asked for when the settings say so, and make another id', async () => {
  await using server = await startEmbeddingsServer()
  const [long, short] = [await open(server), await open(server, { dimensions: 8 })]
  assert.deepEqual([long.dimensions, short.dimensions], [16, 8])
  assert.notEqual(long.id, short.id)
})

test('many texts go in batches of 64, two at a time, and come back in order', async () => {
  await using server = await startEmbeddingsServer()
  const embedder = await open(server)
  const texts = Array.from({ length: 300 }, (_, index) => `text ${index}`)
  const vectors = await embedder.embed(texts, 'document')
  assert.deepEqual(
    server.asked.slice(1).map(({ input }) => input.length),
    [64, 64, 64, 64, 44],
  )
  const [last] = await embedder.embed(['text 299'], 'document')
  assert.deepEqual(vectors[299], last)
})

test('a text is cut to what the model reads', async () => {
  await using server = await startEmbeddingsServer()
  const embedder = await open(server, { maxTokens: 10 })
  await embedder.embed(['one two three four five six seven eight nine ten eleven twelve', '日本語の長い文章です。'.repeat(10)], 'document')
  assert.equal(server.asked[1]!.input[0], 'one two three four five six seven eight nine ten')
  assert.ok(!server.asked[1]!.input[1]!.includes('\uFFFD'))
})

const status =
  (code: number, body: unknown = {}, headers: Record<string, string> = {}): Answer =>
  (_, response) =>
    void response.writeHead(code, headers).end(typeof body === 'string' ? body : JSON.stringify(body))

test('busy and failing servers are asked again, after the time they ask for', async () => {
  await using server = await startEmbeddingsServer()
  const embedder = await open(server)
  server.next = [status(429, {}, { 'retry-after': '0.2' }), status(503)]
  const startedAt = performance.now()
  assert.equal((await embedder.embed(['text'], 'query')).length, 1)
  assert.ok(performance.now() - startedAt >= 190)
  assert.equal(server.asked.length, 4)
})

const failures: { name: string; answers: Answer[]; code: string; says: RegExp; asked: number }[] = [
  {
    name: 'a wrong key',
    answers: [status(401, { error: { message: `Incorrect API key provided: ${key}` } })],
    code: 'upstream',
    says: /refused access \(401\)\. Check its key: "Incorrect API key provided: \[key\]"\./,
    asked: 1,
  },
  {
    name: 'an unknown model',
    answers: [status(404, { error: 'model not found' })],
    code: 'upstream',
    says: /has no model "tiny-embed".*"model not found"/,
    asked: 1,
  },
  {
    name: 'texts that it refuses',
    answers: [status(400, { error: { message: 'input too long' } })],
    code: 'upstream',
    says: /did not accept the texts.*"input too long"/,
    asked: 1,
  },
  { name: 'a server that stays broken', answers: Array<Answer>(4).fill(status(500, 'oops')), code: 'upstream', says: /failed \(500\)/, asked: 4 },
  {
    name: 'a wait too long to wait for',
    answers: [status(429, {}, { 'retry-after': '3600' })],
    code: 'upstream',
    says: /takes no more requests now \(429\)/,
    asked: 1,
  },
  { name: 'an answer that is no JSON', answers: [status(200, '<html>')], code: 'upstream', says: /did not send one vector for each of 2 texts/, asked: 1 },
  {
    name: 'a vector too few',
    answers: [status(200, { data: [{ index: 0, embedding: [1, 2] }] })],
    code: 'upstream',
    says: /did not send one vector/,
    asked: 1,
  },
  {
    name: 'vectors of unlike length',
    answers: [status(200, { data: [{ embedding: [1, 2] }, { embedding: [1] }] })],
    code: 'upstream',
    says: /did not send one vector/,
    asked: 1,
  },
  {
    name: 'vectors of another length than before',
    answers: [status(200, { data: [{ embedding: [1, 2] }, { embedding: [1, 3] }] })],
    code: 'upstream',
    says: /vectors of 2 numbers, not 16/,
    asked: 1,
  },
  { name: 'silence', answers: [() => {}], code: 'upstream_timeout', says: /did not answer within 0\.3 s/, asked: 1 },
  {
    name: 'connections that break',
    answers: Array<Answer>(4).fill((request) => void request.socket.destroy()),
    code: 'unavailable',
    says: /No answer from the embedding server at 127\.0\.0\.1:\d+ \(.+\)\. Is it running/,
    asked: 4,
  },
]

for (const { name, answers, code, says, asked } of failures) {
  test(`${name}: one sentence without the key, asked ${asked === 1 ? 'once' : `${asked} times`}`, async () => {
    await using server = await startEmbeddingsServer()
    const embedder = await open(server, { timeoutMs: 300 })
    server.next = [...answers]
    const error = await failure(embedder.embed(['one', 'two'], 'document'))
    assert.equal(error.code, code)
    assert.match(error.message, says)
    assert.equal(server.asked.length - 1, asked)
    for (let link: unknown = error; link instanceof Error; link = link.cause) assert.ok(!JSON.stringify([link.message, link.stack, { ...link }]).includes(key))
    assert.equal((await embedder.embed(['one'], 'query')).length, 1)
  })
}

test('a server that is not there fails the opening with what to check', async () => {
  const server = await startEmbeddingsServer()
  await server[Symbol.asyncDispose]()
  const error = await failure(openOpenAiEmbedder({ baseUrl: server.baseUrl, apiKey: key, model: 'tiny-embed', retryWaitMs: 1 }))
  assert.equal(error.code, 'unavailable')
  assert.match(error.message, /ECONNREFUSED/)
})
