/** A key is nowhere but in the hands of whoever got it: not in the database, the log, an error, a header, a figure. */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { test } from 'node:test'
import { run, serve, workplace } from '../support/program.ts'

const elsewhere = { 'x-forwarded-for': '203.0.113.9' }

/** What of a key is secret: all behind its public id. */
const secretOf = (key: string): string => key.replace(/^ans_[0-9a-f]{12}_/, '')

/** All bytes below a folder, file by file. */
const filesBelow = (folder: string): { path: string; bytes: Buffer }[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path, bytes: readFileSync(path) }))

/** What HTTP libraries would not send. */
const raw = (url: string, text: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url)
    const socket = connect(Number(port), hostname, () => socket.write(text))
    let answer = ''
    socket.on('data', (piece) => (answer += piece.toString()))
    socket.on('close', () => resolve(answer))
    socket.on('error', reject)
    socket.setTimeout(3000, () => socket.destroy())
  })

test('keys and sessions are in no file, no line of the log and no answer, whatever is done with them', async () => {
  using place = workplace({ 'guide.md': '# Ports\n\nThe gateway listens on port 9443.' })
  const secrets: string[] = []
  const told: string[] = []
  {
    await using server = await serve([place.documents, '--data', place.data], { env: { ANSWERABLE_LOG_LEVEL: 'debug', ANSWERABLE_REQUESTS_PER_MINUTE: '8' } })
    const makeKey = async (...words: string[]): Promise<{ key: string; key_id: string }> => {
      const made = JSON.parse((await run(['keys', 'create', '--name', 'test', ...words, '--data', place.data, '--json'])).stdout)
      secrets.push(secretOf(made.key))
      return made
    }
    const keep = async (response: Response): Promise<Response> => {
      told.push(`${response.status} ${JSON.stringify([...response.headers].filter(([name]) => name !== 'set-cookie'))} ${await response.clone().text()}`)
      return response
    }
    const call = async (method: string, path: string, headers: Record<string, string>, body?: string): Promise<Response> =>
      keep(
        await fetch(`${server.url}${path}`, {
          method,
          headers: { ...elsewhere, 'content-type': 'application/json', ...headers },
          ...(body !== undefined && { body }),
        }),
      )

    const good = await makeKey('--scope', 'admin')
    const revoked = await makeKey()
    await run(['keys', 'revoke', revoked.key_id, '--data', place.data])
    const wrong = good.key.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))
    secrets.push(secretOf(wrong))
    for (const { key } of [good, revoked, { key: wrong }]) {
      const session = await call('POST', '/session', {}, JSON.stringify({ key }))
      const token = /answerable_session=([\w-]{43})/.exec(session.headers.get('set-cookie') ?? '')?.[1]
      if (token) secrets.push(token)
      for (const headers of [{ authorization: `Bearer ${key}` }, { 'x-api-key': key }, { cookie: `answerable_session=${token ?? key}` }]) {
        await call('GET', '/documents', headers)
        await call('POST', '/ask', headers, JSON.stringify({ question: 'Which port?', wrong_field: 1 }))
        await call('POST', '/ask', headers, '{"question": ')
        await call('GET', '/nothing', headers)
        await call('POST', '/v1/chat/completions', headers, '{}')
      }
      // Broken on the way: what a parser complains of must not repeat it.
      await call('POST', '/session', {}, `{"key": "${key}"`)
      await call('POST', '/session', {}, `"${key}"`)
      await call('POST', '/session', { 'content-type': 'text/plain' }, key)
      told.push(await raw(server.url, `GET /documents HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${key}\r\nx-forwarded-for: 1\r\nbad header\r\n\r\n`))
      told.push(await raw(server.url, `POST /ask HTTP/1.1\r\nHost: localhost\r\nX-Api-Key: ${key}\r\nContent-Length: -1\r\n\r\n`))
    }
    // An answer that would be kept to be given again holds no key; one that is given once does.
    const make = (headers: Record<string, string>): Promise<Response> =>
      fetch(`${server.url}/keys`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify({ name: 'again' }) })
    assert.equal((await make({ 'idempotency-key': 'once' })).status, 422)
    secrets.push(secretOf(((await (await make({})).json()) as { key: string }).key))
    const rotated = JSON.parse((await run(['keys', 'rotate', good.key_id, '--data', place.data, '--json'])).stdout)
    secrets.push(secretOf(rotated.key))
    told.push((await run(['keys', 'list', '--data', place.data])).stdout, (await run(['doctor', '--data', place.data])).stdout)
    for (const path of ['/status', '/metrics', '/traces', '/openapi.json', '/usage', '/keys']) told.push(await (await fetch(`${server.url}${path}`)).text())
    assert.ok(told.some((text) => text.startsWith('429')) && told.some((text) => text.startsWith('200')) && told.some((text) => text.startsWith('401')))
    told.push(server.said())
  }
  assert.ok(secrets.length >= 5)
  for (const secret of secrets) {
    assert.ok(secret.length >= 40)
    for (const text of told) assert.equal(text.includes(secret), false, text)
    for (const { path, bytes } of filesBelow(place.data)) assert.equal(bytes.includes(secret), false, path)
  }
})
