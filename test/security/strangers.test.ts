/** Who has no key, and whoever sends what costs more to read than to write. */
import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { after, before, test } from 'node:test'
import { openKeyedServer, type KeyedServer } from '../support/keyed-server.ts'

let server: KeyedServer
before(async () => void (server = await openKeyedServer({ openStreams: 40 })))
after(() => server?.[Symbol.asyncDispose]())

const send = (method: string, path: string, body: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${server.url}${path}`, { method, body, headers: { 'x-forwarded-for': '203.0.113.9', 'content-type': 'application/json', ...headers } })

/** Sends a head that promises a body of `bytes`, and the beginning of that body; gives the first that comes back. */
const unfinished = (path: string, bytes: number, beginning: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1')
    socket.setEncoding('utf8').once('data', (answer) => {
      socket.destroy()
      resolve(String(answer))
    })
    socket.once('error', reject)
    socket.write(
      `POST ${path} HTTP/1.1\r\nhost: localhost\r\nx-forwarded-for: 203.0.113.9\r\ncontent-type: application/json\r\ncontent-length: ${bytes}\r\n\r\n${beginning}`,
    )
  })

test('no route makes objects of a body that is nested without end', async () => {
  const { text } = await server.makeKey({ scope: 'admin' })
  const deep = `${'['.repeat(5_000)}${']'.repeat(5_000)}`
  const answers: string[] = []
  const takesBody = server.routes.filter(({ method, path }) => ['POST', 'PUT'].includes(method) && !path.startsWith('/session') && !path.startsWith('/local'))
  for (const { method, path } of takesBody) {
    const response = await send(method, path.replace(/:\w+/g, 'x'), deep, { authorization: `Bearer ${text}` })
    if (response.status !== 422 && response.status !== 400) answers.push(`${method} ${path}: ${response.status}`)
    else if (!/nested deeper than 100/.test(await response.text())) answers.push(`${method} ${path}: other words`)
  }
  assert.ok(takesBody.length > 20)
  assert.deepEqual(answers, [])
  const poisoned = await send('POST', '/ask', '{"question":"What?","__proto__":{"admin":true}}', { authorization: `Bearer ${text}` })
  assert.equal(poisoned.status, 400)
})

test('a stranger sends no more than a key or a token, and sends it at once', async () => {
  assert.equal((await send('POST', '/session', `{"key":"${'a'.repeat(12_000)}"}`)).status, 413)
  assert.equal((await send('DELETE', '/session', '['.repeat(12_000))).status, 413)
  assert.match(await unfinished('/session', 5_000_000, '{"key":"'), /^HTTP\/1\.1 413/)
  assert.match(await unfinished('/session', 100, '{"key":"'), /^HTTP\/1\.1 408/)
})

test('strangers who log in slowly count as open requests, and are told so', async () => {
  const answers = await Promise.all(Array.from({ length: 80 }, () => unfinished('/session', 100, '{"key":"')))
  assert.ok(answers.some((answer) => answer.startsWith('HTTP/1.1 503')))
  assert.ok(answers.some((answer) => answer.startsWith('HTTP/1.1 408')))
})

test('wrong logins are slowed and right ones are not', async () => {
  const { text } = await server.makeKey()
  const logIn = (key: string): Promise<Response> => send('POST', '/session', JSON.stringify({ key }))
  assert.equal((await logIn(text)).status, 200)
  const wrong: Response[] = []
  for (let i = 0; i < 40; i++) wrong.push(await logIn(`ans_${String(i).padStart(12, '0')}_${'a'.repeat(43)}`))
  const limited = wrong.filter(({ status }) => status === 429)
  assert.ok(limited.length > 0)
  assert.ok(limited.every(({ headers }) => Number(headers.get('retry-after')) > 0))
  assert.equal((await logIn(text)).status, 200)
})
