import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startEmbeddingsServer } from '../support/embeddings-server.ts'
import { postgresMissing, startPostgres, type TestServer } from '../support/postgres-server.ts'
import { post, serve, workplace, type Server, type Workplace } from '../support/program.ts'

// oxlint-disable-next-line no-explicit-any -- answers of the API are read as a client without types reads them.
type Json = any

let place: Workplace
let server: Server
before(async () => {
  place = workplace({})
  server = await serve(['--data', place.data])
})
after(async () => {
  await server?.stop()
  place?.[Symbol.dispose]()
})

const put = (url: string, key: string, body: unknown): Promise<Response> =>
  fetch(`${url}/documents`, { method: 'PUT', headers: { 'content-type': 'application/json', 'idempotency-key': key }, body: JSON.stringify(body) })

const upload = (url: string, key: string, text: string): Promise<Response> => {
  const form = new FormData()
  form.append('files', new Blob([text]), 'note.md')
  return fetch(`${url}/documents`, { method: 'POST', headers: { 'idempotency-key': key }, body: form })
}

const bodies = (responses: readonly Response[]): Promise<Json[]> => Promise.all(responses.map((it) => it.json() as Promise<Json>))

test('fifty at once with one key are one write with one answer, and so is a late one', async () => {
  const document = { source: 'a.md', text: 'The limit is 20 megabytes.' }
  const responses = await Promise.all(Array.from({ length: 50 }, () => put(server.url, 'key-1', document)))
  assert.deepEqual(new Set(responses.map(({ status }) => status)), new Set([201]))
  assert.equal(responses.filter(({ headers }) => headers.get('idempotent-replayed') === 'true').length, 49)
  const answers = await bodies(responses)
  assert.equal(new Set(answers.map((it) => JSON.stringify(it))).size, 1)
  assert.equal(answers[0].outcome, 'added')
  // Changed meanwhile: the answer of then is given, and nothing is put back.
  await put(server.url, 'key-2', { ...document, text: 'The limit is 30 megabytes.' })
  assert.deepEqual(await (await put(server.url, 'key-1', document)).json(), answers[0])
  const now: Json = await (await fetch(`${server.url}/documents/${answers[0].document_id}`)).json()
  assert.match(now.text, /30/)
})

test('an upload is compared by its bytes, and becomes one job', async () => {
  const responses = await Promise.all(Array.from({ length: 10 }, () => upload(server.url, 'key-3', '# Note\n\nOne.')))
  assert.equal(new Set((await bodies(responses)).map(({ job_id }) => job_id)).size, 1)
  const other = await upload(server.url, 'key-3', '# Note\n\nTwo.')
  assert.deepEqual([other.status, ((await other.json()) as Json).code], [422, 'invalid'])
})

test('another body, a key that is none, and an answer that is kept nowhere are refused with a sentence', async () => {
  await put(server.url, 'key-4', { source: 'b.md', text: 'One.' })
  const other = await put(server.url, 'key-4', { source: 'b.md', text: 'Two.' })
  assert.equal(other.status, 422)
  assert.match(((await other.json()) as Json).detail, /used for another request/)
  assert.equal((await put(server.url, 'a key', { source: 'b.md', text: 'One.' })).status, 422)
  assert.equal((await post(server.url, '/keys', { name: 'k', scope: 'ask' }, { 'idempotency-key': 'key-5' })).status, 422)
})

test('what failed is not kept, and questions take no notice of a key', async () => {
  assert.equal((await put(server.url, 'key-6', { source: 'c.md', text: '' })).status, 422)
  assert.equal((await put(server.url, 'key-6', { source: 'c.md', text: 'Three.' })).status, 201)
  for (const question of ['What is the limit?', 'What was the limit?'])
    assert.equal((await post(server.url, '/ask', { question }, { 'idempotency-key': 'key-7' })).status, 200)
})

test('a retry after the document was removed does not bring it back', async () => {
  const document = { source: 'gone.md', text: 'Secret words.' }
  const { document_id: id } = (await (await put(server.url, 'key-8', document)).json()) as Json
  const remove = (): Promise<Response> => fetch(`${server.url}/documents/${id}`, { method: 'DELETE', headers: { 'idempotency-key': 'key-9' } })
  assert.deepEqual([(await remove()).status, (await remove()).status], [204, 204])
  assert.equal((await put(server.url, 'key-8', document)).status, 409)
  const { clean, proven }: Json = await (await post(server.url, '/erasure/check', { document: id })).json()
  assert.deepEqual([clean, proven], [true, true])
})

test('a write that was under way at kill -9 is done by the retry, once', async () => {
  using home = workplace({})
  await using embeddings = await startEmbeddingsServer()
  const env = { ANSWERABLE_EMBEDDER: 'openai', ANSWERABLE_EMBEDDER_BASE_URL: embeddings.url }
  const first = await serve(['--data', home.data], { env })
  embeddings.next = [() => {}]
  const asked = embeddings.asked.length
  const document = { source: 'a.md', text: 'The limit is 20 megabytes.' }
  const cut = put(first.url, 'key-1', document).catch(() => null)
  while (embeddings.asked.length === asked) await new Promise((resolve) => setTimeout(resolve, 10))
  await first.stop('SIGKILL')
  assert.equal(await cut, null)
  await using second = await serve(['--data', home.data], { env })
  const answers = await bodies(await Promise.all([1, 2, 3].map(() => put(second.url, 'key-1', document))))
  assert.deepEqual(
    answers.map(({ outcome }) => outcome),
    ['added', 'added', 'added'],
  )
})

test('two processes over one database do a write once', { skip: postgresMissing }, async () => {
  using one = workplace({})
  using two = workplace({})
  const postgres: TestServer = await startPostgres()
  try {
    const env = { DATABASE_URL: await postgres.createDatabase({ owner: false }) }
    await using first = await serve(['--data', one.data], { env })
    await using second = await serve(['--data', two.data], { env })
    const document = { source: 'a.md', text: 'The limit is 20 megabytes.' }
    const answers = await bodies(await Promise.all(Array.from({ length: 50 }, (_, i) => put([first, second][i % 2]!.url, 'key-1', document))))
    assert.equal(new Set(answers.map((it) => JSON.stringify(it))).size, 1)
    assert.equal(answers[0].outcome, 'added')
  } finally {
    await postgres.close()
  }
})
