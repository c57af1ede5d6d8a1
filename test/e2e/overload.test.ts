import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { test } from 'node:test'
import { post, put, serve, workplace } from '../support/program.ts'
import { startStubModel } from '../support/stub-model/server.ts'

// oxlint-disable-next-line no-explicit-any -- answers of the API are read as a client without types reads them.
type Json = any

const files = { 'limits.md': '# Limits\n\nThe upload limit is 20 megabytes. Larger files are refused with status 413.\n' }
const question = 'What is the upload limit?'

const until = async (condition: () => boolean | Promise<boolean>): Promise<void> => {
  for (const end = Date.now() + 60_000; !(await condition()); await new Promise((resolve) => setTimeout(resolve, 10))) assert.ok(Date.now() < end)
}

/** Sends a head that promises a body, and no body; gives the answer's head, empty where the body is waited for. */
const headOnly = (url: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1')
    socket.setEncoding('utf8').once('data', (head) => {
      socket.destroy()
      resolve(String(head))
    })
    socket.once('error', reject)
    socket.setTimeout(500, () => {
      socket.destroy()
      resolve('')
    })
    socket.write('POST /ask HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 100000\r\n\r\n')
  })

test('two are answered, two wait, the next is told before its body is read; health, status and other work go on', async () => {
  using place = workplace(files)
  await using stub = await startStubModel({ fault: { kind: 'stall', atByte: 1 } })
  await using server = await serve([place.documents, '--data', place.data], {
    env: { ANSWERABLE_GENERATOR: `compatible:stub-1@${stub.url}`, ANSWERABLE_QUESTIONS_AT_ONCE: '2', ANSWERABLE_QUESTIONS_WAITING: '2' },
  })
  const leave = new AbortController()
  const asking = [1, 2, 3, 4].map((i) =>
    fetch(`${server.url}/ask`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ question: `${question} ${i}` }),
      signal: leave.signal,
    }).catch(() => null),
  )
  await until(async () => (await headOnly(server.url)).startsWith('HTTP/1.1 503'))
  const head = await headOnly(server.url)
  assert.match(head, /^HTTP\/1\.1 503/)
  assert.match(head, /retry-after: \d+/i)
  const refused = await post(server.url, '/ask', { question })
  assert.equal(((await refused.json()) as Json).code, 'unavailable')
  const calls = (): number => stub.requests.filter(({ path }) => path.endsWith('/chat/completions')).length
  await until(() => calls() === 2)

  for (const path of ['/healthz', '/readyz', '/status']) assert.equal((await fetch(`${server.url}${path}`)).status, 200)
  assert.equal((await post(server.url, '/search', { query: 'limit' })).status, 200)
  assert.equal((await put(server.url, { source: 'a.md', text: 'One.' })).status, 201)

  assert.equal(calls(), 2, 'who waits has not begun')
  leave.abort()
  await Promise.all(asking)
  stub.set({ mode: 'honest' })
  await until(async () => (await post(server.url, '/ask', { question })).status === 200)
})

test('near its memory limit the server takes one at a time and refuses the others, and says that it lives', async () => {
  using place = workplace(files)
  await using stub = await startStubModel({ fault: { kind: 'stall', atByte: 1 } })
  await using server = await serve([place.documents, '--data', place.data], {
    env: { ANSWERABLE_GENERATOR: `compatible:stub-1@${stub.url}`, ANSWERABLE_MEMORY_LIMIT_MB: '128' },
  })
  const leave = new AbortController()
  const first = fetch(`${server.url}/ask`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ question }),
    signal: leave.signal,
  }).catch(() => null)
  await until(() => stub.requests.some(({ path }) => path.endsWith('/chat/completions')))
  const refused = await post(server.url, '/ask', { question })
  assert.equal(refused.status, 503)
  assert.ok(Number(refused.headers.get('retry-after')) > 0)
  assert.match(((await refused.json()) as Json).detail, /memory limit/)
  assert.equal((await post(server.url, '/v1/chat/completions', { model: 'answerable', messages: [{ role: 'user', content: question }] })).status, 503)
  assert.equal((await fetch(`${server.url}/healthz`)).status, 200)
  leave.abort()
  await first
})

test('larger bodies and files than the settings allow are refused with their names', async () => {
  using place = workplace(files)
  await using server = await serve([place.documents, '--data', place.data], { env: { ANSWERABLE_BODY_LIMIT_MB: '1', ANSWERABLE_UPLOAD_LIMIT_MB: '1' } })
  assert.equal((await put(server.url, { source: 'a.md', text: 'x'.repeat(1_100_000) })).status, 413)
  const form = new FormData()
  form.append('files', new Blob(['x'.repeat(1_100_000)]), 'large.md')
  const upload = await fetch(`${server.url}/documents`, { method: 'POST', body: form })
  assert.equal(upload.status, 413)
  assert.match(((await upload.json()) as Json).detail, /ANSWERABLE_UPLOAD_LIMIT_MB/)
})

test('a model server that fails always gets a tenth more than was asked of it', async () => {
  using place = workplace(files)
  await using stub = await startStubModel({ fault: { kind: 'status', status: 500 } })
  await using server = await serve([place.documents, '--data', place.data], { env: { ANSWERABLE_GENERATOR: `compatible:stub-1@${stub.url}` } })
  const asked = 200
  for (let i = 0; i < asked / 20; i++) await Promise.all(Array.from({ length: 20 }, (_, j) => post(server.url, '/ask', { question: `${question} ${i} ${j}` })))
  const calls = stub.requests.filter(({ path }) => path.endsWith('/chat/completions')).length
  // Ten tries that were saved up before, and a tenth.
  assert.ok(calls <= asked * 1.1 + 10, `${calls} calls for ${asked} questions`)
})
