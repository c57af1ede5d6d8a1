/** Pages of other sites in a browser on this machine, where nobody is asked for a key: no name, no origin, no type of body lets them in. */
import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { after, before, test } from 'node:test'
import { post, put, serve, workplace, type Server, type Workplace } from '../support/program.ts'

let place: Workplace
let server: Server
before(async () => {
  place = workplace({})
  server = await serve(['--data', place.data])
  await put(server.url, { source: 'guide.md', text: '# Ports\n\nThe gateway listens on port 9443.' })
})
after(async () => {
  await server?.stop()
  place?.[Symbol.dispose]()
})

/** The status line's number; 0 when the connection was closed without one. */
const send = (text: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(server.url)
    const socket = connect(Number(port), hostname, () => socket.write(text))
    let answer = ''
    socket.on('data', (piece) => (answer += piece.toString()))
    socket.on('close', () => resolve(Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0)))
    socket.on('error', reject)
  })

const requestText = (method: string, target: string, headers: readonly string[], body = ''): string =>
  `${[`${method} ${target} HTTP/1.1`, ...headers, ...(method === 'GET' ? [] : [`Content-Length: ${Buffer.byteLength(body)}`]), 'Connection: close'].join('\r\n')}\r\n\r\n${body}`

const foreignNames = [
  'evil.example', 'evil.example:3000', 'localhost.evil.example', '127.0.0.1.evil.example', 'localhost@evil.example', 'evil.example#localhost', 'LOCALHOST.EVIL',
  'xn--lcalhost-n2a', 'localhost..', '[::1].evil.example', '0x7f.1', '127.1.evil', 'evil.example.', 'metadata.google.internal', 'localhost%00.evil', 'a'.repeat(255),
] // prettier-ignore
const foreignOrigins = [
  'https://evil.example', 'http://evil.example', 'null', 'http://localhost.evil.example', 'https://localhost', 'http://127.0.0.1', 'http://127.0.0.1:1', 'file://',
  'http://user@evil.example', 'chrome-extension://abc', 'not an origin', 'http://[::1]:9',
] // prettier-ignore

const writing = { question: 'Which port does the gateway listen on?' }
const document = { source: 'planted.md', text: 'Planted.' }

test('no forged name, origin or body reaches what it was meant for', async (t) => {
  const own = new URL(server.url).host
  const cases: { name: string; text: string }[] = []
  const add = (name: string, text: string): void => void cases.push({ name, text })
  const targets: [string, string, unknown][] = [
    ['GET', '/documents', null],
    ['GET', '/status', null],
    ['POST', '/ask', writing],
    ['PUT', '/documents', document],
    ['POST', '/keys', { name: 'planted', scope: 'admin' }],
    ['POST', '/erasure/purge', { confirm: true }],
    ['POST', '/session', { key: 'planted' }],
    ['DELETE', '/session', {}],
  ]
  const json = 'Content-Type: application/json'
  for (const [method, target, body] of targets) {
    const text = body === null ? '' : JSON.stringify(body)
    for (const host of foreignNames) {
      add(`${method} ${target} Host ${host}`, requestText(method, target, [`Host: ${host}`, json], text))
      add(`${method} http://${host}${target}`, requestText(method, `http://${host}${target}`, [`Host: ${host}`, json], text))
      add(`${method} ${target} Host ${host} with our origin`, requestText(method, target, [`Host: ${host}`, `Origin: http://${own}`, json], text))
    }
    if (method === 'GET') continue
    for (const origin of foreignOrigins) {
      add(`${method} ${target} Origin ${origin}`, requestText(method, target, [`Host: ${own}`, `Origin: ${origin}`, json], text))
      add(
        `${method} ${target} Origin ${origin}, cookie`,
        requestText(method, target, [`Host: ${own}`, `Origin: ${origin}`, 'Cookie: answerable_session=x', json], text),
      )
    }
    add(`${method} ${target} cross-site without an origin`, requestText(method, target, [`Host: ${own}`, 'Sec-Fetch-Site: cross-site', json], text))
    // What a form can send without asking first.
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])
      add(
        `${method} ${target} as ${type}`,
        requestText(method, target, [`Host: ${own}`, 'Sec-Fetch-Site: same-site', `Origin: http://evil.localhost`, `Content-Type: ${type}`], text),
      )
  }
  const asked = await (await fetch(`${server.url}/traces`)).text()
  const letIn: string[] = []
  for (const { name, text } of cases) {
    const status = await send(text)
    // 403 by us, 400 by the parser of HTTP itself.
    if (![400, 403].includes(status)) letIn.push(`${name}: ${status}`)
  }
  t.diagnostic(`${cases.length} requests`)
  assert.ok(cases.length >= 500)
  assert.deepEqual(letIn, [])
  const { documents } = (await (await fetch(`${server.url}/documents`)).json()) as { documents: { source: string }[] }
  assert.deepEqual(
    documents.map(({ source }) => source),
    ['guide.md'],
  )
  assert.deepEqual(((await (await fetch(`${server.url}/keys`)).json()) as { keys: unknown[] }).keys, [])
  assert.equal(await (await fetch(`${server.url}/traces`)).text(), asked)
  // The same without forgery does work: what refused was the forgery.
  assert.equal((await post(server.url, '/ask', writing)).status, 200)
})

test('two names, or none, are refused before anybody has to choose', async () => {
  const own = new URL(server.url).host
  // 0: the connection is closed without a word.
  for (const names of [[own, 'evil.example'], ['evil.example', own], []])
    assert.ok(
      [0, 400, 403].includes(
        await send(
          requestText(
            'GET',
            '/documents',
            names.map((name) => `Host: ${name}`),
          ),
        ),
      ),
      names.join(),
    )
})
